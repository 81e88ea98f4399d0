package feedtest

import (
	"testing"
	"time"

	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/sqldb"
)

type answer struct {
	page feed.Page
	err  error
}

// wait asks for what comes after the cursor, for as long as one may.
func wait(t *testing.T, source feed.Source, after string) <-chan answer {
	t.Helper()
	got := make(chan answer, 1)
	go func() {
		page, err := source.Changes(t.Context(), after, 10, feed.MaxWait)
		got <- answer{page, err}
	}()
	return got
}

// The reader's own poll is an hour away, so that only the commit can wake it.
func wakes(t *testing.T, db *sqldb.DB) {
	p := newProducer(t, db, feed.Options{Poll: time.Hour})
	source := p.serve(t)
	got := wait(t, source, changes(t, p, "", 1).Cursor)
	must(t, p.put(t.Context(), note{ID: "a", Value: 1}))
	if a := <-got; a.err != nil || ids(a.page) != "a" {
		t.Errorf("woke with %+v", a)
	}
}

func wakesForAnother(t *testing.T, db *sqldb.DB) {
	here := newProducer(t, db, feed.Options{Poll: time.Millisecond})
	there := newProducer(t, db, feed.Options{})
	got := wait(t, here.serve(t), changes(t, here, "", 1).Cursor)
	must(t, there.put(t.Context(), note{ID: "a", Value: 1}))
	if a := <-got; a.err != nil || ids(a.page) != "a" {
		t.Errorf("woke with %+v", a)
	}
}

func stops(t *testing.T, db *sqldb.DB) {
	p := newProducer(t, db, feed.Options{Poll: time.Hour})
	source := p.serve(t)
	cursor := changes(t, p, "", 1).Cursor
	got := wait(t, source, cursor)
	begun := time.Now()
	p.log.Stop()
	if a := <-got; a.err != nil || len(a.page.Items) != 0 || a.page.Cursor != cursor {
		t.Errorf("a stopped wait answers %+v", a)
	}
	if took := time.Since(begun); took > feed.MaxWait/2 {
		t.Errorf("stopping took %s", took)
	}
	must(t, p.put(t.Context(), note{ID: "a", Value: 1}))
	if a := <-wait(t, source, cursor); ids(a.page) != "a" {
		t.Errorf("after the stop what is there is still served: %+v", a)
	}
}
