package feed

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/celav/celav/pkg/fault"
)

// Bounds of one request.
const (
	DefaultLimit = 100
	MaxLimit     = 500
	MaxWait      = 25 * time.Second
)

// Changes reads the feed after a cursor ("" is the beginning). With nothing to tell it waits for up to
// wait, or until Stop. limit and wait are brought within the bounds; limit 0 means the default.
func (l *Log) Changes(ctx context.Context, read StateReader, after string, limit int, wait time.Duration) (Page, error) {
	from, err := parseCursor(after)
	if err != nil {
		return Page{}, err
	}
	if limit <= 0 {
		limit = DefaultLimit
	}
	limit, wait = min(limit, MaxLimit), min(max(wait, 0), MaxWait)
	deadline := time.NewTimer(wait)
	defer deadline.Stop()
	for {
		changed := l.change() // before reading, so that no change falls in between
		page, rows, err := l.next(ctx, from, int64(limit))
		if err != nil {
			return Page{}, err
		}
		restarted := from.epoch != "" && !strings.HasPrefix(page.Cursor, from.epoch+":")
		if len(rows) > 0 || wait == 0 || restarted {
			page.Items, err = items(ctx, read, rows)
			return page, err
		}
		if done, err := l.await(ctx, changed, deadline.C); done || err != nil {
			page.Items = []Item{}
			return page, err
		}
	}
}

// await returns done when there is no more time.
func (l *Log) await(ctx context.Context, changed <-chan struct{}, deadline <-chan time.Time) (done bool, err error) {
	poll := time.NewTimer(l.poll)
	defer poll.Stop()
	select {
	case <-changed:
		return false, nil
	case <-poll.C:
		return false, nil
	case <-deadline:
		return true, nil
	case <-l.stop:
		return true, nil
	case <-ctx.Done():
		return true, fmt.Errorf("wait for changes: %w", ctx.Err())
	}
}

// next reads rows after a position. A position of another epoch, or beyond the head, reads from zero.
func (l *Log) next(ctx context.Context, from position, limit int64) (Page, []entityRow, error) {
	var head position
	if err := l.db.NewRaw("SELECT epoch, seq FROM feed_head").Scan(ctx, &head.epoch, &head.seq); err != nil {
		return Page{}, nil, fmt.Errorf("read the feed's head: %w", err)
	}
	if from.epoch == head.epoch && from.seq > head.seq {
		// Numbers that this feed never gave out: a backup was restored without a new epoch. Followers that
		// are not ahead cannot see it, so the epoch changes for all.
		if err := l.Restart(ctx); err != nil {
			return Page{}, nil, err
		}
		return l.next(ctx, from, limit)
	}
	if from.epoch != head.epoch {
		from = position{epoch: head.epoch}
	}
	var rows []entityRow
	// The head bounds the read: what is appended after it was read belongs to the next page.
	err := l.db.NewSelect().Model(&rows).Where("seq > ?", from.seq).Where("seq <= ?", head.seq).
		Order("seq").Limit(limit).Scan(ctx)
	if err != nil {
		return Page{}, nil, fmt.Errorf("read the feed: %w", err)
	}
	page := Page{Cursor: from.String(), Head: head.seq}
	if n := len(rows); n > 0 {
		page.More = rows[n-1].Seq < head.seq
		page.Cursor = position{epoch: head.epoch, seq: rows[n-1].Seq}.String()
	}
	return page, rows, nil
}

// items puts the entities' current states to the rows.
func items(ctx context.Context, read StateReader, rows []entityRow) ([]Item, error) {
	ids := map[string][]string{}
	for _, r := range rows {
		if !r.Deleted {
			ids[r.Kind] = append(ids[r.Kind], r.ID)
		}
	}
	states := make(map[string]map[string]State, len(ids))
	for kind, ids := range ids {
		found, err := read(ctx, kind, ids)
		if err != nil {
			return nil, fmt.Errorf("read the state of %d entities of kind %s: %w", len(ids), kind, err)
		}
		states[kind] = found
	}
	out := make([]Item, len(rows))
	for i, r := range rows {
		out[i] = Item{Seq: r.Seq, Kind: r.Kind, ID: r.ID, Deleted: true, Version: r.Seq, Origin: r.Origin}
		state, there := states[r.Kind][r.ID]
		if r.Deleted || !there {
			continue
		}
		raw, err := json.Marshal(state.JSON)
		if err != nil {
			return nil, fmt.Errorf("write the state of a %s: %w", r.Kind, err)
		}
		out[i].Deleted, out[i].State = false, raw
		if state.Version > 0 {
			out[i].Version = state.Version
		}
	}
	return out, nil
}

// Handler serves GET …/changes?after=CURSOR&limit=N&wait=20s. It returns faults for the caller's error
// handler: mount it with func(c echo.Context) error { return h(c.Response(), c.Request()) }.
func (l *Log) Handler(read StateReader) func(w http.ResponseWriter, r *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		q := r.URL.Query()
		var limit int
		var wait time.Duration
		var wrong fault.Violations
		if s := q.Get("limit"); s != "" {
			n, err := strconv.Atoi(s)
			if err != nil || n < 1 {
				wrong = append(wrong, fault.Violation{Parameter: "limit", Code: "number", Message: "want a number from 1"})
			}
			limit = n
		}
		if s := q.Get("wait"); s != "" {
			d, err := time.ParseDuration(s)
			if err != nil || d < 0 {
				wrong = append(wrong, fault.Violation{Parameter: "wait", Code: "duration", Message: "want a duration such as 20s"})
			}
			wait = d
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		page, err := l.Changes(r.Context(), read, q.Get("after"), limit, wait)
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		if err := json.NewEncoder(w).Encode(page); err != nil {
			return fmt.Errorf("send a page of the feed: %w", err)
		}
		return nil
	}
}
