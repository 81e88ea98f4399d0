package search

import (
	"context"

	"github.com/celav/celav/pkg/fault"
)

// Unavailable is the driver of a suite without a search engine: every call fails with fault.Unavailable,
// so that whatever does not search keeps working and a search page says so plainly.
type Unavailable struct {
	// Reason is shown to the caller; empty gives a general sentence.
	Reason string
}

func (u Unavailable) err() error {
	if u.Reason == "" {
		return fault.New(fault.Unavailable, "Search is not available now.")
	}
	return fault.New(fault.Unavailable, "%s", u.Reason)
}

// Live implements Driver.
func (u Unavailable) Live(context.Context, *Schema) (Generation, error) { return Generation{}, u.err() }

// Create implements Driver.
func (u Unavailable) Create(context.Context, *Schema) (Generation, error) {
	return Generation{}, u.err()
}

// Publish implements Driver.
func (u Unavailable) Publish(context.Context, *Schema, Generation) error { return u.err() }

// Write implements Driver.
func (u Unavailable) Write(context.Context, *Schema, string, []Operation) error { return u.err() }

// Search implements Driver.
func (u Unavailable) Search(context.Context, *Schema, Query) (Answer, error) {
	return Answer{}, u.err()
}

// Refresh implements Driver.
func (u Unavailable) Refresh(context.Context, *Schema) error { return u.err() }

// Close implements Driver.
func (u Unavailable) Close() error { return nil }
