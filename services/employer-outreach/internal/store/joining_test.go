package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

func TestRegisteringTwiceMakesOneCompany(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx := open(t, db), t.Context()
		c, key := bakery(), store.KeyOf("registration", "anna", "k1")
		day := civil.Date{Year: 2026, Month: 11, Day: 20}
		c.TaxNumber, c.Standing, c.RegisteredOn = "00743110157", company.ToCheck, &day
		must(t, f.AddCompany(ctx, c, key, "anna"))
		again := c
		again.ID = id()
		if err := f.AddCompany(ctx, again, key, "anna"); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same form again: %v", err)
		}
		if made, ok, err := f.Made(ctx, key); made != c.ID || !ok || err != nil {
			t.Errorf("the form made %s, %v, %v", made, ok, err)
		}
		again.Sites, again.Name = nil, "Aurora Panificio s.r.l."
		if err := f.AddCompany(ctx, again, "", "anna"); !fault.Is(err, fault.Precondition) {
			t.Errorf("a second company of one subject: %v", err)
		}
		if waiting, err := f.ToCheck(ctx); err != nil || waiting.Companies != 1 || waiting.Since == nil || *waiting.Since != day {
			t.Errorf("waiting: %+v, %v", waiting, err)
		}
		must(t, f.AddCompany(ctx, again, "", ""))
		alike, err := f.Alike(ctx, c)
		if err != nil || len(alike) != 1 || alike[0].ID != again.ID {
			t.Errorf("alike: %+v, %v", alike, err)
		}
		must(t, f.Confirm(ctx, c.ID, 1))
		if err := f.Confirm(ctx, c.ID, 1); !fault.Is(err, fault.Conflict) {
			t.Errorf("confirming what was changed: %v", err)
		}
		read, err := f.Company(ctx, c.ID)
		if err != nil || read.Standing != company.Confirmed || read.TaxNumber != c.TaxNumber || *read.RegisteredOn != day {
			t.Errorf("confirmed: %+v, %v", read, err)
		}
	})
}

func TestInvitations(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx := open(t, db), t.Context()
		c := bakery()
		must(t, f.AddCompany(ctx, c, "", "anna"))
		must(t, f.AddInvitation(ctx, store.Invitation{Hash: "h1", CompanyID: c.ID, Label: "Ufficio", ExpiresAt: f.clock.at.Add(time.Hour)}))
		must(t, f.AddInvitation(ctx, store.Invitation{Hash: "h2", CompanyID: c.ID, Label: "Bottega", ExpiresAt: f.clock.at.Add(time.Hour)}))
		if _, err := f.AcceptInvitation(ctx, "h1", "anna"); !fault.Is(err, fault.Precondition) {
			t.Errorf("a member accepts: %v", err)
		}
		if joined, err := f.AcceptInvitation(ctx, "h1", "bruno"); joined != c.ID || err != nil {
			t.Errorf("bruno joined %s, %v", joined, err)
		}
		if _, err := f.AcceptInvitation(ctx, "h1", "carla"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a used invitation: %v", err)
		}
		f.clock.at = f.clock.at.Add(2 * time.Hour)
		if _, err := f.Invitation(ctx, "h2"); !fault.Is(err, fault.NotFound) {
			t.Errorf("an expired invitation: %v", err)
		}
		members, err := f.Members(ctx, c.ID)
		if err != nil || len(members) != 2 || members[1].Label != "Ufficio" {
			t.Errorf("members: %+v, %v", members, err)
		}
		must(t, f.RemoveMember(ctx, c.ID, "anna", false))
		if err := f.RemoveMember(ctx, c.ID, "bruno", false); !fault.Is(err, fault.Precondition) {
			t.Errorf("the last member leaves: %v", err)
		}
		must(t, f.RemoveMember(ctx, c.ID, "bruno", true))
	})
}

// Colleagues know each other by names: who registers is called as the contact is, and every name can be changed.
func TestMembersHaveNames(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx := open(t, db), t.Context()
		c, other := bakery(), bakery()
		other.ID, other.Sites, other.TaxNumber = id(), nil, ""
		c.Contact.Name = "Anna Registra"
		must(t, f.AddCompany(ctx, c, "", "anna"))
		must(t, f.AddCompany(ctx, other, "", ""))
		must(t, f.AddMember(ctx, c.ID, "bruno"))
		labels := func(id string) map[string]string {
			t.Helper()
			members, err := f.Members(ctx, id)
			must(t, err)
			found := map[string]string{}
			for _, m := range members {
				found[m.Subject] = m.Label
			}
			return found
		}
		if got := labels(c.ID); got["anna"] != "Anna Registra" || got["bruno"] != "" {
			t.Errorf("registered and bound: %v", got)
		}
		must(t, f.NameMember(ctx, c.ID, "bruno", "Bruno dell'ufficio"))
		must(t, f.AddMember(ctx, c.ID, "bruno")) // bound again, keeps the name
		if got := labels(c.ID); got["bruno"] != "Bruno dell'ufficio" {
			t.Errorf("named: %v", got)
		}
		if err := f.NameMember(ctx, other.ID, "bruno", "x"); !fault.Is(err, fault.NotFound) {
			t.Errorf("named by another company: %v", err)
		}
		must(t, f.AddMember(ctx, other.ID, "bruno")) // what one company calls somebody is no other's to know
		if got := labels(other.ID); got["bruno"] != "" {
			t.Errorf("moved to another company: %v", got)
		}
		var raw []byte
		must(t, db.NewRaw("SELECT label FROM membership WHERE subject = 'anna'").Scan(ctx, &raw))
		if strings.Contains(string(raw), "Anna") {
			t.Error("the name is not sealed")
		}
	})
}

// The limit follows the unit where it has a number of its own, and what was not looked at is not public.
func TestTheUnitsHeadcountAndTheStandingMatter(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx := open(t, db), t.Context()
		c := bakery()
		unit := 3
		c.Standing = company.ToCheck
		c.Sites = append(c.Sites, company.Site{ID: id(), Address: "Via Como 2", Municipality: "Milano", Region: "lombardy", Lat: 45.5, Lon: 9.2, Headcount: &unit})
		must(t, f.AddCompany(ctx, c, "", ""))
		o := draft(t, c)
		o.Terms.SiteID = c.Sites[1].ID
		other := draft(t, c)
		must(t, errors.Join(f.AddOpening(ctx, o, ""), f.AddOpening(ctx, other, "")))
		f.move(t, o.ID, "published")
		f.move(t, other.ID, "published")
		page := f.told(t, "")
		for _, item := range page.Items {
			want := `"seatLimit":null`
			if item.ID == o.ID {
				want = `"seatLimit":1`
			}
			if !strings.Contains(string(item.State), want) {
				t.Errorf("%s lacks %s: %s", item.ID, want, item.State)
			}
		}
		if lines, _, err := f.Openings(ctx, store.Wanted{Live: true}, store.Query{}); err != nil || len(lines) != 0 {
			t.Errorf("openings of a company to be checked are public: %d, %v", len(lines), err)
		}
		must(t, f.Confirm(ctx, c.ID, 1))
		if lines, _, err := f.Openings(ctx, store.Wanted{Live: true}, store.Query{}); err != nil || len(lines) != 2 {
			t.Errorf("confirmed, %d are public, %v", len(lines), err)
		}
	})
}
