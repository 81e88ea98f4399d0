package savedsearch_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
	"github.com/celav/celav/services/traineeship-matching/internal/savedsearch"
)

func TestMain(m *testing.M) {
	// The search library's analysis workers live as long as the process.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

// world is a store and a finder in memory.
type world struct {
	kept map[string]savedsearch.Search
	ids  []string
	down bool
	now  time.Time
}

func (w *world) Of(_ context.Context, owner string) ([]savedsearch.Search, error) {
	var list []savedsearch.Search
	for _, s := range w.kept {
		if s.Owner == owner {
			list = append(list, s)
		}
	}
	return list, nil
}

func (w *world) Read(_ context.Context, owner, id string) (savedsearch.Search, error) {
	s, ok := w.kept[id]
	if !ok || s.Owner != owner {
		return s, fault.New(fault.NotFound, "There is no such search.")
	}
	return s, nil
}

func (w *world) Add(_ context.Context, s savedsearch.Search) error { w.kept[s.ID] = s; return nil }

func (w *world) Change(_ context.Context, s savedsearch.Search) error {
	if w.kept[s.ID].Version != s.Version {
		return fault.New(fault.Conflict, "changed")
	}
	s.Version++
	w.kept[s.ID] = s
	return nil
}

func (w *world) Remove(_ context.Context, _, id string, _ int64) error {
	delete(w.kept, id)
	return nil
}

func (w *world) Load(context.Context, []savedsearch.Search) (created, updated int, err error) {
	return 0, 0, nil
}

func (w *world) IDs(context.Context, finding.Filter) (finding.Found, error) {
	return finding.Found{IDs: slices.Clone(w.ids), InMemory: w.down}, nil
}

func id(n int) string { return fmt.Sprintf("0190a0de-0000-7000-8000-%012d", n) }

func TestWhatIsNewSinceLastTime(t *testing.T) {
	w := &world{kept: map[string]savedsearch.Search{}, ids: []string{"a", "b"}, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	d := savedsearch.Desk{Store: w, Finder: w, Now: func() time.Time { return w.now }}
	ctx := identity.With(t.Context(), identity.Principal{Subject: "u1", Roles: []identity.Role{identity.Counsellor}, Team: "equipe-1"})
	cooks := finding.Filter{Kind: finding.Openings, Text: "cuoco"}
	s, err := d.Save(ctx, savedsearch.New{Key: id(1), Name: "  Cucina  ", Filter: cooks})
	if err != nil || s.Name != "Cucina" {
		t.Fatalf("saved %+v, %v", s, err)
	}
	again, err := d.Save(ctx, savedsearch.New{Key: id(1), Name: "Cucina", Filter: cooks})
	if err != nil || again.ID != s.ID || len(w.kept) != 1 {
		t.Errorf("sent twice: %+v, %v", again, err)
	}
	for name, wrong := range map[string]savedsearch.New{
		"the same name": {Key: id(2), Name: "CUCINA", Filter: cooks}, "no name": {Key: id(2), Filter: cooks},
		"everything": {Key: id(2), Name: "Tutto", Filter: finding.Filter{Kind: finding.Openings}}, "no key": {Name: "X", Filter: cooks},
	} {
		if _, err := d.Save(ctx, wrong); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	count := func() savedsearch.Counted {
		list, err := d.List(ctx)
		if err != nil || len(list) != 1 {
			t.Fatalf("listed %+v, %v", list, err)
		}
		return list[0]
	}
	if c := count(); c.New != 0 {
		t.Errorf("just saved, %d are new", c.New)
	}
	w.ids = []string{"b", "c", "d"} // one left, two came
	if c := count(); c.New != 2 {
		t.Errorf("%d are new, want 2", c.New)
	}
	w.now = w.now.Add(time.Hour)
	news, err := d.Run(ctx, s.ID)
	if err != nil || !slices.Equal(news, []string{"c", "d"}) {
		t.Errorf("running it tells %v, %v", news, err)
	}
	for range 2 { // looking changes nothing
		o, err := d.Open(ctx, s.ID)
		if err != nil || len(o.New) != 2 || !o.New["c"] || o.Search.BeforeAt == nil {
			t.Errorf("opened: %+v, %v", o, err)
		}
	}
	if c := count(); c.New != 0 {
		t.Errorf("after running it %d are new", c.New)
	}
	w.down = true
	if c := count(); !c.Unknown {
		t.Error("without the engine a number is told")
	}
	if _, err := d.Run(ctx, s.ID); !fault.Is(err, fault.Unavailable) {
		t.Errorf("run without the engine: %v", err)
	}
	if err := d.Rename(ctx, s.ID, 1, "Altro"); !fault.Is(err, fault.Conflict) {
		t.Errorf("renamed in an old version: %v", err)
	}
	if err := d.Rename(ctx, s.ID, 2, "Altro"); err != nil {
		t.Error(err)
	}
	other := identity.With(t.Context(), identity.Principal{Subject: "u2", Roles: []identity.Role{identity.Employer}, Company: "c"})
	if _, err := d.List(other); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an employer lists searches: %v", err)
	}
}
