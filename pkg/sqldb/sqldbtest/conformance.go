package sqldbtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"
	"golang.org/x/sync/errgroup"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
)

func schemaV1() fs.FS {
	return fstest.MapFS{
		"common/00001_things.sql": {Data: []byte(`-- +goose Up
CREATE TABLE thing (
    id      text PRIMARY KEY,
    version bigint NOT NULL,
    name    text NOT NULL UNIQUE,
    day     date,
    at      timestamptz,
    doc     jsonb,
    raw     bytea,
    sealed  boolean NOT NULL,
    share   double precision NOT NULL,
    cents   bigint NOT NULL
);
CREATE TABLE part (thing text NOT NULL REFERENCES thing (id), n integer NOT NULL, PRIMARY KEY (thing, n));
-- +goose Down
DROP TABLE part;
DROP TABLE thing;
`)},
		"sqlite/00002_dialect.sql":   {Data: []byte("-- +goose Up\nCREATE TABLE only_sqlite (n integer);\n")},
		"postgres/00002_dialect.sql": {Data: []byte("-- +goose Up\nCREATE TABLE only_postgres (n integer);\n")},
	}
}

type thing struct {
	bun.BaseModel `bun:"table:thing"`

	ID      string          `bun:"id,pk"`
	Version int64           `bun:"version"`
	Name    string          `bun:"name"`
	Day     *civil.Date     `bun:"day"`
	At      *time.Time      `bun:"at"`
	Doc     json.RawMessage `bun:"doc"`
	Raw     []byte          `bun:"raw"`
	Sealed  bool            `bun:"sealed"`
	Share   float64         `bun:"share"`
	Cents   int64           `bun:"cents"`
}

func minimal(id string) *thing {
	return &thing{ID: id, Version: 1, Name: "name of " + id, Doc: json.RawMessage(`{}`), Raw: []byte{}}
}

// Run holds a database to what CeLav relies on. open gives an empty database.
func Run(t *testing.T, open func(t *testing.T) *sqldb.DB) {
	ready := func(t *testing.T) *sqldb.DB {
		t.Helper()
		db := open(t)
		if err := db.Migrate(t.Context(), schemaV1()); err != nil {
			t.Fatal(err)
		}
		return db
	}
	t.Run("values come back as they went", func(t *testing.T) { roundTrip(t, ready(t)) })
	t.Run("a date is the same day in every zone", func(t *testing.T) { dates(t, ready(t)) })
	t.Run("dates compare in SQL", func(t *testing.T) { compareDates(t, ready(t)) })
	t.Run("violations have a meaning", func(t *testing.T) { violations(t, ready(t)) })
	t.Run("a failed transaction leaves nothing", func(t *testing.T) { rollback(t, ready(t)) })
	t.Run("hooks run after a commit only", func(t *testing.T) { hooks(t, ready(t)) })
	t.Run("concurrent writers all get through", func(t *testing.T) { writers(t, ready(t)) })
	t.Run("of two writers with one version one wins", func(t *testing.T) { optimistic(t, ready(t)) })
	t.Run("migrations are applied once", func(t *testing.T) { migrations(t, open(t)) })
	t.Run("processes that start together migrate once", func(t *testing.T) { migrateTogether(t, open(t)) })
}

func insert(t *testing.T, db *sqldb.DB, v *thing) {
	t.Helper()
	if _, err := db.NewInsert().Model(v).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func find(t *testing.T, db *sqldb.DB, id string) thing {
	t.Helper()
	var v thing
	if err := db.NewSelect().Model(&v).Where("id = ?", id).Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	return v
}

func roundTrip(t *testing.T, db *sqldb.DB) {
	rome := time.FixedZone("Rome", 2*60*60)
	day, at := civil.Date{Year: 2026, Month: 3, Day: 29}, time.Date(2026, 7, 1, 0, 30, 15, 123456000, rome)
	full := &thing{
		ID: "full", Version: 9007199254740993, Name: `L'"Osteria" \ ديوان 🙂 %_?`, Day: &day, At: &at,
		Doc: json.RawMessage(`{"a": [1, "due", null], "b": {"c": "d'e"}}`), Raw: []byte{0, 1, 0xff, '\''},
		Sealed: true, Share: 45.48, Cents: -1250,
	}
	insert(t, db, full)
	empty := minimal("empty")
	insert(t, db, empty)

	got := find(t, db, "full")
	if got.At == nil || !got.At.Equal(at) {
		t.Errorf("instant came back as %v, want %v", got.At, at.UTC())
	} else if _, offset := got.At.Zone(); offset != 0 {
		t.Errorf("instant came back as %v, want UTC", got.At)
	}
	var want, have any
	if err := errors.Join(json.Unmarshal(full.Doc, &want), json.Unmarshal(got.Doc, &have)); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, have); d != "" {
		t.Errorf("JSON (-want +got):\n%s", d)
	}
	got.Doc, got.At = full.Doc, full.At
	if d := cmp.Diff(*full, got); d != "" {
		t.Errorf("row (-want +got):\n%s", d)
	}
	if got := find(t, db, "empty"); got.Day != nil || got.At != nil {
		t.Errorf("absent values came back as %v, %v", got.Day, got.At)
	}
}

// The days on which summer time begins and ends, and midnight in Rome, are where a time.Time goes wrong.
func dates(t *testing.T, db *sqldb.DB) {
	for i, want := range []civil.Date{
		{Year: 2026, Month: 3, Day: 29},
		{Year: 2026, Month: 10, Day: 25},
		{Year: 2024, Month: 2, Day: 29},
		{Year: 2026, Month: 12, Day: 31},
		{Year: 1930, Month: 1, Day: 1},
	} {
		v := minimal(fmt.Sprint(i))
		v.Day = &want
		insert(t, db, v)
		if got := find(t, db, v.ID); got.Day == nil || *got.Day != want {
			t.Errorf("%s came back as %v", want, got.Day)
		}
	}
}

func compareDates(t *testing.T, db *sqldb.DB) {
	base := civil.Date{Year: 2026, Month: 2, Day: 27}
	for i := range 4 {
		day := base.AddDays(i)
		v := minimal(fmt.Sprint(i))
		v.Day = &day
		insert(t, db, v)
	}
	var ids []string
	err := db.NewSelect().Model((*thing)(nil)).Column("id").
		Where("day >= ?", base.AddDays(1)).Where("day < ?", base.AddDays(3)).Order("day DESC").Scan(t.Context(), &ids)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"2", "1"}, ids); d != "" {
		t.Errorf("days 1 and 2, latest first (-want +got):\n%s", d)
	}
}

func violations(t *testing.T, db *sqldb.DB) {
	insert(t, db, minimal("a"))
	twin := minimal("b")
	twin.Name = "name of a"
	for what, v := range map[string]*thing{"primary key": minimal("a"), "unique column": twin} {
		_, err := db.NewInsert().Model(v).Exec(t.Context())
		if !sqldb.IsUnique(err) || fault.KindOf(sqldb.Fault(err, "thing")) != fault.Conflict {
			t.Errorf("%s twice: got %v", what, err)
		}
	}
	_, err := db.ExecContext(t.Context(), "INSERT INTO part (thing, n) VALUES ('nobody', 1)")
	if !sqldb.IsForeignKey(err) || sqldb.IsUnique(err) {
		t.Errorf("a part of nothing: got %v", err)
	}
	err = db.NewSelect().Model(&thing{}).Where("id = ?", "nobody").Scan(t.Context())
	if !sqldb.IsNotFound(err) || fault.KindOf(sqldb.Fault(err, "thing")) != fault.NotFound {
		t.Errorf("no row: got %v", err)
	}
}

func rollback(t *testing.T, db *sqldb.DB) {
	broken := errors.New("broken")
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(minimal("gone")).Exec(ctx); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Fatalf("got %v, want the callback's error", err)
	}
	if n, err := db.NewSelect().Model((*thing)(nil)).Count(t.Context()); n != 0 || err != nil {
		t.Fatalf("%d rows after a rollback (%v)", n, err)
	}
}

func hooks(t *testing.T, db *sqldb.DB) {
	ran := 0
	for _, fail := range []error{errors.New("no"), nil} {
		_ = db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
			if !sqldb.AfterCommit(ctx, func() { ran++ }) {
				t.Error("AfterCommit does not know its transaction")
			}
			return fail
		})
	}
	if ran != 1 {
		t.Errorf("hooks ran %d times, want once", ran)
	}
	if sqldb.AfterCommit(t.Context(), func() {}) {
		t.Error("AfterCommit takes a hook outside a transaction")
	}
}

func writers(t *testing.T, db *sqldb.DB) {
	insert(t, db, minimal("sum"))
	const each, workers = 10, 8
	g, ctx := errgroup.WithContext(t.Context())
	for range workers {
		g.Go(func() error {
			for range each {
				err := db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
					_, err := tx.NewUpdate().Model((*thing)(nil)).Set("cents = cents + 1").Where("id = ?", "sum").Exec(ctx)
					return err
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	if got := find(t, db, "sum").Cents; got != each*workers {
		t.Errorf("sum is %d, want %d", got, each*workers)
	}
}

func optimistic(t *testing.T, db *sqldb.DB) {
	insert(t, db, minimal("shared"))
	const rivals = 6
	outcome := make(chan error, rivals)
	for i := range rivals {
		go func() {
			outcome <- db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
				res, err := tx.NewUpdate().Model((*thing)(nil)).Set("version = version + 1").Set("cents = ?", i).
					Where("id = ?", "shared").Where("version = ?", 1).Exec(ctx)
				return sqldb.Versioned(res, err, "thing")
			})
		}()
	}
	won := 0
	for range rivals {
		switch err := <-outcome; {
		case err == nil:
			won++
		case !fault.Is(err, fault.Conflict):
			t.Errorf("a loser got %v, want a conflict", err)
		}
	}
	if won != 1 || find(t, db, "shared").Version != 2 {
		t.Errorf("%d writers won, version %d", won, find(t, db, "shared").Version)
	}
}

func migrations(t *testing.T, db *sqldb.DB) {
	for range 2 {
		if err := db.Migrate(t.Context(), schemaV1()); err != nil {
			t.Fatal(err)
		}
	}
	other := fstest.MapFS{"common/00001_other.sql": {Data: []byte("-- +goose Up\nCREATE TABLE other (n integer);\n")}}
	if err := db.MigrateSet(t.Context(), "other", other); err != nil {
		t.Fatalf("another set with the same number: %v", err)
	}
	for _, table := range []string{"thing", "other", "only_" + string(db.Dialect)} {
		var n int
		if err := db.NewRaw("SELECT count(*) FROM "+table).Scan(t.Context(), &n); err != nil {
			t.Errorf("table %s: %v", table, err)
		}
	}
}

func migrateTogether(t *testing.T, db *sqldb.DB) {
	var g errgroup.Group
	for range 3 {
		g.Go(func() error { return db.Migrate(t.Context(), schemaV1()) })
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
}
