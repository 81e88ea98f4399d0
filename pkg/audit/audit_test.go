package audit_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/uptrace/bun"
	"go.uber.org/goleak"
	"golang.org/x/sync/errgroup"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func recorder(t *testing.T, db *sqldb.DB) *audit.Recorder {
	t.Helper()
	key, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(key)
	if err != nil {
		t.Fatal(err)
	}
	r, err := audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func read(person string) audit.Entry {
	return audit.Entry{Action: identity.PersonRead, Kind: "person", ID: person, Person: person}
}

func counsellor(ctx context.Context) context.Context {
	return identity.With(ctx, identity.Principal{Subject: "s-1", Roles: []identity.Role{identity.Counsellor}, Service: "matching"})
}

func TestRecordAndList(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r, ctx := recorder(t, db), counsellor(t.Context())
		for i := range 5 {
			if err := r.Seen(ctx, read(fmt.Sprintf("p-%d", i%2))); err != nil {
				t.Fatal(err)
			}
		}
		seen, cursor := 0, ""
		for pages := 0; pages == 0 || cursor != ""; pages++ {
			page, err := r.List(ctx, audit.Filter{}, cursor, 2)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range page.Events {
				if e.Subject != "s-1" || e.Service != "matching" || e.Action != "person.read" || time.Since(e.At) > time.Minute {
					t.Errorf("event %+v", e)
				}
				seen++
			}
			cursor = page.Next
		}
		if seen != 5 {
			t.Errorf("pages held %d events, want 5", seen)
		}
		page, err := r.List(ctx, audit.Filter{Person: "p-1", Subject: "s-1"}, "", 0)
		if err != nil || len(page.Events) != 2 || page.Next != "" {
			t.Errorf("of one person: %d events, next %q, %v", len(page.Events), page.Next, err)
		}
		if _, err := r.List(ctx, audit.Filter{}, "1 OR 1=1", 2); !fault.Is(err, fault.Invalid) {
			t.Errorf("an invented cursor: %v", err)
		}
	})
}

// A person's trail goes on with what was done with a file that became part of theirs; nobody else reads it so.
func TestTheTrailOfAMergedFile(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r, ctx := recorder(t, db), counsellor(t.Context())
		if err := r.Seen(ctx, read("kept"), read("other"), read("third")); err != nil {
			t.Fatal(err)
		}
		merged := []string{"other"}
		r.IncludeMerged(func(_ context.Context, person string) ([]string, error) {
			if person == "kept" {
				return merged, nil
			}
			return nil, nil
		})
		trail := func(who identity.Principal, person string) (int, error) {
			page, err := r.Trail(identity.With(t.Context(), who), &person, nil, nil)
			return len(page.Items), err
		}
		self := identity.Principal{Subject: "s", Roles: []identity.Role{identity.Person}, Person: "kept"}
		if n, err := trail(self, "kept"); n != 2 || err != nil {
			t.Errorf("the own trail holds %d entries, %v", n, err)
		}
		if _, err := trail(self, "other"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the trail of another id: %v", err)
		}
		auditor := identity.Principal{Subject: "a", Roles: []identity.Role{identity.Auditor}}
		for person, want := range map[string]int{"kept": 2, "other": 1, "": 3} {
			if n, err := trail(auditor, person); n != want || err != nil {
				t.Errorf("the auditor's trail of %q holds %d entries, %v", person, n, err)
			}
		}
		merged = nil // taken apart
		if n, err := trail(self, "kept"); n != 1 || err != nil {
			t.Errorf("taken apart the own trail holds %d entries, %v", n, err)
		}
	})
}

func TestNothingIsRecordedOfWhatDidNotHappen(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r := recorder(t, db)
		broken := errors.New("broken")
		err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
			return errors.Join(r.Record(ctx, tx, read("p")), broken)
		})
		if !errors.Is(err, broken) {
			t.Fatal(err)
		}
		page, err := r.List(t.Context(), audit.Filter{}, "", 10)
		if n, chainErr := r.Chain(t.Context()); err != nil || chainErr != nil || n != 0 || len(page.Events) != 0 {
			t.Errorf("%d events, %d chained, %v, %v", len(page.Events), n, err, chainErr)
		}
	})
}

func TestChainFindsTampering(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r, ctx := recorder(t, db), counsellor(t.Context())
		for i := range 7 {
			if err := r.Seen(ctx, read(fmt.Sprint("p-", i)), read("also")); err != nil {
				t.Fatal(err)
			}
			if i%3 == 0 {
				if _, err := r.Chain(ctx); err != nil {
					t.Fatal(err)
				}
			}
		}
		if n, err := r.Chain(ctx); n != 0 || err != nil {
			t.Fatalf("a last chaining took %d, %v", n, err)
		}
		head, err := r.Head(ctx)
		if err != nil || head.Seq != 14 {
			t.Fatalf("head %d, %v", head.Seq, err)
		}
		if err := r.Verify(ctx, head); err != nil {
			t.Fatalf("an untouched chain: %v", err)
		}
		if _, err := db.ExecContext(ctx, "UPDATE audit_event SET subject = 'x'"); err == nil {
			t.Error("the database lets an event be changed")
		}
		if _, err := db.ExecContext(ctx, "DELETE FROM audit_link"); err == nil {
			t.Error("the database lets a link be removed")
		}
		for what, statement := range map[string]string{
			"an event changed":    "UPDATE audit_event SET subject = 'someone else' WHERE id = (SELECT event FROM audit_link WHERE seq = 5)",
			"an event moved":      "UPDATE audit_event SET at = '2020-01-01 00:00:00+00:00' WHERE id = (SELECT event FROM audit_link WHERE seq = 5)",
			"an event removed":    "DELETE FROM audit_event WHERE id = (SELECT event FROM audit_link WHERE seq = 5)",
			"a link removed":      "DELETE FROM audit_link WHERE seq = 5",
			"a link forged":       "UPDATE audit_link SET tag = (SELECT tag FROM audit_link WHERE seq = 4) WHERE seq = 5",
			"the last cut off":    "DELETE FROM audit_link WHERE seq = 14",
			"everything replaced": "DELETE FROM audit_link",
		} {
			t.Run(what, func(t *testing.T) {
				var found *audit.Tampering
				if err := tampered(t, db, r, head, statement); !errors.As(err, &found) {
					t.Errorf("verify says %v", err)
				} else if want := map[string]int64{"the last cut off": 14, "everything replaced": 1}[what]; found.Seq != max(want, 0) && (want != 0 || found.Seq != 5) {
					t.Errorf("found at %d: %v", found.Seq, found)
				}
			})
		}
		if err := r.Verify(ctx, head); err != nil {
			t.Errorf("after the tampering was undone: %v", err)
		}
	})
}

// tampered verifies on a copy of the tables, as somebody with the rights of the database's owner could
// make them, and takes the copy's changes back.
func tampered(t *testing.T, db *sqldb.DB, r *audit.Recorder, head audit.Head, statement string) error {
	t.Helper()
	run := func(statements ...string) {
		t.Helper()
		for _, s := range statements {
			if _, err := db.ExecContext(t.Context(), s); err != nil {
				t.Fatalf("%s: %v", s, err)
			}
		}
	}
	run("ALTER TABLE audit_event RENAME TO kept_event", "ALTER TABLE audit_link RENAME TO kept_link",
		"CREATE TABLE audit_event AS SELECT * FROM kept_event", "CREATE TABLE audit_link AS SELECT * FROM kept_link")
	defer run("DROP TABLE audit_event", "DROP TABLE audit_link",
		"ALTER TABLE kept_event RENAME TO audit_event", "ALTER TABLE kept_link RENAME TO audit_link")
	run(statement)
	return r.Verify(t.Context(), head)
}

func TestChainersTakeTurns(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r, ctx := recorder(t, db), counsellor(t.Context())
		var g errgroup.Group
		for range 4 {
			g.Go(func() error {
				for range 10 {
					if err := r.Seen(ctx, read("p")); err != nil {
						return err
					}
					if _, err := r.Chain(ctx); err != nil {
						return err
					}
				}
				return nil
			})
		}
		if err := g.Wait(); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Chain(ctx); err != nil {
			t.Fatal(err)
		}
		head, err := r.Head(ctx)
		if err != nil || head.Seq != 40 {
			t.Errorf("head %d, %v; want 40", head.Seq, err)
		}
		if err := r.Verify(ctx, audit.Head{}); err != nil {
			t.Error(err)
		}
	})
}
