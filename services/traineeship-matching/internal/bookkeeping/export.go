package bookkeeping

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// mostExports is how many exports are listed.
const mostExports = 60

// Exports lists what was handed to the paying office, and what the next export of last month would hold.
func (d *Desk) Exports(ctx context.Context) (made []store.Export, rows int, cents int64, err error) {
	if err := identity.Check(caller(ctx), identity.GrantExport, identity.Owner{}); err != nil {
		return nil, 0, 0, err
	}
	if rows, cents, err = d.Ledger.Unpaid(ctx, d.LastMonth()); err != nil {
		return nil, 0, 0, err
	}
	made, err = d.Ledger.Exports(ctx, mostExports)
	return made, rows, cents, err
}

// Export hands over what is approved up to last month and was in no export yet.
func (d *Desk) Export(ctx context.Context) (store.Export, error) {
	if err := identity.Check(caller(ctx), identity.GrantExport, identity.Owner{}); err != nil {
		return store.Export{}, err
	}
	e := store.Export{ID: d.NewID(), MadeAt: records.Stamp(d.Now()), MadeBy: caller(ctx).Subject}
	return d.Ledger.Export(ctx, d.LastMonth(), e, Reference, audit.Entry{
		Action: identity.GrantExport, Kind: "grant-export", ID: e.ID, Detail: d.LastMonth().String(),
	})
}

// ReadExport reads one export as it was made.
func (d *Desk) ReadExport(ctx context.Context, id string) (store.Export, []store.ExportRow, error) {
	if err := identity.Check(caller(ctx), identity.GrantExport, identity.Owner{}); err != nil {
		return store.Export{}, nil, err
	}
	e, rows, err := d.Ledger.ReadExport(ctx, id)
	if err != nil {
		return e, nil, err
	}
	return e, rows, d.Ledger.Saw(ctx, audit.Entry{Action: identity.GrantExport, Kind: "grant-export", ID: id})
}

// months is how far the forecast looks.
const months = 12

// Forecast says what this month and the next are expected to cost, for the caller's team or all.
func (d *Desk) Forecast(ctx context.Context) ([]ledger.Budget, error) {
	if err := identity.May(caller(ctx), identity.GrantList); err != nil {
		return nil, err
	}
	book, err := d.Ledger.Book(ctx, scope(caller(ctx), identity.GrantList), d.Today().AddDays(-2*yearBack))
	if err != nil {
		return nil, err
	}
	served := map[string]int{} // months, by traineeship
	for _, b := range book {
		served[b.Traineeship] += b.Months
	}
	var sure, starting, pending []ledger.Stay
	for _, b := range book {
		switch traineeship.State(b.State) {
		case traineeship.InPapers, traineeship.Ready:
			starting = append(starting, b.Stay())
		case traineeship.Running, traineeship.Suspended, traineeship.Ended, traineeship.Attested:
			sure = append(sure, b.Stay())
			if next, ok := d.renewal(b, served[b.Traineeship]); ok {
				pending = append(pending, next)
			}
		}
	}
	return ledger.Forecast(ledger.MonthOf(d.Today()), months, sure, starting, pending), nil
}

// renewal is the term that would follow if an undecided one were renewed; false when the rules do not allow it.
func (d *Desk) renewal(b store.BookTerm, served int) (ledger.Stay, bool) {
	rules, err := d.Rules.On(b.Start)
	if err != nil || b.TermState != string(traineeship.Open) || b.Decided {
		return ledger.Stay{}, false
	}
	_, _, added := rules.Pattern()
	facts := policy.Traineeship{
		Type: policy.TraineeshipType(b.Type), Months: served, Added: added, HigherLevel: b.HigherLevel, Opinion: b.Opinion, HoursWeek: b.HoursWeek,
	}
	for _, r := range rules.Extension(facts, b.Number-1, b.PlannedEnd.DaysSince(d.Today())) {
		if r.Decision == policy.Block {
			return ledger.Stay{}, false
		}
	}
	from := b.PlannedEnd.AddDays(1)
	s := b.Stay()
	s.Span, s.Away = ledger.Span{From: from, To: after(from, added)}, nil
	return s, true
}

// after is the last day of so many months from a day on.
func after(from civil.Date, n int) civil.Date {
	m := ledger.MonthOf(from).Add(n)
	end := m.Last()
	if from.Day <= end.Day {
		end = civil.Date{Year: m.Year, Month: m.Month, Day: from.Day}.AddDays(-1)
	}
	return end
}
