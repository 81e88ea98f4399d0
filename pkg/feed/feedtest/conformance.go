package feedtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"
	"golang.org/x/sync/errgroup"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/sqldb"
)

// Run holds the feed to its promises. open gives an empty database.
func Run(t *testing.T, open func(t *testing.T) *sqldb.DB) {
	t.Run("items come in order, each entity once", func(t *testing.T) { order(t, open(t)) })
	t.Run("a page is bounded", func(t *testing.T) { bounded(t, open(t)) })
	t.Run("a rolled back change is not told", func(t *testing.T) { rolledBack(t, open(t)) })
	t.Run("an entity that is gone is a tombstone", func(t *testing.T) { tombstones(t, open(t)) })
	t.Run("bad cursors and bounds are refused", func(t *testing.T) { refusals(t, open(t)) })
	t.Run("a waiting reader wakes", func(t *testing.T) { wakes(t, open(t)) })
	t.Run("a waiting reader wakes for another process", func(t *testing.T) { wakesForAnother(t, open(t)) })
	t.Run("stopping ends waiting at once", func(t *testing.T) { stops(t, open(t)) })
	t.Run("a follower resumes where it was killed", func(t *testing.T) { killed(t, open(t)) })
	t.Run("a follower outlives failures", func(t *testing.T) { outlives(t, open(t)) })
	t.Run("a new epoch starts from zero", func(t *testing.T) { epochs(t, open(t)) })
	t.Run("a restored backup is noticed", func(t *testing.T) { restored(t, open(t)) })
	t.Run("rewinding applies all again", func(t *testing.T) { rewinds(t, open(t)) })
	t.Run("any history ends in the same state", func(t *testing.T) { histories(t, open(t)) })
	t.Run("with many writers no last state is missed", func(t *testing.T) { manyWriters(t, open(t)) })
}

func changes(t *testing.T, p *producer, after string, limit int) feed.Page {
	t.Helper()
	page, err := p.log.Changes(t.Context(), p.state, after, limit, 0)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func ids(page feed.Page) string {
	var s []string
	for _, item := range page.Items {
		s = append(s, item.ID)
	}
	return strings.Join(s, " ")
}

func order(t *testing.T, db *sqldb.DB) {
	p := newProducer(t, db, feed.Options{})
	ctx := t.Context()
	empty := changes(t, p, "", 10)
	if empty.Items == nil || len(empty.Items) != 0 || empty.Cursor == "" {
		t.Errorf("an empty feed answers %+v", empty)
	}
	must(t, p.put(ctx, note{ID: "a", Value: 1}, note{ID: "b", Value: 1}))
	must(t, p.put(ctx, note{ID: "c", Value: 1}))
	must(t, p.put(ctx, note{ID: "a", Value: 2}))
	page := changes(t, p, empty.Cursor, 10)
	if got := ids(page); got != "b c a" {
		t.Errorf("order is %q, want b c a", got)
	}
	for i, item := range page.Items {
		if i > 0 && item.Seq <= page.Items[i-1].Seq || item.Version < 1 || item.Kind != kind {
			t.Errorf("item %d is %+v after %+v", i, item, page.Items[max(i-1, 0)])
		}
	}
	if got := string(page.Items[2].State); got != `{"id":"a","value":2}` {
		t.Errorf("state is %s", got)
	}
	if page.More || page.Head != page.Items[2].Seq {
		t.Errorf("more %t, head %d at the end %d", page.More, page.Head, page.Items[2].Seq)
	}
	if again := changes(t, p, page.Cursor, 10); len(again.Items) != 0 || again.Cursor != page.Cursor {
		t.Errorf("after the end comes %+v", again)
	}
}

func bounded(t *testing.T, db *sqldb.DB) {
	p := newProducer(t, db, feed.Options{})
	notes := make([]note, feed.MaxLimit+30)
	for i := range notes {
		notes[i] = note{ID: fmt.Sprintf("n%04d", i), Value: 1}
	}
	must(t, p.put(t.Context(), notes...))
	for limit, want := range map[int]int{3: 3, 0: feed.DefaultLimit, 100_000: feed.MaxLimit} {
		page := changes(t, p, "", limit)
		if len(page.Items) != want || !page.More {
			t.Errorf("limit %d gives %d items (more %t), want %d and more", limit, len(page.Items), page.More, want)
		}
	}
}

func rolledBack(t *testing.T, db *sqldb.DB) {
	p := newProducer(t, db, feed.Options{})
	must(t, p.put(t.Context(), note{ID: "kept", Value: 1}))
	before := changes(t, p, "", 10)
	err := p.db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		return errors.Join(p.log.Append(ctx, tx, feed.Entry{Kind: kind, ID: "never"}), errStruck)
	})
	if !errors.Is(err, errStruck) {
		t.Fatal(err)
	}
	if after := changes(t, p, before.Cursor, 10); len(after.Items) != 0 || after.Head != before.Head {
		t.Errorf("a rolled back append shows: %+v", after)
	}
}

func tombstones(t *testing.T, db *sqldb.DB) {
	p := newProducer(t, db, feed.Options{})
	ctx := t.Context()
	must(t, p.put(ctx, note{ID: "a", Value: 1}, note{ID: "b", Value: 1}))
	must(t, p.remove(ctx, "a"))
	// b vanishes without a word: its state cannot be read any more.
	_, err := db.NewDelete().Model((*note)(nil)).Where("id = ?", "b").Exec(ctx)
	must(t, err)
	for _, item := range changes(t, p, "", 10).Items {
		if !item.Deleted || item.State != nil {
			t.Errorf("%s is served as %+v", item.ID, item)
		}
	}
}

func refusals(t *testing.T, db *sqldb.DB) {
	p := newProducer(t, db, feed.Options{})
	source := p.serve(t)
	for _, cursor := range []string{"7", "x:", ":3", "x:-1", "x:y", "x:1:2", strings.Repeat("e", 65) + ":1"} {
		if _, err := source.Changes(t.Context(), cursor, 10, 0); !fault.Is(err, fault.Invalid) {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	}
	if _, err := source.Changes(t.Context(), "", -1, 0); !fault.Is(err, fault.Invalid) {
		t.Errorf("limit -1: %v", err)
	}
	if _, err := source.Changes(t.Context(), "", 1, -time.Second); !fault.Is(err, fault.Invalid) {
		t.Errorf("wait -1s: %v", err)
	}
}

// manyWriters is the property that the lock on the append exists for: without it a follower that reads
// while writers commit out of order loses changes for ever. Half of the writes are slow ones of many new
// entities, which quick ones overtake; an entity that is written once and missed stays missed.
func manyWriters(t *testing.T, db *sqldb.DB) {
	p := newProducer(t, db, feed.Options{})
	source := p.serve(t)
	const writers, each, entities, followers, slow = 6, 16, 8, 2, 80
	running, stop := context.WithCancel(t.Context())
	var following errgroup.Group
	consumers := make([]*consumer, followers)
	for i := range consumers {
		c := newConsumer(t, db, fmt.Sprintf("c%d", i))
		consumers[i] = c
		f := c.start(t, source, 100)
		following.Go(func() error { return f.Run(running) })
	}
	g, ctx := errgroup.WithContext(t.Context())
	for w := range writers {
		g.Go(func() error {
			for i := range each {
				if err := p.write(ctx, w, i, entities, slow); err != nil {
					return err
				}
			}
			return nil
		})
	}
	must(t, g.Wait())
	stop()
	must(t, following.Wait())
	want := p.all(t)
	for _, c := range consumers {
		must(t, c.start(t, source, 100).CatchUp(t.Context()))
		if d := cmp.Diff(want, c.seen(t)); d != "" {
			t.Errorf("%s missed changes (-want +got):\n%s", c.name, d)
		}
	}
}

// write is the i-th write of a writer: many new entities at once, or one of those that all writers share.
func (p *producer) write(ctx context.Context, writer, i, shared, slow int) error {
	id := fmt.Sprintf("e%d", (writer*7+i*5)%shared)
	switch {
	case (writer+i)%2 == 0:
		notes := make([]note, slow)
		for n := range notes {
			notes[n] = note{ID: fmt.Sprintf("w%d-%d-%d", writer, i, n), Value: 1}
		}
		return p.put(ctx, notes...)
	case (writer+i)%11 == 0:
		return p.remove(ctx, id)
	default:
		return p.add(ctx, id)
	}
}
