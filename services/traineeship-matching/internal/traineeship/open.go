package traineeship

import (
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
)

// Opening is what a traineeship is opened with.
type Opening struct {
	PersonID, TraineeName, Team, CompanyID, OpeningID, EntryID string
	Type                                                       policy.TraineeshipType
	Start                                                      civil.Date
	Months, HoursWeek                                          int
	HostTutor, CityTutor                                       string
	AllowanceCents                                             int64
	HigherLevel, Opinion                                       bool
	Draft                                                      bool // not yet to be asked for papers
}

// The bounds of what is typed.
const (
	maxName   = 120
	maxHours  = 40
	maxMonths = 24
	maxCents  = 300_000
)

// OpenNew opens a traineeship.
func OpenNew(m Moment, o Opening) (*Traineeship, error) {
	var bad fault.Violations
	need := func(pointer, value string) {
		if value == "" {
			bad.Add(pointer, "required", "This is needed.")
		}
	}
	need("/personId", o.PersonID)
	need("/companyId", o.CompanyID)
	need("/hostTutor", o.HostTutor)
	if !slices.Contains(policy.TraineeshipTypes(), o.Type) {
		bad.Add("/type", "required", "Choose the type.")
	}
	if len(o.HostTutor) > maxName {
		bad.Add("/hostTutor", "too-long", "At most %d characters.", maxName)
	}
	within := func(pointer string, value, low, high int) {
		if value < low || value > high {
			bad.Add(pointer, "out-of-range", "must lie between %d and %d", low, high)
		}
	}
	within("/months", o.Months, 1, maxMonths)
	within("/hoursWeek", o.HoursWeek, 1, maxHours)
	within("/allowanceCents", int(o.AllowanceCents), 0, maxCents)
	checkStart(m, o.Start, &bad)
	if err := bad.Err(); err != nil {
		return nil, err
	}
	t := &Traineeship{
		ID: m.NewID(), Version: 1, PersonID: o.PersonID, TraineeName: o.TraineeName, Team: o.Team, CompanyID: o.CompanyID, OpeningID: o.OpeningID, EntryID: o.EntryID,
		Type: o.Type, State: Draft, Start: o.Start, Months: o.Months, HoursWeek: o.HoursWeek, HostTutor: o.HostTutor, CityTutor: o.CityTutor,
		AllowanceCents: o.AllowanceCents, HigherLevel: o.HigherLevel, Opinion: o.Opinion, OpenedAt: m.Now, OpenedBy: m.By,
	}
	t.Terms = []Term{{ID: m.NewID(), Number: 1, Start: o.Start, PlannedEnd: lastDay(o.Start, o.Months), Months: o.Months, State: Planned}}
	if !o.Draft {
		t.State = InPapers
	}
	return t, nil
}

// farthest is how far ahead a start may lie, and how far back what began may be written down, in days.
const farthest = 366

func checkStart(m Moment, start civil.Date, bad *fault.Violations) {
	switch days := start.DaysSince(m.Today()); {
	case !start.IsValid():
		bad.Add("/start", "required", "Choose the day.")
	case days > farthest || days < -farthest:
		bad.Add("/start", "out-of-range", "must lie within a year of today")
	}
}

// AskPapers ends the draft: from now on the checklist is owed.
func (t *Traineeship) AskPapers(m Moment, around Surroundings) error {
	if err := t.may(ActAskPapers); err != nil {
		return err
	}
	t.State = InPapers
	t.settle(m, around)
	return nil
}

// Reschedule moves the start of what has not started.
func (t *Traineeship) Reschedule(m Moment, around Surroundings, start civil.Date) error {
	if err := t.may(ActReschedule); err != nil {
		return err
	}
	var bad fault.Violations
	checkStart(m, start, &bad)
	if err := bad.Err(); err != nil {
		return err
	}
	t.Start = start
	t.Terms[0].Start, t.Terms[0].PlannedEnd = start, lastDay(start, t.Months)
	t.settle(m, around)
	return nil
}

// Begin starts it. Whatever still blocks is named in the fault; hard papers cannot be passed over by anybody.
func (t *Traineeship) Begin(m Moment, around Surroundings) error {
	t.settle(m, around)
	if len(Blocked(t.Checklist(m, around))) > 0 && (t.State == InPapers || t.State == Ready) {
		return fault.New(fault.Precondition, "Something is still missing before the start: see the checklist.")
	}
	if err := t.may(ActStart); err != nil {
		return err
	}
	if t.Start.After(m.Today()) {
		return fault.New(fault.Precondition, "The first day has not come yet.")
	}
	t.State = Running
	t.Terms[0].State = Open
	t.plan(m, &t.Terms[0])
	return nil
}
