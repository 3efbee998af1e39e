package report

// URI is for tests: it says how a path is written wherever this runs.
var URI = uri
