package api

import (
	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// value reads an optional field.
func value[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}

// some makes an optional field, absent for the zero value.
func some[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

func date(d *civil.Date) civil.Date { return value(d) }

func parameterFault(name, code, message string) error {
	return &fault.Error{
		Kind: fault.Invalid, Message: "The request has fields to correct.",
		Violations: []fault.Violation{{Parameter: name, Code: code, Message: message}},
	}
}
