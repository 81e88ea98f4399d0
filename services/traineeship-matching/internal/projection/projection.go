// Package projection keeps what matching knows of people and openings up to date.
//
// It follows the feeds of intake, skills-assessment and employer-outreach into rows of this service's own records, and
// from those rows alone it feeds the search indices and the snapshot in memory. Each of the three remembers a version of
// the rows: whoever was away, or down, goes on from there. The rows can be read again from the feeds, the rest from the
// rows.
package projection

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"go.opentelemetry.io/otel/trace"

	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/telemetry"
	"github.com/celav/celav/services/traineeship-matching/internal/catalogue"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// Peer is how another service is reached: its address with the mount prefix, and a client that adds the token.
type Peer struct {
	URL    string
	Client *http.Client
}

// Options are what a projection needs; all but Now and Poll are required.
type Options struct {
	Store     *sqldb.DB
	Search    search.Driver
	Snapshot  *match.Snapshot
	Telemetry *telemetry.Telemetry
	// Intake, Assessment and Outreach are followed.
	Intake, Assessment, Outreach Peer
	Now                          func() time.Time
	// Poll is how often to look for rows that another process wrote, and for a taxonomy that changed; 0 means a second
	// and ten seconds.
	Poll, TaxonomyPoll time.Duration
	// Check is how often to ask whether the engine still holds what was written; 0 means 15 s.
	Check time.Duration
	// MostOpenings is how many openings the snapshot may hold; beyond it none is held. 0 sets no limit.
	MostOpenings int
}

// Projection is the running whole. Make it with New and run its Runs.
type Projection struct {
	store     *store.Store
	snapshot  *match.Snapshot
	catalogue *catalogue.Catalogue
	log       *slog.Logger
	tracer    trace.Tracer
	now       func() time.Time
	zone      *time.Location
	poll      time.Duration
	check     time.Duration
	most      int

	sources  []*source
	people   *indexWriter[match.Person]
	openings *indexWriter[catalogue.Opening]
	mirror   *mirror
	taxonomy *taxonomyFollower

	changed *signal // rows were written

	id      string // of this process, among those that share the records
	aloneMu sync.Mutex

	rebuildMu sync.Mutex
	rebuild   Rebuild
	requests  chan bool
	compares  chan struct{}
	comparing atomic.Bool
}

// New opens the projection's tables and prepares everything. It calls neither the peers nor the search engine.
func New(ctx context.Context, o Options) (*Projection, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	if o.TaxonomyPoll == 0 {
		o.TaxonomyPoll = 10 * time.Second
	}
	if o.Check == 0 {
		o.Check = 15 * time.Second
	}
	records, err := store.Open(ctx, o.Store)
	if err != nil {
		return nil, fmt.Errorf("open the projection: %w", err)
	}
	// A recall on a busy cluster may take seconds; the answer still has to come within what callers wait.
	c, err := catalogue.New(o.Search, o.Snapshot.Weights(), search.Options{Tracer: o.Telemetry.Tracer, QueryTimeout: 8 * time.Second})
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		return nil, fmt.Errorf("load the city's time zone: %w", err)
	}
	p := &Projection{
		zone: zone, store: records, snapshot: o.Snapshot, catalogue: c, log: o.Telemetry.Log, tracer: o.Telemetry.Tracer, now: o.Now, poll: o.Poll, check: o.Check, most: o.MostOpenings,
		changed: newSignal(), requests: make(chan bool, 1), compares: make(chan struct{}, 1), id: uuid.Must(uuid.NewV7()).String(),
	}
	var ofPeople, ofOpenings causes
	for _, s := range []struct {
		name string
		peer Peer
		kind string
		half store.Half
		of   *causes
	}{
		{"intake", o.Intake, "candidate", store.CandidateHalf(), &ofPeople},
		{"assessment", o.Assessment, "profile", store.ProfileHalf(), &ofPeople},
		{"outreach", o.Outreach, "opening", store.OpeningHalf(), &ofOpenings},
	} {
		src, err := p.follow(ctx, s.name, s.peer, s.kind, s.half, s.of)
		if err != nil {
			return nil, err
		}
		p.sources = append(p.sources, src)
	}
	p.people = newIndexWriter(p, c.People, p.peopleAfter, &ofPeople)
	p.openings = newIndexWriter(p, c.Openings, p.openingsAfter, &ofOpenings)
	p.mirror = &mirror{p: p}
	if p.taxonomy, err = newTaxonomyFollower(p, o.Assessment, o.TaxonomyPoll); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *Projection) follow(ctx context.Context, name string, peer Peer, kind string, half store.Half, causes *causes) (*source, error) {
	s := &source{name: name, store: p.store, kind: kind, half: half, changed: p.changed, causes: causes}
	f, err := feed.NewFollower(ctx, feed.FollowerOptions{
		Name: name, DB: p.store.DB(), Source: feed.HTTPSource{Client: peer.Client, URL: peer.URL + "/v1/changes"},
		Apply: s.apply, Reset: s.reset, Log: p.log, Tracer: p.tracer, Now: p.now,
	})
	if err != nil {
		return nil, fmt.Errorf("follow %s: %w", name, err)
	}
	s.follower = f
	return s, nil
}

// Runs are the background work, each until its context ends.
func (p *Projection) Runs() []func(context.Context) error {
	runs := []func(context.Context) error{p.mirror.run, p.taxonomy.run, p.runRebuilds, p.runDrift}
	for _, s := range p.sources {
		runs = append(runs, s.run, func(ctx context.Context) error { return p.sweep(ctx, s) })
	}
	return append(runs, p.people.run, p.openings.run)
}

// Loaded reports whether the snapshot holds all that the rows held when this process started.
func (p *Projection) Loaded() bool { return p.mirror.isLoaded() }

// Beyond reports whether there are more openings than the snapshot may hold, so that it holds none.
func (p *Projection) Beyond() bool { return p.mirror.isBeyond() }

// Whole reports whether the snapshot holds everything, openings too.
func (p *Projection) Whole() bool { return p.Loaded() && !p.Beyond() }

// RecallOpenings asks the search engine which openings are worth judging for a person today.
func (p *Projection) RecallOpenings(ctx context.Context, person match.Person, limit int) ([]string, error) {
	return p.catalogue.RecallOpenings(ctx, p.snapshot, person, p.today(), limit)
}

// RecallPeople asks the search engine who is worth judging for an opening today.
func (p *Projection) RecallPeople(ctx context.Context, opening match.Opening, limit int) ([]string, error) {
	return p.catalogue.RecallPeople(ctx, p.snapshot, opening, p.today(), limit)
}

func (p *Projection) today() civil.Date { return civil.DateOf(p.now().In(p.zone)) }

// Catalogue is the two search indices.
func (p *Projection) Catalogue() *catalogue.Catalogue { return p.catalogue }
