package bookkeeping

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// weeksAhead is how far the forecast by weeks looks.
const weeksAhead = 26

// Weeks says which decisions and which cost the coming weeks are expected to bring, for the caller's team, for one team or
// for all.
func (d *Desk) Weeks(ctx context.Context, team string) ([]ledger.Week, error) {
	if err := identity.May(caller(ctx), identity.RenewalList); err != nil {
		return nil, err
	}
	s := scope(caller(ctx), identity.RenewalList)
	if team != "" {
		s.Nothing = s.Nothing || s.Team != "" && s.Team != team
		s.Team = team
	}
	book, err := d.Ledger.Book(ctx, s, d.Today().AddDays(-2*yearBack))
	if err != nil {
		return nil, err
	}
	served := map[string]int{} // months, by traineeship
	for _, b := range book {
		served[b.Traineeship] += b.Months
	}
	var all []ledger.Expected
	for _, b := range book {
		x := ledger.Expected{Stay: b.Stay()}
		open := b.TermState == string(traineeship.Open) || b.TermState == string(traineeship.Planned)
		switch traineeship.State(b.State) {
		case traineeship.InPapers, traineeship.Ready:
			x.Lane = ledger.Starting
		case traineeship.Running, traineeship.Suspended, traineeship.Ended, traineeship.Attested:
		default: // a draft costs nothing yet
			continue
		}
		if open && !b.Decided {
			x.DecideBy = d.decideBy(b, x.To)
		}
		all = append(all, x)
		if next, ok := d.renewal(b, served[b.Traineeship]); ok {
			all = append(all, ledger.Expected{Stay: next, Lane: ledger.Pending, DecideBy: d.decideBy(b, next.To)})
		}
	}
	return ledger.Weeks(d.Today(), weeksAhead, all), nil
}

// decideBy is the day by which a term that ends on a day asks for a decision; zero when its rules are not known.
func (d *Desk) decideBy(b store.BookTerm, end civil.Date) civil.Date {
	rules, err := d.Rules.On(b.Start)
	if err != nil {
		return civil.Date{}
	}
	return end.AddDays(-rules.WakeDays().Decision)
}
