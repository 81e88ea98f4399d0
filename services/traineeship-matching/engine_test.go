package matching_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/search/essearch"
	"github.com/celav/celav/pkg/suite/suitetest"
	matching "github.com/celav/celav/services/traineeship-matching"
)

// engine stands before a real Elasticsearch, where there is one, and can be taken away: then connections break.
type engine struct {
	server *httptest.Server
	down   atomic.Bool
}

func newEngine(t *testing.T) (e *engine, searchURL string, answers bool) {
	t.Helper()
	address := os.Getenv("CELAV_TEST_ELASTICSEARCH_URL")
	if address == "" && os.Getenv("CI") == "true" {
		t.Fatal("CELAV_TEST_ELASTICSEARCH_URL is not set: scripts/servers gives it")
	}
	e = &engine{}
	e.down.Store(true)
	next := http.NotFoundHandler()
	if address != "" {
		to, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		next = &httputil.ReverseProxy{
			Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(to) },
			Transport: &http.Transport{DisableKeepAlives: true},
		}
	}
	e.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e.down.Load() {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, r)
	}))
	t.Cleanup(e.server.Close)
	prefix := "test-" + uuid.Must(uuid.NewV7()).String()[24:]
	if address != "" {
		t.Cleanup(func() { drop(t, address, prefix) })
	}
	return e, "elasticsearch+" + e.server.URL + "?prefix=" + prefix, address != ""
}

func drop(t *testing.T, address, prefix string) {
	t.Helper()
	d, err := essearch.Open(address, essearch.Options{Prefix: prefix, Transport: &http.Transport{DisableKeepAlives: true}})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Drop(context.Background()); err != nil {
		t.Error(err)
	}
}

// TestEngineDownAndBack: while the search engine is away, whoever asks for its answer gets the snapshot's, and is told so
// on the page and over the API; when it is back it catches up by itself.
func TestEngineDownAndBack(t *testing.T) {
	e, address, answers := newEngine(t)
	c := &city{t, suitetest.StartOn(t, address, intake(), assessment(), outreach(), matching.Module())}
	operator, counsellor := c.as("demo-operator"), c.as("demo-counsellor-1")
	recall := contract.Recall
	state := func() *contract.Indices {
		r, err := operator.ReadIndicesWithResponse(t.Context())
		if err != nil || r.JSON200 == nil {
			t.Fatalf("%v, %s", err, r.Body)
		}
		return r.JSON200
	}
	c.soon("everything is in the snapshot", func() bool {
		s := state().Snapshot
		return s.Loaded && s.People == len(candidates()) && s.Openings == len(openings()) && s.Taxonomy != ""
	})
	away := func() {
		t.Helper()
		r, err := counsellor.MatchPersonWithResponse(t.Context(), awa, &contract.MatchPersonParams{Via: &recall})
		if err != nil || r.JSON200 == nil || r.JSON200.Eligible.Count != 1 {
			t.Fatalf("%v, %s", err, r.Body)
		}
		if run := r.JSON200.Run; run.Via != contract.Snapshot || run.EngineDown == nil || !*run.EngineDown {
			t.Errorf("the answer does not say that it comes from the snapshot: %+v", run)
		}
		people, err := counsellor.MatchOpeningWithResponse(t.Context(), waiter, &contract.MatchOpeningParams{Via: &recall})
		if err != nil || people.JSON200 == nil || people.JSON200.Run.Via != contract.Snapshot || people.JSON200.Run.EngineDown == nil {
			t.Errorf("%v, %s", err, people.Body)
		}
		page := c.signedIn("demo-counsellor-1").Get("/matching/people/" + awa + "?via=recall&lang=en")
		if page.Status != http.StatusOK || !strings.Contains(page.Words(), "The search engine does not answer") {
			t.Errorf("the page does not say it: %d %s", page.Status, page.Words())
		}
		if i := state().Indices[1]; i.Available || i.Documents != nil {
			t.Errorf("the index is said to answer: %+v", i)
		}
	}
	away()
	if !answers {
		return
	}
	back := func() {
		t.Helper()
		e.down.Store(false)
		c.soon("the indices caught up", func() bool {
			i := state().Indices
			return !i[0].Behind && !i[1].Behind && i[1].Documents != nil && *i[1].Documents == len(openings())
		})
		r, err := counsellor.MatchPersonWithResponse(t.Context(), awa, &contract.MatchPersonParams{Via: &recall})
		if err != nil || r.JSON200 == nil || r.JSON200.Run.Via != contract.Recall || r.JSON200.Run.EngineDown != nil || r.JSON200.Eligible.Count != 1 {
			t.Errorf("%v, %s", err, r.Body)
		}
	}
	back()
	e.down.Store(true)
	away()
	back()
}

// TestOperatorsSeeTheIndices: what they hold, what differed from the records, and how a rebuild is doing; who may not act
// sees no buttons.
func TestOperatorsSeeTheIndices(t *testing.T) {
	c := start(t)
	operator := c.as("demo-operator")
	c.soon("all is written", func() bool {
		r, err := operator.ReadIndicesWithResponse(t.Context())
		return err == nil && r.JSON200 != nil && !r.JSON200.Indices[1].Behind && *r.JSON200.Indices[1].Documents == len(openings())
	})
	asked, err := operator.CompareIndicesWithResponse(t.Context())
	if err != nil || asked.JSON202 == nil {
		t.Fatalf("%v, %s", err, asked.Body)
	}
	var index contract.Index
	c.soon("the indices were compared", func() bool {
		r, err := operator.ReadIndicesWithResponse(t.Context())
		if err != nil || r.JSON200 == nil {
			t.Fatalf("%v, %s", err, r.Body)
		}
		index = r.JSON200.Indices[1]
		return index.Drift != nil
	})
	if d := index.Drift; d.Compared != len(openings()) || d.Missing+d.Older+d.Extra != 0 || index.LastDifferences != nil {
		t.Errorf("%+v", index)
	}
	b := c.signedIn("demo-operator")
	page := b.Get("/matching/indices?lang=en")
	if page.Status != http.StatusOK || len(page.All("form.c-action")) != 3 || strings.Contains(page.Words(), "matching.") {
		t.Errorf("%d, %s", page.Status, page.Words())
	}
	for _, path := range []string{"/matching/indices/compare", "/matching/indices/rebuild"} {
		if p := b.Post(path, nil); p.Status != http.StatusOK && p.Status != http.StatusSeeOther {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	c.soon("the rebuild is over", func() bool {
		r, err := operator.ReadIndicesWithResponse(t.Context())
		return err == nil && r.JSON200 != nil && r.JSON200.Rebuild.Step == "done"
	})
	if seen := c.signedIn("demo-coordinator").Get("/matching/indices"); seen.Status != http.StatusOK || len(seen.All("form.c-action")) != 0 {
		t.Errorf("%d, %s", seen.Status, seen.Words())
	}
	if refused := c.signedIn("demo-counsellor-1").Get("/matching/indices"); refused.Status != http.StatusForbidden {
		t.Errorf("a counsellor sees %d", refused.Status)
	}
}

// soon waits until something is so.
func (c *city) soon(what string, is func() bool) {
	c.t.Helper()
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for deadline := time.Now().Add(45 * time.Second); !is(); <-look.C {
		if time.Now().After(deadline) {
			c.t.Fatalf("it does not come about that %s", what)
		}
	}
}
