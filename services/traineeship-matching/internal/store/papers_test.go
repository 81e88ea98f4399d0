package store_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

func TestPapers(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ctx := identity.With(context.Background(), identity.Principal{Subject: "first", Roles: []identity.Role{identity.Counsellor}, Team: "t1"})
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
		x := &traineeship.Traineeship{
			ID: uuid.NewString(), Version: 1, PersonID: "p1", Team: "t1", CompanyID: "c1", Type: "ordinary", State: traineeship.InPapers,
			Start: civil.Date{Year: 2026, Month: 12, Day: 1}, Months: 3, HoursWeek: 30, HostTutor: "Rita", OpenedAt: now,
		}
		entry := audit.Entry{Action: identity.PaperWrite, Kind: "paper", ID: x.ID}
		if err := records.New(db, sealer, recorder).Create(ctx, x, "", entry); err != nil {
			t.Fatal(err)
		}
		s := store.NewPapers(db, sealer, recorder)
		version := func(n int, body string) papers.Version {
			t.Helper()
			v := papers.Version{
				ID: uuid.NewString(), Traineeship: x.ID, Kind: papers.Project, Number: n, Body: body, Hash: papers.Hash(body), Terms: "t", MadeAt: now, MadeBy: "first",
				Content: papers.Content{Kind: papers.Project, Parts: []papers.Part{{Name: "parties", Facts: []papers.Fact{{Name: "trainee", Form: papers.Text, Value: "Zebedea Segreta"}}}}},
			}
			if err := s.Add(ctx, &v, entry); err != nil {
				t.Fatal(err)
			}
			return v
		}
		one := version(1, "<p>Zebedea Segreta</p>")
		again := one
		again.ID = uuid.NewString()
		if err := s.Add(ctx, &again, entry); !fault.Is(err, fault.Conflict) {
			t.Errorf("two versions with one number: %v", err)
		}
		sign := func(v papers.Version, p traineeship.Party, hash string) error {
			t.Helper()
			return s.Sign(ctx, x.ID, v.ID, entry, func(v *papers.Version) (*papers.Signature, error) {
				return &papers.Signature{ID: uuid.NewString(), Version: v.ID, Party: p, By: "first", Signer: "Zebedea Segreta", At: now, Hash: hash}, nil
			})
		}
		if err := sign(one, traineeship.Trainee, papers.Hash("another")); err == nil {
			t.Error("the database let another document be signed")
		}
		if err := sign(one, traineeship.Trainee, one.Hash); err != nil {
			t.Fatal(err)
		}
		if err := sign(one, traineeship.Trainee, one.Hash); !fault.Is(err, fault.Conflict) {
			t.Errorf("signed twice: %v", err)
		}
		waits := func(p traineeship.Party, of store.Unsigned, want int) {
			t.Helper()
			if n, _, err := s.Waiting(ctx, of, p); err != nil || n != want {
				t.Errorf("%s of %+v: %d wait, want %d: %v", p, of, n, want, err)
			}
		}
		waits(traineeship.Trainee, store.Unsigned{Person: "p1"}, 0)
		waits(traineeship.Host, store.Unsigned{Company: "c1"}, 1)
		waits(traineeship.Host, store.Unsigned{Company: "c2"}, 0)
		waits(traineeship.Counsellor, store.Unsigned{Team: "t1"}, 1)
		link := papers.Link{ID: uuid.NewString(), Version: one.ID, Party: traineeship.Host, MadeAt: now, MadeBy: "first", ExpiresAt: now.AddDate(0, 0, 14)}
		if err := s.AddLink(ctx, link, "hash-1", entry); err != nil {
			t.Fatal(err)
		}
		two := version(2, "<p>otherwise</p>")
		if l, err := s.LinkBy(ctx, "hash-1"); err != nil || l.Live(now) {
			t.Errorf("a link to a replaced version holds: %+v, %v", l, err)
		}
		all, err := s.Of(ctx, x.ID)
		if err != nil || len(all) != 2 || all[0].Newest || !all[1].Newest || all[0].Body != one.Body || len(all[0].Signatures) != 1 || len(all[1].Missing()) != 3 {
			t.Errorf("the versions: %+v, %v", all, err)
		}
		waits(traineeship.Trainee, store.Unsigned{}, 1) // the new version is to be signed anew
		second := link
		second.ID, second.Version = uuid.NewString(), two.ID
		if err := s.AddLink(ctx, second, "hash-2", entry); err != nil {
			t.Fatal(err)
		}
		third := second
		third.ID = uuid.NewString()
		if err := s.AddLink(ctx, third, "hash-3", entry); err != nil {
			t.Fatal(err)
		}
		if l, err := s.LinkBy(ctx, "hash-2"); err != nil || l.Live(now) {
			t.Errorf("an earlier link holds beside a new one: %+v, %v", l, err)
		}
		for _, change := range []string{"UPDATE paper_version SET hash = 'x'", "UPDATE paper_signature SET party = 'host'"} {
			if _, err := db.NewRaw(change).Exec(ctx); err == nil {
				t.Errorf("the database let it happen: %s", change)
			}
		}
		unmade(t, ctx, s, records.New(db, sealer, recorder), *x, now)
		var rows []string
		if err := db.NewRaw("SELECT content || body FROM paper_version UNION ALL SELECT signer FROM paper_signature").Scan(ctx, &rows); err != nil {
			t.Fatal(err)
		}
		if stored := strings.Join(rows, " "); strings.Contains(stored, "Zebedea") {
			t.Error("a name stands there to read")
		}
	})
}

// unmade: a renewal without an addendum and an end without an attestation are to be made, until they are.
func unmade(t *testing.T, ctx context.Context, s *store.Papers, kept *records.Store, like traineeship.Traineeship, now time.Time) { //nolint:revive // the context is made with the records
	t.Helper()
	entry := audit.Entry{Action: identity.PaperWrite, Kind: "paper"}
	renewed, ended := like, like
	renewed.ID, renewed.State = uuid.NewString(), traineeship.Running
	renewed.Terms = []traineeship.Term{{ID: uuid.NewString(), Number: 1, Start: like.Start, PlannedEnd: like.Start.AddDays(90), Months: 3, State: traineeship.Open}}
	renewed.Decisions = []traineeship.Decision{{ID: uuid.NewString(), TermID: renewed.Terms[0].ID, Outcome: traineeship.Renew, Months: 3, Reason: "goals-open", By: "first", Role: traineeship.Counsellor, At: now}}
	ended.ID, ended.State, ended.EndedOn, ended.Team = uuid.NewString(), traineeship.Ended, like.Start.AddDays(-30), "t2"
	for _, x := range []*traineeship.Traineeship{&renewed, &ended} {
		if err := kept.Create(ctx, x, "", entry); err != nil {
			t.Fatal(err)
		}
	}
	all, err := s.Unmade(ctx, store.Unsigned{}, 10)
	if err != nil || len(all) != 2 || all[0].Kind != papers.Attestation || all[1].Kind != papers.Addendum || all[1].Traineeship != renewed.ID {
		t.Errorf("to be made: %+v, %v", all, err)
	}
	body := "<p>addendum</p>"
	v := papers.Version{ID: uuid.NewString(), Traineeship: renewed.ID, Kind: papers.Addendum, About: renewed.Decisions[0].ID, Number: 1, Body: body, Hash: papers.Hash(body), MadeAt: now, MadeBy: "first"}
	if err := s.Add(ctx, &v, entry); err != nil {
		t.Fatal(err)
	}
	if all, err = s.Unmade(ctx, store.Unsigned{Team: "t1"}, 10); err != nil || len(all) != 0 {
		t.Errorf("made already: %+v, %v", all, err)
	}
}
