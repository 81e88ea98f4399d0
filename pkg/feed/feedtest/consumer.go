package feedtest

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/sqldb"
)

type seenRow struct {
	bun.BaseModel `bun:"table:seen"`

	Follower string `bun:"follower,pk"`
	ID       string `bun:"id,pk"`
	Value    int64  `bun:"value"`
	Version  int64  `bun:"version"`
}

// consumer keeps a projection of the notes. Each of its processes is a follower of the same name.
type consumer struct {
	db   *sqldb.DB
	name string
	// strike is called before each item is applied; an error kills the follower there.
	strike func(item feed.Item) error
	resets int
}

var errStruck = errors.New("struck down")

func newConsumer(t testing.TB, db *sqldb.DB, name string) *consumer {
	t.Helper()
	if err := db.Migrate(t.Context(), tables()); err != nil {
		t.Fatal(err)
	}
	return &consumer{db: db, name: name, strike: func(feed.Item) error { return nil }}
}

// start makes a follower as a process's start does: from the stored cursor.
func (c *consumer) start(t testing.TB, source feed.Source, limit int) *feed.Follower {
	t.Helper()
	f, err := feed.NewFollower(t.Context(), feed.FollowerOptions{
		Name: c.name, DB: c.db, Source: source, Apply: c.apply, Reset: c.reset, Limit: limit,
		MinBackoff: time.Millisecond, MaxBackoff: 4 * time.Millisecond, Jitter: func() float64 { return 0.5 },
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (c *consumer) apply(ctx context.Context, tx bun.Tx, items []feed.Item) error {
	for _, item := range items {
		if err := c.strike(item); err != nil {
			return err
		}
		if item.Deleted {
			_, err := tx.NewDelete().Model((*seenRow)(nil)).Where("follower = ?", c.name).Where("id = ?", item.ID).Exec(ctx)
			if err != nil {
				return err
			}
			continue
		}
		var n note
		if err := json.Unmarshal(item.State, &n); err != nil {
			return err
		}
		row := &seenRow{Follower: c.name, ID: n.ID, Value: n.Value, Version: item.Version}
		_, err := tx.NewInsert().Model(row).On("CONFLICT (follower, id) DO UPDATE").
			Set("value = EXCLUDED.value").Set("version = EXCLUDED.version").Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *consumer) reset(ctx context.Context, tx bun.Tx) error {
	c.resets++
	_, err := tx.NewDelete().Model((*seenRow)(nil)).Where("follower = ?", c.name).Exec(ctx)
	return err
}

func (c *consumer) seen(t testing.TB) map[string]int64 {
	t.Helper()
	var rows []seenRow
	if err := c.db.NewSelect().Model(&rows).Where("follower = ?", c.name).Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	values := map[string]int64{}
	for _, r := range rows {
		values[r.ID] = r.Value
	}
	return values
}
