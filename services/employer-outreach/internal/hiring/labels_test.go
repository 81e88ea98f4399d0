package hiring_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// words is a taxonomy of labels that counts how often it is asked; nil does not answer.
type words struct {
	labels map[string]string
	asked  int
}

// Find implements hiring.Taxonomy.
func (w *words) Find(context.Context, string, string, string) ([]hiring.Concept, error) {
	return nil, nil
}

// Occupation implements hiring.Taxonomy.
func (w *words) Occupation(context.Context, string, string) (hiring.Occupation, error) {
	return hiring.Occupation{}, fault.New(fault.NotFound, "no")
}

// Labels implements hiring.Taxonomy.
func (w *words) Labels(_ context.Context, _ string, ids []string) (map[string]string, error) {
	w.asked++
	if w.labels == nil {
		return nil, fault.New(fault.Unavailable, "down")
	}
	found := map[string]string{}
	for _, id := range ids {
		if label, ok := w.labels[id]; ok {
			found[id] = label
		}
	}
	return found, nil
}

func records(t *testing.T, now func() time.Time) *store.Store {
	t.Helper()
	db := sqldbtest.SQLite(t)
	key, err := seal.Generate()
	must(t, err)
	sealer, err := seal.New(key)
	must(t, err)
	recorder, err := audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), now)
	must(t, err)
	log, err := feed.New(t.Context(), db, feed.Options{})
	must(t, err)
	s, err := store.New(t.Context(), db, log, sealer, recorder, func(civil.Date, string, int) (int, bool) { return 0, false }, now)
	must(t, err)
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestLabelsAreAskedOnceAndOutliveTheTaxonomy(t *testing.T) {
	x := &words{}
	labels := hiring.NewLabels(x, records(t, time.Now))
	ids := []string{"celav:o/cook", "celav:s/none", ""}
	bare := map[string]string{"celav:o/cook": "celav:o/cook", "celav:s/none": "celav:s/none"}
	for _, c := range []struct {
		labels map[string]string
		want   map[string]string
	}{
		{nil, bare}, // the taxonomy is down: ids must do, and are not remembered
		{map[string]string{"celav:o/cook": "cuoco"}, map[string]string{"celav:o/cook": "cuoco", "celav:s/none": "celav:s/none"}},
		{nil, map[string]string{"celav:o/cook": "cuoco", "celav:s/none": "celav:s/none"}},
	} {
		x.labels = c.labels
		got, err := labels.Of(t.Context(), "it", ids...)
		must(t, err)
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("with %v (-want +got):\n%s", c.labels, d)
		}
	}
	asked := x.asked
	got, err := labels.Known(t.Context(), "it", ids...)
	must(t, err)
	if d := cmp.Diff(map[string]string{"celav:o/cook": "cuoco"}, got); d != "" || x.asked != asked {
		t.Errorf("known asks %d times and tells %s", x.asked-asked, d)
	}
}

func TestChoresCloseAndLearn(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	s := records(t, func() time.Time { return now })
	c := company.Company{ID: "c", Name: "Bar", Sites: []company.Site{{ID: "s", Address: "Via A", Municipality: "Milano", Region: "lombardy", Lat: 45.4, Lon: 9.2}}}
	must(t, s.AddCompany(t.Context(), c, "", ""))
	yesterday := civil.Date{Year: 2026, Month: 11, Day: 22}
	for id, closes := range map[string]*civil.Date{"past": &yesterday, "open": nil} {
		o, err := opening.New(id, "c", opening.Terms{
			SiteID: "s", Kind: opening.Contract, Title: id, Language: "it", Occupation: "celav:o/cook", Start: yesterday, Seats: 1, ClosesOn: closes,
		})
		must(t, err)
		o.State, o.PublishedOn = opening.Published, &yesterday
		must(t, s.AddOpening(t.Context(), o, ""))
	}
	x := &words{labels: map[string]string{"celav:o/cook": "cuoco"}}
	chores := hiring.Chores{Store: s, Labels: hiring.NewLabels(x, s), Languages: []string{"it"}, Log: slog.New(slog.DiscardHandler), Every: time.Hour}
	must(t, chores.Round(t.Context()))
	for id, want := range map[string]opening.State{"past": opening.Closed, "open": opening.Published} {
		if o, err := s.Opening(t.Context(), id); err != nil || o.State != want {
			t.Errorf("%s is %s (%v), want %s", id, o.State, err, want)
		}
	}
	if got, err := s.Labels(t.Context(), "it", []string{"celav:o/cook"}); err != nil || got["celav:o/cook"] != "cuoco" {
		t.Errorf("learnt %v (%v)", got, err)
	}
}
