package feedtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/sqldb"
)

// direct reads the producer's feed without HTTP between.
type direct struct{ p *producer }

// Changes implements feed.Source.
func (d direct) Changes(ctx context.Context, after string, limit int, wait time.Duration) (feed.Page, error) {
	return d.p.log.Changes(ctx, d.p.state, after, limit, wait)
}

func same(t *testing.T, p *producer, c *consumer) {
	t.Helper()
	if d := cmp.Diff(p.all(t), c.seen(t)); d != "" {
		t.Errorf("the projection differs (-producer +consumer):\n%s", d)
	}
}

// Killed at every possible item, a follower has applied whole pages only, and goes on after them.
func killed(t *testing.T, db *sqldb.DB) {
	p := newProducer(t, db, feed.Options{})
	notes := []note{{ID: "a", Value: 1}, {ID: "b", Value: 2}, {ID: "c", Value: 3}, {ID: "d", Value: 4}, {ID: "e", Value: 5}}
	must(t, p.put(t.Context(), notes...))
	for at := range notes {
		c := newConsumer(t, db, fmt.Sprintf("killed-at-%d", at))
		var applied []string
		c.strike = func(item feed.Item) error {
			if item.ID == notes[at].ID {
				return errStruck
			}
			applied = append(applied, item.ID)
			return nil
		}
		if err := c.start(t, direct{p}, 2).CatchUp(t.Context()); !errors.Is(err, errStruck) {
			t.Fatalf("killed at %d: %v", at, err)
		}
		if got, want := len(c.seen(t)), at/2*2; got != want {
			t.Errorf("killed at %d: %d rows remain, want the whole pages' %d", at, got, want)
		}
		applied = nil
		c.strike = func(item feed.Item) error { applied = append(applied, item.ID); return nil }
		f := c.start(t, direct{p}, 2)
		must(t, f.CatchUp(t.Context()))
		same(t, p, c)
		if len(applied) != len(notes)-at/2*2 {
			t.Errorf("killed at %d: after it %v were applied", at, applied)
		}
		if s := f.Status(); s.Behind != 0 || s.Failures != 0 || s.CaughtUpAt.IsZero() || s.Applied != int64(len(applied)) {
			t.Errorf("status %+v", s)
		}
	}
}

// flaky fails every other time.
type flaky struct {
	feed.Source
	n *int
}

// Changes implements feed.Source.
func (s flaky) Changes(ctx context.Context, after string, limit int, wait time.Duration) (feed.Page, error) {
	if *s.n++; *s.n%2 == 1 {
		return feed.Page{}, fault.New(fault.Unavailable, "The feed does not answer.")
	}
	return s.Source.Changes(ctx, after, limit, wait)
}

func outlives(t *testing.T, db *sqldb.DB) {
	p := newProducer(t, db, feed.Options{})
	must(t, p.put(t.Context(), note{ID: "a", Value: 1}, note{ID: "b", Value: 2}))
	c := newConsumer(t, db, "outlives")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	strikes := 0
	c.strike = func(item feed.Item) error {
		if strikes++; strikes < 4 {
			return errStruck
		}
		if item.ID == "b" {
			stop() // seen in the transaction, which the stop undoes
		}
		return nil
	}
	asked := 0
	f := c.start(t, flaky{Source: p.serve(t), n: &asked}, 1)
	must(t, f.Run(ctx))
	if asked < 6 || strikes < 4 {
		t.Errorf("asked %d times, struck %d times", asked, strikes)
	}
	must(t, c.start(t, direct{p}, 10).CatchUp(t.Context()))
	same(t, p, c)
}

func epochs(t *testing.T, db *sqldb.DB) {
	p := newProducer(t, db, feed.Options{})
	c := newConsumer(t, db, "epochs")
	f := c.start(t, p.serve(t), 2)
	must(t, p.put(t.Context(), note{ID: "a", Value: 1}, note{ID: "b", Value: 2}, note{ID: "c", Value: 3}))
	must(t, f.CatchUp(t.Context()))
	// What a restore does: an entity is gone without a tombstone, and the epoch is another.
	_, err := db.ExecContext(t.Context(), "DELETE FROM feed_entity WHERE id = 'b'")
	must(t, err)
	_, err = db.ExecContext(t.Context(), "DELETE FROM note WHERE id = 'b'")
	must(t, err)
	must(t, p.log.Restart(t.Context()))
	must(t, f.CatchUp(t.Context()))
	same(t, p, c)
	if c.resets != 1 {
		t.Errorf("%d resets, want one", c.resets)
	}
}

// A backup restored without Restart: the head is behind what followers have read.
func restored(t *testing.T, db *sqldb.DB) {
	p := newProducer(t, db, feed.Options{})
	c := newConsumer(t, db, "restored")
	f := c.start(t, p.serve(t), 10)
	must(t, p.put(t.Context(), note{ID: "a", Value: 1}))
	var head int64
	must(t, db.NewRaw("SELECT seq FROM feed_head").Scan(t.Context(), &head))
	must(t, p.put(t.Context(), note{ID: "lost", Value: 1}))
	must(t, f.CatchUp(t.Context()))
	for _, q := range []string{"DELETE FROM note WHERE id = 'lost'", "DELETE FROM feed_entity WHERE id = 'lost'"} {
		_, err := db.ExecContext(t.Context(), q)
		must(t, err)
	}
	_, err := db.NewRaw("UPDATE feed_head SET seq = ?", head).Exec(t.Context())
	must(t, err)
	must(t, f.CatchUp(t.Context()))
	same(t, p, c)
	if c.resets != 1 {
		t.Errorf("%d resets, want one", c.resets)
	}
}

func rewinds(t *testing.T, db *sqldb.DB) {
	p := newProducer(t, db, feed.Options{Poll: time.Hour})
	must(t, p.put(t.Context(), note{ID: "a", Value: 1}, note{ID: "b", Value: 2}))
	c := newConsumer(t, db, "rewinds")
	applied := make(chan string, 16)
	c.strike = func(item feed.Item) error { applied <- item.ID; return nil }
	f := c.start(t, p.serve(t), 1)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.Run(ctx) }()
	var got []string
	take := func(n int) {
		for range n {
			got = append(got, <-applied)
		}
	}
	take(2) // the second may be undone by the rewind and applied again: both are right
	must(t, f.Rewind(t.Context()))
	for !slices.Equal(got[max(len(got)-2, 0):], []string{"a", "b"}) || len(got) < 4 {
		take(1)
	}
	stop()
	must(t, <-done)
	if c.resets != 0 {
		t.Error("rewinding forgot what was there")
	}
}

// histories draws any mix of changes, steps, deaths, rewinds and new epochs: in the end both sides agree.
func histories(t *testing.T, db *sqldb.DB) {
	p := newProducer(t, db, feed.Options{})
	round := 0
	rapid.Check(t, func(r *rapid.T) {
		round++
		c := newConsumer(t, db, fmt.Sprintf("history-%d", round))
		id := rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f"})
		limit := rapid.IntRange(1, 4).Draw(r, "limit")
		f := c.start(t, direct{p}, limit)
		ctx := t.Context()
		for range rapid.IntRange(1, 15).Draw(r, "length") {
			switch rapid.SampledFrom([]string{"put", "put", "put", "remove", "step", "step", "die", "rewind", "epoch"}).Draw(r, "act") {
			case "put":
				must(t, p.add(ctx, id.Draw(r, "id")))
			case "remove":
				must(t, p.remove(ctx, id.Draw(r, "id")))
			case "step":
				_, err := f.Step(ctx, 0)
				must(t, err)
			case "die":
				at := rapid.IntRange(0, 3).Draw(r, "at")
				c.strike = func(feed.Item) error {
					if at--; at < 0 {
						return errStruck
					}
					return nil
				}
				_, _ = f.Step(ctx, 0)
				c.strike = func(feed.Item) error { return nil }
				f = c.start(t, direct{p}, limit)
			case "rewind":
				must(t, f.Rewind(ctx))
			case "epoch":
				must(t, p.log.Restart(ctx))
			}
		}
		must(t, f.CatchUp(ctx))
		if d := cmp.Diff(p.all(t), c.seen(t)); d != "" {
			r.Fatalf("the projection differs (-producer +consumer):\n%s", d)
		}
	})
}
