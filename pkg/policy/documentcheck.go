package policy

import (
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Procedures lists the kinds of an asylum procedure as forms offer them.
func Procedures() []Procedure {
	return []Procedure{OrdinaryProcedure, AcceleratedProcedure, BorderProcedure}
}

// AsylumDecisions lists where an asylum application can stand.
func AsylumDecisions() []AsylumDecision {
	return []AsylumDecision{AsylumPending, AsylumRefused, AsylumRefusedAppeal}
}

// Check adds what is wrong with a document as it was entered, below the pointer at. Dates in the future are refused
// where they cannot be.
func (d Document) Check(at string, today civil.Date, bad *fault.Violations) {
	switch {
	case d.Kind == "":
		bad.Add(at+"kind", "required", "The kind of document is needed.")
	case !slices.Contains(DocumentKinds(), d.Kind):
		bad.Add(at+"kind", "unknown", "This kind of document is not in the list.")
	}
	if d.Procedure != "" && !slices.Contains(Procedures(), d.Procedure) {
		bad.Add(at+"procedure", "unknown", "This procedure is not in the list.")
	}
	if d.Decision != "" && !slices.Contains(AsylumDecisions(), d.Decision) {
		bad.Add(at+"decision", "unknown", "This state of the application is not in the list.")
	}
	for _, past := range []struct {
		field string
		date  civil.Date
	}{{"issuedOn", d.IssuedOn}, {"lodgedOn", d.LodgedOn}, {"requestedOn", d.RequestedOn}, {"enteredOn", d.EnteredOn}} {
		if !past.date.IsZero() && past.date.After(today) {
			bad.Add(at+past.field, "future", "This date lies in the future.")
		}
	}
	if !d.ExpiresOn.IsZero() && !d.IssuedOn.IsZero() && d.ExpiresOn.Before(d.IssuedOn) {
		bad.Add(at+"expiresOn", "order", "It expires before it was issued.")
	}
	if d.Kind == AsylumSeeker && d.LodgedOn.IsZero() {
		bad.Add(at+"lodgedOn", "required", "The day on which the application was recorded is needed.")
	}
}
