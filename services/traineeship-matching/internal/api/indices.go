package api

import (
	"context"
	"time"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/projection"
)

// ReadIndices tells how the projection is doing.
func (s *Server) ReadIndices(ctx context.Context, _ contract.ReadIndicesRequestObject) (contract.ReadIndicesResponseObject, error) {
	status, err := s.Projection.Status(ctx)
	if err != nil {
		return nil, err
	}
	return contract.ReadIndices200JSONResponse(indices(status)), nil
}

// Reindex begins to rebuild.
func (s *Server) Reindex(ctx context.Context, r contract.ReindexRequestObject) (contract.ReindexResponseObject, error) {
	if err := s.Projection.Reindex(ctx, r.Body.FromZero != nil && *r.Body.FromZero); err != nil {
		return nil, err
	}
	status, err := s.Projection.Status(ctx)
	if err != nil {
		return nil, err
	}
	return contract.Reindex202JSONResponse(indices(status)), nil
}

// CompareIndices asks for a comparison with the records.
func (s *Server) CompareIndices(ctx context.Context, _ contract.CompareIndicesRequestObject) (contract.CompareIndicesResponseObject, error) {
	s.Projection.Compare()
	status, err := s.Projection.Status(ctx)
	if err != nil {
		return nil, err
	}
	return contract.CompareIndices202JSONResponse(indices(status)), nil
}

func indices(s projection.Status) contract.Indices {
	out := contract.Indices{
		Snapshot: contract.SnapshotState{
			Loaded: s.Snapshot.Loaded, BeyondLimit: s.Snapshot.Beyond, MostOpenings: s.Snapshot.MostOpenings, People: s.Snapshot.People, Openings: s.Snapshot.Openings,
			PeopleVersion: s.Snapshot.PeopleVersion, OpeningsVersion: s.Snapshot.OpeningsVersion, Taxonomy: s.Snapshot.Taxonomy,
		},
		Indices: []contract.Index{}, Feeds: []contract.FeedState{},
		Rebuild: rebuild(s.Rebuild), Comparing: s.Comparing,
	}
	for _, i := range s.Indices {
		x := contract.Index{
			Name: i.Name, Available: i.Available, Generation: some(i.Generation), Rows: i.Rows, Version: i.Version,
			RowsVersion: i.RowsVersion, Behind: i.Behind(), Failures: i.Failures, Failure: failureAfter(i.Failures, i.Failure),
		}
		x.Drift, x.LastDifferences = drift(i.Drift), drift(i.Found)
		if i.Available {
			x.Documents = &i.Documents
		}
		out.Indices = append(out.Indices, x)
	}
	for _, f := range s.Feeds {
		out.Feeds = append(out.Feeds, contract.FeedState{
			Service: f.Service, Behind: f.Behind, HeardAt: instant(f.HeardAt), CaughtUpAt: instant(f.CaughtUpAt),
			Failures: f.Failures, Failure: failureAfter(f.Failures, f.Failure),
		})
	}
	return out
}

// drift is nil before the first comparison.
func drift(d projection.Drift) *contract.Drift {
	if d.CheckedAt.IsZero() {
		return nil
	}
	return &contract.Drift{CheckedAt: d.CheckedAt, Compared: d.Compared, Missing: d.Missing, Older: d.Older, Extra: d.Extra}
}

func failureAfter(failures int, kind fault.Kind) *string {
	if failures == 0 {
		return nil
	}
	return some(kind.String())
}

func rebuild(r projection.Rebuild) contract.Rebuild {
	out := contract.Rebuild{
		Step: string(r.Phase), Done: r.Written, Total: r.Total, StartedAt: instant(r.StartedAt), EndedAt: instant(r.EndedAt),
	}
	switch r.Phase {
	case projection.Waiting, projection.ReadingFeed, projection.Building:
		out.Running = true
	case projection.Failed:
		out.Failure = some(r.Failure.String())
	}
	return out
}

func instant(t time.Time) *contract.Instant {
	if t.IsZero() {
		return nil
	}
	return &t
}
