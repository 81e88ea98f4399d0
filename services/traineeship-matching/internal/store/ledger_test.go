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
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

func TestLedger(t *testing.T) {
	all, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	rules, err := all.On(civil.Date{Year: 2026, Month: 10, Day: 1})
	if err != nil {
		t.Fatal(err)
	}
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
		s := store.NewLedger(db, recorder)
		month := ledger.Month{Year: 2026, Month: 10}
		key := store.AccountKey{Traineeship: uuid.NewString(), Term: "term-1", Month: month}
		portion := ledger.Portion{Month: month, Planned: 6000, BaseCents: 50_000, Thirtieths: 30}
		who := func(by string) ledger.Moment {
			return ledger.Moment{Now: now, By: by, Role: "counsellor", ID: uuid.NewString()}
		}
		add := func(lines int, fn func(a *ledger.Account) error) error {
			t.Helper()
			_, err := s.Add(ctx, key, lines, audit.Entry{Action: identity.GrantEnter, Kind: "grant", ID: key.Traineeship}, fn)
			return err
		}
		enter := func(by string, minutes int) func(*ledger.Account) error {
			return func(a *ledger.Account) error { return a.Enter(who(by), rules, portion, minutes) }
		}
		approve := func(by string) func(*ledger.Account) error {
			return func(a *ledger.Account) error { return a.Approve(who(by)) }
		}
		if err := add(0, enter("first", 6000)); err != nil {
			t.Fatal(err)
		}
		if err := add(0, enter("first", 5000)); !fault.Is(err, fault.Conflict) {
			t.Errorf("entered over another's line: %v", err)
		}
		// Past the domain, the database itself refuses the first person's approval.
		err = add(1, func(a *ledger.Account) error {
			err := a.Approve(who("second"))
			a.Lines[1].By = "first"
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "second person") {
			t.Errorf("the database let the first person approve: %v", err)
		}
		if err := add(1, approve("second")); err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{"UPDATE grant_line SET cents = 1", "DELETE FROM grant_line"} {
			if _, err := db.ExecContext(ctx, statement); err == nil {
				t.Errorf("%s went through", statement)
			}
		}
		made := func() (store.Export, error) {
			return s.Export(ctx, month, store.Export{ID: uuid.NewString(), MadeAt: now, MadeBy: "second"}, func(string) string { return "B-1" },
				audit.Entry{Action: identity.GrantExport, Kind: "grant-export"})
		}
		one, err := made()
		if err != nil || one.Number != 1 || one.Rows != 1 || one.Cents != 50_000 {
			t.Fatalf("%+v: %v", one, err)
		}
		if _, err := made(); !fault.Is(err, fault.Precondition) {
			t.Errorf("exported twice: %v", err)
		}
		// A correction comes with the next export, as the difference.
		if err := add(2, enter("first", 3000)); err != nil {
			t.Fatal(err)
		}
		if err := add(3, func(a *ledger.Account) error { return a.Confirm(who("first"), ledger.InProportion) }); err != nil {
			t.Fatal(err)
		}
		if err := add(4, approve("second")); err != nil {
			t.Fatal(err)
		}
		if rows, cents, err := s.Unpaid(ctx, month); err != nil || rows != 1 || cents != -25_000 {
			t.Errorf("unpaid: %d %d %v", rows, cents, err)
		}
		two, err := made()
		if err != nil || two.Number != 2 || two.Cents != -25_000 {
			t.Fatalf("%+v: %v", two, err)
		}
		_, rows, err := s.ReadExport(ctx, two.ID)
		if err != nil || len(rows) != 1 || rows[0].Kind != "correction" || rows[0].Rule != "TR-08" {
			t.Errorf("%+v: %v", rows, err)
		}
		if list, err := s.Exports(ctx, 10); err != nil || len(list) != 2 {
			t.Errorf("%+v: %v", list, err)
		}
		if _, err := db.ExecContext(ctx, "DELETE FROM grant_export_row"); err == nil {
			t.Error("an export was taken away")
		}
		if book, err := s.Book(ctx, store.Scope{Team: "t1"}, month.First()); err != nil || len(book) != 0 {
			t.Errorf("a book without traineeships: %v %v", book, err)
		}
	})
}
