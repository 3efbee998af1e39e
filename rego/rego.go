// Package rego holds the rules and their data: files embedded, nothing else.
package rego

import "embed"

// Files are the rules, their tests and their data; folders mirror Rego packages.
//
//go:embed index rights
var Files embed.FS
