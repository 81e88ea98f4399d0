package placement

import (
	"context"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/renewal"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Reminder is what became of a reminder to one party.
type Reminder struct {
	ID    string // of the traineeship
	Party traineeship.Party
	// Result is "written"; "today" when the recipient was written to on that day already; "answered" when nobody is silent;
	// "over" when nothing is to be decided; "unknown".
	Result  string
	Renewal *traineeship.Traineeship // nil when there is none for the caller
}

// ReminderResults are what can become of a reminder.
func ReminderResults() []string { return []string{"written", "today", "answered", "over", "unknown"} }

// reminderKind is the letter to who has not answered: the one that the workflow writes, too.
const reminderKind = "evaluation-reminder"

// Remind writes to those who have said nothing of terms that are to be decided. A recipient is written to at most once a
// day, by whoever it is asked and by the clock.
func (d *Desk) Remind(ctx context.Context, ids []string, language string) ([]Reminder, naming.Names, error) {
	if err := identity.May(caller(ctx), identity.RenewalRemind); err != nil {
		return nil, naming.Names{}, err
	}
	if len(ids) == 0 || len(ids) > MostAtOnce {
		var bad fault.Violations
		bad.Add("/ids", "out-of-range", "Choose between 1 and %d.", MostAtOnce)
		return nil, naming.Names{}, bad.Err()
	}
	var out []Reminder
	var known []*traineeship.Traineeship
	for _, id := range unique(ids) {
		t, err := d.load(ctx, id, identity.RenewalRemind)
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			out = append(out, Reminder{ID: id, Result: "unknown"})
			continue
		}
		if err != nil {
			return nil, naming.Names{}, err
		}
		known = append(known, t)
		some, err := d.remind(ctx, t)
		if err != nil {
			return nil, naming.Names{}, err
		}
		out = append(out, some...)
	}
	return out, d.names(ctx, language, known...), nil
}

// Waiting returns a traineeship whose open term is to be decided, for who may remind of it.
func (d *Desk) Waiting(ctx context.Context, id string) (*traineeship.Traineeship, error) {
	t, err := d.load(ctx, id, identity.RenewalRemind)
	if err != nil {
		return nil, err
	}
	if open := t.OpenTerm(); open == nil || t.DecisionOn(open.ID) != nil || d.Today().After(open.PlannedEnd) {
		return nil, fault.New(fault.Precondition, "Nothing is to be decided now.")
	}
	return t, nil
}

// remind writes to the silent parties of one traineeship.
func (d *Desk) remind(ctx context.Context, t *traineeship.Traineeship) ([]Reminder, error) {
	m, err := d.moment(ctx, t.Start)
	if err != nil {
		return nil, err
	}
	open := t.OpenTerm()
	if open == nil || t.DecisionOn(open.ID) != nil || m.Today().After(open.PlannedEnd) {
		return []Reminder{{ID: t.ID, Result: "over", Renewal: t}}, nil
	}
	silent := t.Silent()
	if len(silent) == 0 {
		return []Reminder{{ID: t.ID, Result: "answered", Renewal: t}}, nil
	}
	today := m.Today()
	midnight := time.Date(today.Year, today.Month, today.Day, 0, 0, 0, 0, d.Zone)
	var out []Reminder
	for _, p := range silent {
		effects := renewal.Effects(m, t, []traineeship.Message{{To: p, Kind: reminderKind, Day: open.PlannedEnd}}, false)
		r := Reminder{ID: t.ID, Party: p, Result: "today", Renewal: t}
		for _, o := range effects.Outgoing {
			written, err := d.Store.Remind(ctx, o, today, midnight, m.By, trace(identity.RenewalRemind, t, string(p)))
			if err != nil {
				return nil, err
			}
			if written {
				r.Result = "written"
			}
		}
		out = append(out, r)
	}
	return out, nil
}
