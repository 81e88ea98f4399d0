package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// A card says what the whole opening says, without its being read whole.
func TestCardsOfOpenings(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx := open(t, db), t.Context()
		a, b := bakery(), bakery()
		b.Name = "Zafferano"
		must(t, f.AddCompany(ctx, a, "", ""))
		must(t, f.AddCompany(ctx, b, "", ""))
		today := store.Today(f.clock.at)
		lasting := draft(t, a)
		lasting.Terms.Title = `Aiuto "panettiere" è qui`
		closing := draft(t, b)
		last := today.AddDays(3)
		closing.Terms.ClosesOn, closing.Terms.Kind = &last, opening.Both
		must(t, f.AddOpening(ctx, lasting, ""))
		must(t, f.AddOpening(ctx, closing, ""))
		f.move(t, lasting.ID, opening.Published)
		f.move(t, closing.ID, opening.Published)

		lines, _, err := f.Openings(ctx, store.Wanted{}, store.Query{Limit: 10})
		must(t, err)
		want := map[string]store.Card{}
		for _, l := range lines {
			want[l.ID] = store.Card{
				ID: l.ID, CompanyID: l.CompanyID, Company: l.Company, Municipality: l.Municipality, Title: l.Terms.Title,
				Language: l.Terms.Language, Kind: l.Terms.Kind, Occupation: l.Terms.Occupation, State: l.State,
				Seats: l.Terms.Seats, SeatsTaken: l.Terms.SeatsTaken, Start: l.Terms.Start, ClosesOn: l.Terms.ClosesOn,
			}
		}
		cards, err := f.Cards(ctx, "", []string{lasting.ID, closing.ID, id()})
		must(t, err)
		got := map[string]store.Card{}
		for _, c := range cards {
			got[c.ID] = c
		}
		if diff := cmp.Diff(want, got); diff != "" || len(cards) != 2 {
			t.Errorf("cards (-list +cards):\n%s", diff)
		}
		if c := got[closing.ID]; !c.Live(last) || c.Live(last.AddDays(1)) {
			t.Errorf("closes on %v, but live: %v, the day after: %v", last, c.Live(last), c.Live(last.AddDays(1)))
		}
		if own, err := f.Cards(ctx, a.ID, []string{lasting.ID, closing.ID}); err != nil || len(own) != 1 || own[0].ID != lasting.ID {
			t.Errorf("cards of one company: %+v, %v", own, err)
		}
	})
}
