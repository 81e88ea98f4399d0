package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/filemerge"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/store"
)

func cityService(id, name string, kind referral.Kind, languages ...string) referral.Service {
	return referral.Service{
		ID: id, Version: 1, Kind: kind, Names: map[string]string{"it": name, "fr": name + " (fr)"}, About: "Aiuta.", Languages: languages,
		Email: id + "@example.org", AnswerDays: 5,
	}
}

func TestCityServices(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		seed := []referral.Service{cityService("a", "Alfa", "legal", "en", "it"), cityService("b", "Beta", "italian", "ar", "it"), cityService("c", "Gamma", "italian", "it")}
		if err := s.SeedCityServices(t.Context(), seed, noon); err != nil {
			t.Fatal(err)
		}
		changed := seed[0]
		changed.Names = map[string]string{"it": "Alfa nuova"}
		changed.Withdrawn = true
		saved, err := s.SaveCityService(t.Context(), changed, noon, entry)
		if err != nil || saved.Version != 2 {
			t.Fatalf("%+v, %v", saved, err)
		}
		if _, err := s.SaveCityService(t.Context(), changed, noon, entry); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version was written: %v", err)
		}
		if err := s.SeedCityServices(t.Context(), seed, noon); err != nil {
			t.Fatal(err)
		}
		if got, err := s.CityService(t.Context(), "a"); err != nil || cmp.Diff(saved, got) != "" {
			t.Errorf("after seeding again: %s, %v", cmp.Diff(saved, got), err)
		}
		added := cityService(uuid.NewString(), "Delta", "legal", "it")
		for range 2 {
			if err := s.AddCityService(t.Context(), added, noon, entry); err != nil {
				t.Fatal(err)
			}
		}
		offered := false
		for name, c := range map[string]struct {
			ask  store.CityServices
			want string
		}{
			"all":         {store.CityServices{}, "Alfa nuova,Beta,Delta,Gamma"},
			"offered":     {store.CityServices{Withdrawn: &offered}, "Beta,Delta,Gamma"},
			"by kind":     {store.CityServices{Kind: "italian"}, "Beta,Gamma"},
			"by language": {store.CityServices{Language: "ar"}, "Beta"},
			"by id":       {store.CityServices{IDs: []string{"c", "nowhere"}}, "Gamma"},
			"no id":       {store.CityServices{IDs: []string{}}, ""},
		} {
			var names []string
			for after := "-"; after != ""; { // pages of two
				c.ask.Limit = 2
				if after != "-" {
					c.ask.After = after
				}
				list, next, err := s.CityServices(t.Context(), c.ask)
				if err != nil {
					t.Fatal(err)
				}
				for _, one := range list {
					names = append(names, one.Name("it"))
				}
				after = next
			}
			if got := strings.Join(names, ","); got != c.want {
				t.Errorf("%s: %s", name, got)
			}
		}
	})
}

func sent(who, service string) referral.Referral {
	return referral.Referral{
		ID: uuid.Must(uuid.NewV7()).String(), Person: who, Direction: referral.Out, Service: service, State: referral.Sent, Reason: "italian",
		Items: []referral.Item{referral.NameAndContact, referral.WorkDates}, Note: "segreto nella nota", Author: "demo-counsellor-1",
		Consent:   &referral.Consent{By: "demo-counsellor-1", On: day("2026-11-10"), How: "signed"},
		CreatedOn: day("2026-11-10"), SentOn: day("2026-11-11"), AnswerBy: day("2026-11-18"), Messages: 1,
		Told: &referral.Told{Code: "ABC", Name: "Awa Diop", Needs: []string{"housing"}, Work: []referral.Stretch{{From: day("2026-01-01"), Until: day("2026-12-31")}, {From: day("2027-02-01")}}},
	}
}

func TestReferrals(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		who, other := create(t, s, sample("Awa Diop", "3331234567")), create(t, s, sample("Altra", "3337654321"))
		want, err := s.AddReferral(t.Context(), sent(who.ID, "cpia"), "key", noon, entry)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := s.AddReferral(t.Context(), sent(who.ID, "cpia"), "key", noon, entry); err != nil || again.ID != want.ID {
			t.Errorf("the same key made another one: %v", err)
		}
		got, err := s.Referral(t.Context(), who.ID, want.ID)
		if err != nil || cmp.Diff(want, got) != "" {
			t.Errorf("read again: %s, %v", cmp.Diff(want, got), err)
		}
		if _, err := s.Referral(t.Context(), other.ID, want.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another file's: %v", err)
		}
		var stored string
		if err := db.QueryRowContext(t.Context(), "SELECT document FROM referral").Scan(&stored); err != nil || strings.Contains(stored, "segreto") || strings.Contains(stored, "cpia") {
			t.Errorf("it lies open: %q, %v", stored, err)
		}

		link := func(r referral.Referral, hash string) referral.Referral {
			t.Helper()
			saved, err := s.SaveReferral(t.Context(), r, noon, entry, s.LinkReferral(r.ID, hash, noon.Add(time.Hour)))
			if err != nil {
				t.Fatal(err)
			}
			return saved
		}
		now := link(want, "first")
		if _, err := s.SaveReferral(t.Context(), want, noon, entry); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version was written: %v", err)
		}
		now = link(now, "second")
		for hash, open := range map[string]bool{"first": false, "second": true, "": false} {
			if _, err := s.ReferralByLink(t.Context(), hash, noon); (err == nil) != open || err != nil && !fault.Is(err, fault.NotFound) {
				t.Errorf("link %q: %v", hash, err)
			}
		}
		if _, err := s.ReferralByLink(t.Context(), "second", noon.Add(2*time.Hour)); !fault.Is(err, fault.NotFound) {
			t.Errorf("a link that is over: %v", err)
		}

		loaded := sent(other.ID, "caf")
		loaded.AnswerBy = day("2026-12-31")
		for want := range 2 {
			if n, err := s.LoadReferrals(t.Context(), []referral.Referral{loaded}, noon, entry); err != nil || n != 1-want {
				t.Errorf("loaded %d, %v", n, err)
			}
		}
		lost := sent(uuid.NewString(), "caf")
		if _, err := s.LoadReferrals(t.Context(), []referral.Referral{lost}, noon, entry); !fault.Is(err, fault.Precondition) {
			t.Errorf("of nobody: %v", err)
		}
		work := store.ReferralWork{Today: day("2026-11-23"), Limit: 1, Team: "equipe-1"}
		for which, want := range map[store.ReferralView]int{store.OverdueReferrals: 1, store.OpenReferrals: 2, store.AnsweredReferrals: 0, store.IncomingReferrals: 0} {
			work.Which, work.After = which, ""
			n, err := s.CountReferrals(t.Context(), work)
			if err != nil || n != want {
				t.Errorf("%s: %d, %v", which, n, err)
			}
			read := 0
			for more := true; more; more = work.After != "" {
				list, next, err := s.Referrals(t.Context(), work)
				if err != nil {
					t.Fatal(err)
				}
				read, work.After = read+len(list), next
			}
			if read != want {
				t.Errorf("%s: read %d", which, read)
			}
		}
		work.Team, work.Which = "equipe-2", store.OpenReferrals
		if n, err := s.CountReferrals(t.Context(), work); err != nil || n != 0 {
			t.Errorf("another team has %d, %v", n, err)
		}
		if err := now.WithdrawConsent(day("2026-11-23")); err != nil {
			t.Fatal(err)
		}
		if _, err := s.SaveReferral(t.Context(), now, noon, entry); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ReferralByLink(t.Context(), "second", noon); !fault.Is(err, fault.NotFound) {
			t.Errorf("the link outlives the consent: %v", err)
		}
	})
}

func TestReferralsFollowAMerge(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		kept, other := create(t, s, sample("Awa Diop", "3331234567")), create(t, s, sample("Awa Diop", "3337654321"))
		if _, err := s.AddReferral(t.Context(), sent(other.ID, "cpia"), "", noon, entry); err != nil {
			t.Fatal(err)
		}
		closed := other
		closed.State, closed.MergedInto = person.Closed, kept.ID
		j := store.Joined{
			Merge: store.Merge{ID: uuid.NewString(), Kept: kept.ID, Other: other.ID, Author: "c", At: noon, Before: store.Before{Kept: kept, After: kept, OtherState: other.State}},
			Kept:  kept, Other: closed, Entries: []audit.Entry{entry},
			Also: func(context.Context, bun.Tx, filemerge.Move) error { return nil },
		}
		if err := s.Join(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		count := func(id string) int {
			list, err := s.ReferralsOf(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		if count(kept.ID) != 1 || count(other.ID) != 0 {
			t.Errorf("after merging %d and %d", count(kept.ID), count(other.ID))
		}
		j.Kept.Version++
		j.Other = other
		j.Other.Version++
		if err := s.Part(t.Context(), j, noon); err != nil {
			t.Fatal(err)
		}
		if count(kept.ID) != 0 || count(other.ID) != 1 {
			t.Errorf("after undoing %d and %d", count(kept.ID), count(other.ID))
		}
	})
}
