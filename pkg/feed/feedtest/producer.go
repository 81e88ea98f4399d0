// Package feedtest holds the change feed to its promises, on whichever database it is given.
package feedtest

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/sqldb"
)

const kind = "note"

func tables() fs.FS {
	return fstest.MapFS{"common/00001_notes.sql": {Data: []byte(`-- +goose Up
CREATE TABLE note (id text PRIMARY KEY, value bigint NOT NULL);
CREATE TABLE seen (follower text NOT NULL, id text NOT NULL, value bigint NOT NULL, version bigint NOT NULL, PRIMARY KEY (follower, id));
`)}}
}

type note struct {
	bun.BaseModel `bun:"table:note"`

	ID    string `bun:"id,pk" json:"id"`
	Value int64  `bun:"value" json:"value"`
}

// producer owns notes and their feed.
type producer struct {
	db  *sqldb.DB
	log *feed.Log
}

func newProducer(t testing.TB, db *sqldb.DB, o feed.Options) *producer {
	t.Helper()
	if err := db.Migrate(t.Context(), tables()); err != nil {
		t.Fatal(err)
	}
	log, err := feed.New(t.Context(), db, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(log.Stop)
	return &producer{db: db, log: log}
}

// put writes notes and their place in the feed in one transaction.
func (p *producer) put(ctx context.Context, notes ...note) error {
	entries := make([]feed.Entry, len(notes))
	for i, n := range notes {
		entries[i] = feed.Entry{Kind: kind, ID: n.ID}
	}
	return p.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(&notes).On("CONFLICT (id) DO UPDATE").Set("value = EXCLUDED.value").Exec(ctx)
		return errors.Join(err, p.log.Append(ctx, tx, entries...))
	})
}

// add raises a note's value, so that concurrent writers cannot undo each other.
func (p *producer) add(ctx context.Context, id string) error {
	return p.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(&note{ID: id, Value: 1}).
			On("CONFLICT (id) DO UPDATE").Set("value = note.value + 1").Exec(ctx)
		if err != nil {
			return err
		}
		return p.log.Append(ctx, tx, feed.Entry{Kind: kind, ID: id})
	})
}

func (p *producer) remove(ctx context.Context, id string) error {
	return p.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewDelete().Model((*note)(nil)).Where("id = ?", id).Exec(ctx)
		return errors.Join(err, p.log.Append(ctx, tx, feed.Entry{Kind: kind, ID: id, Deleted: true}))
	})
}

// state implements feed.StateReader.
func (p *producer) state(ctx context.Context, _ string, ids []string) (map[string]feed.State, error) {
	var notes []note
	if err := p.db.NewSelect().Model(&notes).Where("id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return nil, err
	}
	states := make(map[string]feed.State, len(notes))
	for _, n := range notes {
		states[n.ID] = feed.State{JSON: n}
	}
	return states, nil
}

// all is the truth that followers are compared with.
func (p *producer) all(t testing.TB) map[string]int64 {
	t.Helper()
	var notes []note
	if err := p.db.NewSelect().Model(&notes).Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	values := map[string]int64{}
	for _, n := range notes {
		values[n.ID] = n.Value
	}
	return values
}

// serve offers the feed over HTTP, as a service does, and gives the source that reads it.
func (p *producer) serve(t testing.TB) feed.Source {
	t.Helper()
	handle := p.log.Handler(p.state)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := handle(w, r); err != nil {
			status := http.StatusInternalServerError
			if fault.Is(err, fault.Invalid) {
				status = http.StatusBadRequest
			}
			w.WriteHeader(status)
		}
	}))
	t.Cleanup(func() {
		p.log.Stop()
		server.Close()
	})
	return feed.HTTPSource{Client: server.Client(), URL: server.URL}
}
