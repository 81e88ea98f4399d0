package bookkeeping

import (
	"context"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// Past is how the months of a traineeship went: those before the last in full, the last to some state.
type Past struct {
	Traineeship string
	By          string // who entered
	ByRole      string
	Approver    string
	Percent     int // of the last month's planned hours
	Last        ledger.State
}

// Load enters pasts. Accounts that have lines stay as they are. Paid also makes the export of the month before the last.
func (d *Desk) Load(ctx context.Context, pasts []Past, paid bool) (entered int, err error) {
	if err := identity.May(caller(ctx), identity.BatchLoad); err != nil {
		return 0, err
	}
	for _, p := range pasts {
		book, err := d.Ledger.Book(ctx, store.Scope{Traineeship: p.Traineeship}, d.Today().AddDays(-2*yearBack))
		if err != nil {
			return entered, err
		}
		var all []Account
		for _, b := range book {
			all = append(all, accounts(b, d.Today())...)
		}
		for i, a := range all {
			if a.State != ledger.Missing {
				continue
			}
			last, percent := p.Last, p.Percent
			if i < len(all)-1 {
				last, percent = ledger.Approved, 100
			}
			if err := d.live(ctx, a, p, last, percent); err != nil {
				return entered, err
			}
			entered++
		}
	}
	if !paid || entered == 0 {
		return entered, nil
	}
	e := store.Export{ID: d.NewID(), MadeAt: records.Stamp(d.Now()), MadeBy: "demo-coordinator"}
	month := d.LastMonth().Add(-1)
	_, err = d.Ledger.Export(ctx, month, e, Reference, audit.Entry{Action: identity.BatchLoad, Kind: "grant-export", ID: e.ID, Detail: month.String()})
	if fault.Is(err, fault.Precondition) { // nothing to pay
		err = nil
	}
	return entered, err
}

func (d *Desk) live(ctx context.Context, a Account, p Past, last ledger.State, percent int) error {
	if last == ledger.Missing {
		return nil
	}
	day := a.Portion.To.AddDays(1)
	noon := time.Date(day.Year, day.Month, day.Day, 12, 0, 0, 0, d.Zone)
	if now := d.Now(); now.Before(noon) {
		noon = now
	}
	moment := func(by, role string) ledger.Moment {
		return ledger.Moment{Now: records.Stamp(noon), By: by, Role: role, ID: d.NewID()}
	}
	minutes := a.Portion.Planned * percent / 100
	minutes -= minutes % 15
	entry := audit.Entry{Action: identity.BatchLoad, Kind: "grant", ID: a.Traineeship, Person: a.Person, Detail: a.Portion.Month.String()}
	_, err := d.Ledger.Add(ctx, key(a), 0, entry, func(x *ledger.Account) error {
		if err := d.apply(x, moment(p.By, p.ByRole), a.Portion, Act{Kind: ledger.Attendance, Minutes: minutes}); err != nil {
			return err
		}
		if last == ledger.Returned {
			return x.SendBack(moment(p.Approver, "coordinator"), ledger.Reasons()[0])
		}
		if x.State() == ledger.Confirm && last != ledger.Confirm {
			if err := x.Confirm(moment("demo-counsellor-1", "counsellor"), ledger.InProportion); err != nil {
				return err
			}
		}
		if last == ledger.Approved {
			return x.Approve(moment(p.Approver, "coordinator"))
		}
		return nil
	})
	return err
}
