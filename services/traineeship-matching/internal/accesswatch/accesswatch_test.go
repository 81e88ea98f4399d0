package accesswatch

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// rows are people with the version of each, in the order of versions.
type rows struct {
	people []search.Entry[match.Person]
	clock  int64
	behind bool // the snapshot does not hold the newest yet
}

func (r *rows) PeopleAfter(_ context.Context, after int64) ([]search.Entry[match.Person], error) {
	for i, e := range r.people {
		if e.Version > after {
			return r.people[i : i+1], nil // one at a time
		}
	}
	return nil, nil
}

func (r *rows) Clock(context.Context) (int64, error) { return r.clock, nil }
func (r *rows) Loaded() bool                         { return true }
func (r *rows) Mirrored(int64) bool                  { return !r.behind }

func (r *rows) change(id string) {
	r.clock++
	r.people = append(r.people, search.Entry[match.Person]{ID: id, Version: r.clock})
}

type judge struct {
	all     int
	people  []string
	failing bool
}

func (j *judge) Rejudge(_ context.Context, people []string) (int, error) {
	if j.failing {
		return 0, errors.New("the records do not answer")
	}
	j.people = append(j.people, people...)
	return len(people), nil
}

func (j *judge) RejudgeAll(context.Context) (int, error) {
	j.all++
	return 0, nil
}

// Everybody is judged at the start and every hour, and between that whoever changed, once the snapshot knows it; what
// failed is tried again.
func TestTheFollowerJudgesWhoChanged(t *testing.T) {
	r, j := &rows{}, &judge{}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	f := &Follower{Rows: r, Judge: j, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
	look := func() error { return f.Look(t.Context()) }
	r.change("a")
	if err := look(); err != nil || j.all != 1 || len(j.people) != 0 {
		t.Fatalf("at the start: %v %+v", err, j)
	}
	r.change("b")
	r.change("c")
	r.behind = true
	if err := look(); err != nil || len(j.people) != 0 {
		t.Errorf("before the snapshot knows: %v %+v", err, j)
	}
	r.behind, j.failing = false, true
	if err := look(); err == nil {
		t.Error("a failure is swallowed")
	}
	j.failing = false
	for range 2 {
		if err := look(); err != nil || !slices.Equal(j.people, []string{"b", "c"}) {
			t.Errorf("who changed: %v %v", err, j.people)
		}
	}
	r.clock++ // an opening changed
	if err := look(); err != nil || len(j.people) != 2 || f.at != r.clock {
		t.Errorf("nobody changed: %v %v", err, j.people)
	}
	now = now.Add(2 * time.Hour)
	if err := look(); err != nil || j.all != 2 {
		t.Errorf("after two hours: %v %d", err, j.all)
	}
}
