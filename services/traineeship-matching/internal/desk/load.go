package desk

import (
	"context"
	"fmt"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
)

// Made is a match that is made in somebody's name, as a demonstration does: of a person or of an opening.
type Made struct{ ID, By, Person, Opening string }

// shownOfLoaded is how much of each list of such a match is kept.
const shownOfLoaded = 10

// Load makes matches in the name of staff and records them; those that are on record already are left out, as is what
// matching does not know.
func (d *Desk) Load(ctx context.Context, items []Made) (created int, err error) {
	caller, _ := identity.From(ctx)
	if err := identity.May(caller, identity.BatchLoad); err != nil {
		return 0, err
	}
	if !d.documents.Loaded() {
		return 0, fault.New(fault.Unavailable, "Matching is still loading.")
	}
	query := match.Query{On: d.Today(), Limit: shownOfLoaded}
	for _, x := range items {
		known, err := d.runs.Known(ctx, x.ID)
		if err != nil {
			return created, err
		}
		if known {
			continue
		}
		ok, err := d.load(ctx, x, query)
		if err != nil {
			return created, fmt.Errorf("make a match: %w", err)
		}
		if ok {
			created++
		}
	}
	return created, nil
}

func (d *Desk) load(ctx context.Context, x Made, query match.Query) (bool, error) {
	run, _ := d.begin(Snapshot, false)
	record := runlog.Run{Direction: runlog.ForPerson, Person: x.Person, Subject: x.By}
	var ranking match.Ranking
	var err error
	if x.Person != "" && d.documents.Beyond() {
		return false, nil
	}
	if x.Person != "" {
		p, ok := d.snapshot.Person(x.Person)
		if !ok {
			return false, nil
		}
		if ranking, err = d.snapshot.RankOpenings(p, query); err != nil {
			return false, err
		}
		record.InputHash = hash(p, ranking)
	} else {
		o, ok := d.snapshot.Opening(x.Opening)
		if !ok {
			return false, nil
		}
		if ranking, err = d.snapshot.RankPeople(o, query); err != nil {
			return false, err
		}
		record = runlog.Run{Direction: runlog.ForOpening, Opening: o.ID, InputHash: hash(o, ranking), Subject: x.By}
	}
	run.ID, run.Scored, run.Versions = x.ID, ranking.Scored, ranking.Versions
	return true, d.record(ctx, run, ranking, record)
}
