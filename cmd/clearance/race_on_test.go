//go:build race

package main

// stride is how many calls to SQLite are between two that fail. With the race detector everything takes ten times as long.
const stride = 7

const raced = true
