package store_test

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

func TestShortlistsAreKept(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ctx := identity.With(context.Background(), identity.Principal{Subject: "demo-counsellor-1", Roles: []identity.Role{identity.Counsellor}, Team: "equipe-1"})
		now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
		sealer, err := seal.LoadOrCreate(t.TempDir() + "/seal.key")
		if err != nil {
			t.Fatal(err)
		}
		recorder, err := audit.New(ctx, db, sealer, slog.New(slog.DiscardHandler), func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(ctx, db); err != nil {
			t.Fatal(err)
		}
		s := store.NewShortlists(db, sealer, recorder)
		entry := func(id, person string, state shortlist.State, since time.Time) shortlist.Entry {
			return shortlist.Entry{
				ID: "0190a0de-0000-7000-8000-00000000000" + id, Opening: "o", Person: person, Company: "c", Team: "equipe-1", State: state, Since: since, Made: since,
				Facts: shortlist.Facts{Asked: &shortlist.Asked{By: shortlist.Host, At: since, Until: civil.Date{Year: 2026, Month: 11, Day: 20}}},
				Words: shortlist.Words{Note: "zqxsealed", Name: "zqxname"},
			}
		}
		write := func(e shortlist.Entry, request string) store.Write {
			return store.Write{Entry: e, Event: store.Event{ID: request, Entry: e.ID, At: now, Act: "propose"}, Request: request, Notify: "release-consent", Action: identity.ShortlistWrite}
		}
		one, err := s.Add(ctx, write(entry("1", "p1", shortlist.ConsentAsked, now.Add(-time.Hour)), "r1"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Add(ctx, write(entry("2", "p1", shortlist.Held, now), "r2")); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same person twice on one shortlist: %v", err)
		}
		if _, err := s.Add(ctx, write(entry("3", "p2", shortlist.Held, now), "r3")); err != nil {
			t.Fatal(err)
		}
		var raw string
		if err := db.NewSelect().Table("shortlist_entry").ColumnExpr("words || facts").Where("id = ?", one.ID).Scan(ctx, &raw); err != nil || strings.Contains(raw, "zqx") {
			t.Errorf("the words are not sealed: %v", err)
		}
		read, last, err := s.Entry(ctx, one.ID)
		if err != nil || last != "r1" || read.Words.Name != "zqxname" || !read.Since.Equal(one.Since) {
			t.Errorf("read back: %+v, %q, %v", read, last, err)
		}
		if due, err := s.Overdue(ctx, civil.Date{Year: 2026, Month: 11, Day: 21}, 10); err != nil || len(due) != 1 || due[0].ID != one.ID {
			t.Errorf("overdue: %v, %v", due, err)
		}
		notices, err := s.Notices(ctx, 10)
		if err != nil || len(notices) != 2 {
			t.Fatalf("notices: %v, %v", notices, err)
		}
		if err := s.Told(ctx, notices[0]); err != nil {
			t.Fatal(err)
		}
		if left, err := s.Notices(ctx, 10); err != nil || len(left) != 1 {
			t.Errorf("notices after one was told: %v, %v", left, err)
		}
		saved, err := s.Save(ctx, write(read, "r4"))
		if err != nil || saved.Version != 2 {
			t.Errorf("saved: %d, %v", saved.Version, err)
		}
		if _, err := s.Save(ctx, write(read, "r5")); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version is written: %v", err)
		}
		first, next, err := s.Entries(ctx, store.Wanted{Opening: "o", Limit: 1})
		if err != nil || len(first) != 1 || next == "" {
			t.Fatalf("a page: %v, %q, %v", first, next, err)
		}
		second, end, err := s.Entries(ctx, store.Wanted{Opening: "o", Limit: 1, Cursor: next})
		if err != nil || len(second) != 1 || end != "" || second[0].ID == first[0].ID {
			t.Errorf("the next page: %v, %q, %v", second, end, err)
		}
		if shown, _, err := s.Entries(ctx, store.Wanted{Company: "c", ShownToHost: true, Limit: 9}); err != nil || len(shown) != 1 {
			t.Errorf("an employer sees %d, %v", len(shown), err)
		}
		hostsOrder(ctx, t, s, func(id string, state shortlist.State, since time.Time) store.Write {
			e := entry(id, "hosted"+id, state, since)
			e.ID, e.Opening = "0190a0de-0000-7000-8000-0000000000a"+id, "hosted"
			return write(e, "hosted"+id)
		}, now)
		contestTwice(ctx, t, s, shortlist.Contest{ID: "k", Entry: one.ID, Person: "p1", Team: "t1", At: now, Text: "zqxtext"})
		contestTwice(ctx, t, s, shortlist.Contest{ID: "l", Run: "r", Person: "p1", Team: "t1", At: now, Text: "zqxmore"})
		if err := s.Viewed(ctx, store.View{ID: "v", Entry: one.ID, Person: "p1", Company: "c", Subject: "demo-employer", At: now}); err != nil {
			t.Fatal(err)
		}
		if views, err := s.Views(ctx, "p1"); err != nil || len(views) != 1 {
			t.Errorf("looks: %v, %v", views, err)
		}
	})
}

// hostsOrder: first what waits for the employer, then the newest, page by page.
func hostsOrder(ctx context.Context, t *testing.T, s *store.Shortlists, write func(id string, state shortlist.State, since time.Time) store.Write, now time.Time) {
	t.Helper()
	for n, state := range []shortlist.State{shortlist.NotChosen, shortlist.Proposed, shortlist.Placed, shortlist.Booked, shortlist.ConsentAsked} {
		if _, err := s.Add(ctx, write(strconv.Itoa(n), state, now.Add(time.Duration(n)*time.Hour))); err != nil {
			t.Fatal(err)
		}
	}
	var order []shortlist.State
	for cursor := ""; len(order) < 9; {
		page, next, err := s.Entries(ctx, store.Wanted{Opening: "hosted", ShownToHost: true, First: shortlist.Host, Cursor: cursor, Limit: 1})
		if err != nil || len(page) != 1 {
			t.Fatalf("a page after %q: %v, %v", cursor, page, err)
		}
		order = append(order, page[0].State)
		if cursor = next; cursor == "" {
			break
		}
	}
	want := []shortlist.State{shortlist.Booked, shortlist.Proposed, shortlist.ConsentAsked, shortlist.Placed, shortlist.NotChosen}
	if !slices.Equal(order, want) {
		t.Errorf("the employer sees %v, not %v", order, want)
	}
}

// contestTwice: a contest that is sent twice is one, is answered once, and the person is told once.
func contestTwice(ctx context.Context, t *testing.T, s *store.Shortlists, contest shortlist.Contest) {
	t.Helper()
	for range 2 {
		if c, err := s.AddContest(ctx, contest); err != nil || c.Text != contest.Text || c.Version != 1 {
			t.Fatalf("%+v, %v", c, err)
		}
	}
	open, err := s.OpenContests(ctx, "t1")
	if err != nil || len(open) != 1 || open[0].ID != contest.ID {
		t.Fatalf("what waits for the team: %+v, %v", open, err)
	}
	if other, err := s.OpenContests(ctx, "t2"); err != nil || len(other) != 0 {
		t.Errorf("another team's: %+v, %v", other, err)
	}
	now := contest.At.AddDate(0, 0, 3)
	answered, err := open[0].Answered(shortlist.Changed, "zqxanswer", "demo-counsellor-1", now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AnswerContest(ctx, answered); err != nil {
		t.Fatal(err)
	}
	if err := s.AnswerContest(ctx, answered); !fault.Is(err, fault.Conflict) {
		t.Errorf("answered twice on one version: %v", err)
	}
	untold, err := s.UntoldContests(ctx)
	if err != nil || len(untold) != 1 || untold[0].Verdict != shortlist.Changed || untold[0].Answer != "zqxanswer" {
		t.Fatalf("to be told: %+v, %v", untold, err)
	}
	if err := s.ToldContest(ctx, contest.ID, now); err != nil {
		t.Fatal(err)
	}
	if untold, err = s.UntoldContests(ctx); err != nil || len(untold) != 0 {
		t.Errorf("told: %+v, %v", untold, err)
	}
	of := func(found []shortlist.Contest, err error) {
		t.Helper()
		if err != nil || len(found) != 1 || found[0].Text != contest.Text {
			t.Errorf("%+v, %v", found, err)
		}
	}
	if contest.Entry != "" {
		of(s.Contests(ctx, contest.Entry))
		of(s.ContestsOfRun(ctx, "another", []string{contest.Entry}))
	} else {
		of(s.ContestsOfRun(ctx, contest.Run, nil))
		of(s.ContestsOfPerson(ctx, contest.Person))
	}
}
