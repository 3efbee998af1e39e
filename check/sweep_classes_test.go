package check_test

import "clearance/policy"

type class struct {
	why  string
	lets func(tr trial, bar policy.Finding) bool
}

var classes = map[string]class{}
