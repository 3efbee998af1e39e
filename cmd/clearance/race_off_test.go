//go:build !race

package main

// stride is how many calls to SQLite are between two that fail: every one does, in its turn.
const stride = 1

const raced = false
