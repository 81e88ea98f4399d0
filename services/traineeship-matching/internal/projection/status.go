package projection

import (
	"context"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// Status is how the projection is doing.
type Status struct {
	Feeds    []FeedStatus
	Indices  []IndexStatus
	Snapshot SnapshotStatus
	Rebuild  Rebuild
	// Comparing: indices and rows are being compared.
	Comparing bool
}

// FeedStatus is how far a feed was followed.
type FeedStatus struct {
	Service string
	// Behind is how many changes are known to wait.
	Behind int64
	// HeardAt is when the feed last answered, CaughtUpAt when nothing waited; zero when never in this process.
	HeardAt, CaughtUpAt time.Time
	// Failures counts failures in a row, Failure is the kind of the last.
	Failures int
	Failure  fault.Kind
}

// IndexStatus is how far an index follows the rows.
type IndexStatus struct {
	Name string
	// Available says that the engine answers; otherwise Documents is not known.
	Available  bool
	Documents  int
	Generation string
	// Rows is what the index should hold; Version and RowsVersion are those of the index and of the rows.
	Rows                 int
	Version, RowsVersion int64
	Failures             int
	Failure              fault.Kind
	// Drift is what the last comparison with the rows found and mended, Found the last that found anything.
	Drift, Found Drift
}

// Behind reports whether rows wait to be written.
func (i IndexStatus) Behind() bool { return i.Version < i.RowsVersion }

// SnapshotStatus is what the snapshot holds.
type SnapshotStatus struct {
	Loaded                         bool
	Beyond                         bool // there are more openings than may be held: MostOpenings
	MostOpenings                   int
	People, Openings               int
	PeopleVersion, OpeningsVersion int64
	Taxonomy                       string
}

// Status asks the records and the engine; an engine that does not answer is part of the answer.
func (p *Projection) Status(ctx context.Context) (Status, error) {
	s := Status{Rebuild: p.Rebuild(), Comparing: p.comparing.Load()}
	for _, src := range p.sources {
		f := src.follower.Status()
		s.Feeds = append(s.Feeds, FeedStatus{
			Service: src.name, Behind: f.Behind, HeardAt: f.HeardAt, CaughtUpAt: f.CaughtUpAt,
			Failures: f.Failures, Failure: f.Failure,
		})
	}
	people, err := p.store.CountPeople(ctx)
	if err != nil {
		return s, err
	}
	openings, err := p.store.CountOpenings(ctx)
	if err != nil {
		return s, err
	}
	s.Indices = []IndexStatus{p.people.status(ctx, people), p.openings.status(ctx, openings)}
	counts := p.snapshot.Counts()
	p.mirror.mu.Lock()
	defer p.mirror.mu.Unlock()
	s.Snapshot = SnapshotStatus{
		Loaded: p.mirror.loaded, Beyond: p.mirror.beyond, MostOpenings: p.most, People: counts.People, Openings: counts.Openings,
		PeopleVersion: p.mirror.people, OpeningsVersion: p.mirror.openings, Taxonomy: p.snapshot.TaxonomyVersion(),
	}
	return s, nil
}

func (w *indexWriter[D]) status(ctx context.Context, rows store.Total) IndexStatus {
	at := w.position()
	s := IndexStatus{Name: w.name, Generation: at.Generation, Rows: rows.Rows, Version: at.Version, RowsVersion: rows.Version}
	if r, err := w.index.Query(ctx, search.Query{}); err == nil {
		s.Available, s.Documents = true, r.Total
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	s.Failures, s.Failure, s.Drift, s.Found = w.failures, w.failure, w.drift, w.found
	return s
}
