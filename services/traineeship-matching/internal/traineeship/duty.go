package traineeship

import (
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// DutyKind is what a change of a traineeship makes somebody do.
type DutyKind string

// The duties. A communication is the mandatory one to the labour offices (TR-16).
const (
	DutyAddendum      DutyKind = "addendum" // to the individual project, signed by all three
	DutyCommunication DutyKind = "communication"
)

// Duty is something that is to be done within a few days of an event: an extension that was decided, or an end of whatever
// kind.
type Duty struct {
	ID        string
	TermID    string
	Kind      DutyKind
	Event     Outcome // renewed, converted, ended, early, undecided
	EventOn   civil.Date
	DueOn     civil.Date
	DoneOn    civil.Date // zero: not done
	Reference string     // the communication's number
	By        string     // subject
}

// Open reports whether it is still to be done.
func (d *Duty) Open() bool { return !d.DoneOn.IsValid() }

// owe makes the duties of an event, and a step that reminds of them a day before they are due.
func (t *Traineeship) owe(m Moment, term string, event Outcome, on civil.Date) {
	due := on.AddDays(m.Rules.ChangeDays())
	kinds := []DutyKind{DutyCommunication}
	if event == Renewed {
		kinds = []DutyKind{DutyAddendum, DutyCommunication}
	}
	for _, k := range kinds {
		t.Duties = append(t.Duties, Duty{ID: m.NewID(), TermID: term, Kind: k, Event: event, EventOn: on, DueOn: due})
	}
	t.addStep(m, term, StepPapers, m.at(due.AddDays(-1), morning))
}

// Owed writes to those who owe what is still to be done about a term.
func (t *Traineeship) Owed(term string) []Message {
	for _, d := range t.Duties {
		if d.TermID == term && d.Open() {
			return []Message{{Host, "communicate", d.DueOn}, {Counsellor, "communicate", d.DueOn}}
		}
	}
	return nil
}

// Communication is the mandatory one of a term's extension; nil when there was none.
func (t *Traineeship) Communication(term string) *Duty {
	for i := range t.Duties {
		if d := &t.Duties[i]; d.TermID == term && d.Kind == DutyCommunication && d.Event == Renewed {
			return d
		}
	}
	return nil
}

// dropDuties takes back what a decision made somebody do, when it is revoked before it was done.
func (t *Traineeship) dropDuties(term string) {
	t.Duties = slices.DeleteFunc(t.Duties, func(d Duty) bool {
		gone := d.TermID == term && d.Event == Renewed && d.Open()
		if gone {
			t.DroppedDuties = append(t.DroppedDuties, d.ID)
		}
		return gone
	})
}

// Report records that a duty was done; without an id it is the one that is due first.
func (t *Traineeship) Report(m Moment, duty string, on civil.Date, reference string) error {
	if err := t.may(ActReport); err != nil {
		return err
	}
	i := slices.IndexFunc(t.Duties, func(d Duty) bool { return d.ID == duty || duty == "" && d.Open() })
	var bad fault.Violations
	if i < 0 {
		bad.Add("/duty", "unknown", "There is nothing of that kind to do.")
		return bad.Err()
	}
	d := &t.Duties[i]
	switch {
	case !on.IsValid():
		bad.Add("/on", "required", "Choose the day.")
	case on.After(m.Today()):
		bad.Add("/on", "future", "This day has not come yet.")
	}
	switch {
	case d.Kind == DutyCommunication && reference == "":
		bad.Add("/reference", "required", "Write the number.")
	case len(reference) > maxReference:
		bad.Add("/reference", "too-long", "At most 60 characters.")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	d.DoneOn, d.Reference, d.By = on, reference, m.By
	return nil
}
