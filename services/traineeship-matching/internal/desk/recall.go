package desk

import (
	"context"
	"fmt"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// among decides which documents are ranked, and says so in the run. While the search engine does not answer those in
// memory are, if they are all there.
func (d *Desk) among(via Via, beyond bool, recalled func() (*match.Snapshot, error)) (Run, *match.Snapshot, error) {
	run, recall := d.begin(via, beyond)
	if beyond && !recall {
		return run, nil, fault.New(fault.Precondition, "There are more openings than memory holds: ask for them by recall.")
	}
	if !recall {
		return run, d.snapshot, nil
	}
	found, err := recalled()
	if fault.Is(err, fault.Unavailable) && !run.Loading && !beyond {
		run.Via, run.EngineDown = Snapshot, true
		return run, d.snapshot, nil
	}
	return run, found, err
}

func (d *Desk) recalledOpenings(ctx context.Context, p match.Person) (*match.Snapshot, error) {
	ids, err := d.documents.RecallOpenings(ctx, p, RecallLimit)
	if err != nil {
		return nil, fmt.Errorf("recall openings: %w", err)
	}
	found, err := d.snapshot.AmongOpenings(ids, func(missing []string) ([]match.Opening, error) {
		return d.documents.ReadOpenings(ctx, missing)
	})
	if err != nil {
		return nil, fmt.Errorf("read recalled openings: %w", err)
	}
	return found, nil
}

func (d *Desk) recalledPeople(ctx context.Context, o match.Opening) (*match.Snapshot, error) {
	ids, err := d.documents.RecallPeople(ctx, o, RecallLimit)
	if err != nil {
		return nil, fmt.Errorf("recall people: %w", err)
	}
	found, err := d.snapshot.AmongPeople(ids, func(missing []string) ([]match.Person, error) {
		return d.documents.ReadPeople(ctx, missing)
	})
	if err != nil {
		return nil, fmt.Errorf("read recalled people: %w", err)
	}
	return found, nil
}
