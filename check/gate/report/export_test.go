package report

// How paths are written.
var (
	URI   = uri
	Place = place
)
