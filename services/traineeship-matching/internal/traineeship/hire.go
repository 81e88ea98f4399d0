package traineeship

import (
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// HireKind is the kind of a contract.
type HireKind string

// HireKinds returns every kind, in the order in which forms offer them.
func HireKinds() []HireKind {
	return []HireKind{"fixed-term", "open-ended", "apprenticeship", "domestic", "seasonal", "agency", "on-call", "other"}
}

// openEnd are the kinds without an end.
func (k HireKind) openEnd() bool { return k == "open-ended" }

// Employment is a contract that somebody got, through the centre or by themselves, with or without a traineeship.
type Employment struct {
	ID            string
	PersonID      string
	Team          string
	CompanyID     string // a company that is known, or
	Employer      string // the name of another: sealed at rest
	OpeningID     string
	EntryID       string
	TraineeshipID string
	Kind          HireKind
	Start         civil.Date
	End           civil.Date // zero: open-ended
	HoursWeek     int
	RecordedAt    time.Time
	RecordedBy    string
	Demo          bool
}

// Check says what is wrong with a hire.
func (h *Employment) Check(m Moment) error {
	var bad fault.Violations
	if h.PersonID == "" {
		bad.Add("/personId", "required", "Choose the person.")
	}
	if h.CompanyID == "" && h.Employer == "" {
		bad.Add("/employer", "required", "Say who the employer is.")
	}
	if len(h.Employer) > maxName {
		bad.Add("/employer", "too-long", "At most %d characters.", maxName)
	}
	if !slices.Contains(HireKinds(), h.Kind) {
		bad.Add("/kind", "required", "Choose the kind.")
	}
	checkStart(m, h.Start, &bad)
	switch {
	case h.Kind.openEnd() && h.End.IsValid():
		bad.Add("/end", "invalid", "A contract without an end has no last day.")
	case h.Kind == "fixed-term" && !h.End.IsValid():
		bad.Add("/end", "required", "Choose the last day.")
	case h.End.IsValid() && h.End.Before(h.Start):
		bad.Add("/end", "order", "The last day lies before the first.")
	}
	if h.HoursWeek < 1 || h.HoursWeek > 48 {
		bad.Add("/hoursWeek", "out-of-range", "must lie between 1 and 48")
	}
	return bad.Err()
}
