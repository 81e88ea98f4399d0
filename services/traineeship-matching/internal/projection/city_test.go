package projection_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/search/blevesearch"
	"github.com/celav/celav/pkg/search/essearch"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/pkg/telemetry"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/projection"
	"github.com/celav/celav/services/traineeship-matching/internal/weights"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

// neighbour plays a service that has a feed.
type neighbour struct {
	t    *testing.T
	kind string
	db   *sqldb.DB
	log  *feed.Log

	mu     sync.Mutex
	states map[string]string

	down      atomic.Bool
	taxonomy  atomic.Value // the answer to GET /v1/taxonomy/relations
	server    *httptest.Server
	transport *http.Transport
}

func newNeighbour(t *testing.T, kind string) *neighbour {
	t.Helper()
	n := &neighbour{t: t, kind: kind, db: sqldbtest.SQLite(t), states: map[string]string{}, transport: &http.Transport{}}
	var err error
	if n.log, err = feed.New(t.Context(), n.db, feed.Options{}); err != nil {
		t.Fatal(err)
	}
	n.taxonomy.Store(`{"version":"t1","items":[]}`)
	changes := n.log.Handler(n.read)
	n.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n.down.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		if strings.HasSuffix(r.URL.Path, "/relations") {
			_, _ = w.Write([]byte(n.taxonomy.Load().(string)))
			return
		}
		if err := changes(w, r); err != nil && r.Context().Err() == nil {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	t.Cleanup(func() {
		n.log.Stop()
		n.transport.CloseIdleConnections()
		n.server.Close()
	})
	return n
}

func (n *neighbour) peer() projection.Peer {
	return projection.Peer{URL: n.server.URL, Client: &http.Client{Transport: n.transport}}
}

func (n *neighbour) read(_ context.Context, _ string, ids []string) (map[string]feed.State, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	out := map[string]feed.State{}
	for _, id := range ids {
		if s, ok := n.states[id]; ok {
			out[id] = feed.State{JSON: json.RawMessage(s)}
		}
	}
	return out, nil
}

func (n *neighbour) put(states map[string]string) {
	n.t.Helper()
	var entries []feed.Entry
	n.mu.Lock()
	for id, s := range states {
		n.states[id] = s
		entries = append(entries, feed.Entry{Kind: n.kind, ID: id})
	}
	n.mu.Unlock()
	n.append(entries...)
}

func (n *neighbour) remove(id string) {
	n.t.Helper()
	n.mu.Lock()
	delete(n.states, id)
	n.mu.Unlock()
	n.append(feed.Entry{Kind: n.kind, ID: id, Deleted: true})
}

func (n *neighbour) append(entries ...feed.Entry) {
	n.t.Helper()
	err := n.db.Tx(context.Background(), func(ctx context.Context, tx bun.Tx) error { return n.log.Append(ctx, tx, entries...) })
	if err != nil {
		n.t.Error(err)
	}
}

// forgetFeed plays a restored backup: another epoch, in which the entity never was.
func (n *neighbour) forgetFeed(id string) {
	n.t.Helper()
	n.mu.Lock()
	delete(n.states, id)
	n.mu.Unlock()
	for _, statement := range []string{
		"DELETE FROM feed_entity WHERE id = '" + id + "'",
		"UPDATE feed_head SET seq = (SELECT MAX(seq) FROM feed_entity)",
	} {
		if _, err := n.db.ExecContext(context.Background(), statement); err != nil {
			n.t.Fatal(err)
		}
	}
	if err := n.log.Restart(context.Background()); err != nil {
		n.t.Fatal(err)
	}
}

// outage is an engine that can be taken away.
type outage struct {
	search.Driver
	down atomic.Bool
}

func (o *outage) check() error {
	if o.down.Load() {
		return fault.New(fault.Unavailable, "The engine was taken away.")
	}
	return nil
}

// Write implements search.Driver.
func (o *outage) Write(ctx context.Context, s *search.Schema, g string, ops []search.Operation) error {
	if err := o.check(); err != nil {
		return err
	}
	return o.Driver.Write(ctx, s, g, ops)
}

// Search implements search.Driver.
func (o *outage) Search(ctx context.Context, s *search.Schema, q search.Query) (search.Answer, error) {
	if err := o.check(); err != nil {
		return search.Answer{}, err
	}
	return o.Driver.Search(ctx, s, q)
}

// Live implements search.Driver.
func (o *outage) Live(ctx context.Context, s *search.Schema) (search.Generation, error) {
	if err := o.check(); err != nil {
		return search.Generation{}, err
	}
	return o.Driver.Live(ctx, s)
}

// city is a projection with its neighbours.
type city struct {
	t                            *testing.T
	intake, assessment, outreach *neighbour
	db                           *sqldb.DB
	engine                       *outage

	*projection.Projection
	snapshot *match.Snapshot
	most     int // openings that may be held; 0 for no limit
	stop     func()
}

func newCity(t *testing.T, db *sqldb.DB, engine search.Driver) *city {
	t.Helper()
	c := &city{
		t: t, db: db, engine: &outage{Driver: engine},
		intake: newNeighbour(t, "candidate"), assessment: newNeighbour(t, "profile"), outreach: newNeighbour(t, "opening"),
	}
	t.Cleanup(func() { c.stop() })
	c.start()
	return c
}

// start starts the service, again after stop.
func (c *city) start() {
	c.t.Helper()
	library, err := policy.Embedded()
	if err != nil {
		c.t.Fatal(err)
	}
	w, err := weights.Shipped()
	if err != nil {
		c.t.Fatal(err)
	}
	c.snapshot = match.NewSnapshot(library, w, 2)
	c.Projection, err = projection.New(c.t.Context(), projection.Options{
		Store: c.db, Search: c.engine, Snapshot: c.snapshot, Telemetry: telemetry.Discard(),
		Intake: c.intake.peer(), Assessment: c.assessment.peer(), Outreach: c.outreach.peer(),
		Poll: 100 * time.Millisecond, TaxonomyPoll: 100 * time.Millisecond, Check: 100 * time.Millisecond, MostOpenings: c.most,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for _, run := range c.Runs() {
		wg.Go(func() {
			if err := run(ctx); err != nil {
				c.t.Errorf("background work ended: %v", err)
			}
		})
	}
	c.stop = sync.OnceFunc(func() { cancel(); wg.Wait() })
}

// soon waits until something is so.
func (c *city) soon(what string, is func() bool) {
	c.t.Helper()
	c.within(30*time.Second, what, is)
}

// promptly waits as long as a change may take to arrive.
func (c *city) promptly(what string, is func() bool) time.Duration {
	c.t.Helper()
	return c.within(2*time.Second, what, is)
}

func (c *city) within(limit time.Duration, what string, is func() bool) time.Duration {
	c.t.Helper()
	began := time.Now()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !is() {
		if time.Since(began) > limit {
			c.t.Fatalf("after %v it is not so that %s", limit, what)
		}
		<-tick.C
	}
	return time.Since(began)
}

// found counts openings that a filter finds; -1 when the engine does not answer.
func (c *city) found(where search.Filter) int {
	r, err := c.Catalogue().Openings.Query(context.Background(), search.Query{Where: where})
	if err != nil {
		return -1
	}
	return r.Total
}

func (c *city) foundPeople(where search.Filter) int {
	r, err := c.Catalogue().People.Query(context.Background(), search.Query{Where: where})
	if err != nil {
		return -1
	}
	return r.Total
}

// each runs a test on what is embedded and on real servers, beside other tests: each has a city of its own and mostly waits
// for it.
func each(t *testing.T, test func(t *testing.T, c *city)) {
	t.Helper()
	t.Parallel()
	eachAlone(t, test)
}

// eachAlone is each without others beside it, for what looks at times. Databases and engines know nothing of each other,
// and each has a conformance suite of its own: so they are paired.
func eachAlone(t *testing.T, test func(t *testing.T, c *city)) {
	t.Helper()
	t.Run("embedded", func(t *testing.T) { test(t, newCity(t, sqldbtest.SQLite(t), embedded(t))) })
	t.Run("real", func(t *testing.T) { test(t, newCity(t, sqldbtest.Postgres(t), elasticsearch(t))) })
}

func embedded(t *testing.T) search.Driver {
	t.Helper()
	d, err := blevesearch.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func elasticsearch(t *testing.T) search.Driver {
	t.Helper()
	address := os.Getenv("CELAV_TEST_ELASTICSEARCH_URL")
	if address == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("CELAV_TEST_ELASTICSEARCH_URL is not set: scripts/servers gives it")
		}
		t.Skip("CELAV_TEST_ELASTICSEARCH_URL is not set: scripts/servers gives it")
	}
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	d, err := essearch.Open(address, essearch.Options{Prefix: "test-" + id.String()[24:], Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Drop(context.Background()); err != nil {
			t.Error(err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}
