// Package rego holds the rules and their data: files embedded, nothing else.
package rego

import "embed"

// Files are the rules, their tests and their data, with what Regal must know of their style; folders mirror Rego packages.
//
//go:embed .regal/config.yaml index rights
var Files embed.FS
