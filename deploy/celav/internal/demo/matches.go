package demo

import (
	"context"
	"fmt"

	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/contract/outreach"
)

// matchesEach is for how many people of each team a counsellor has looked already.
const matchesEach = 40

// inventMatches are matches that the teams' counsellors asked for: of their people, and of one opening.
func inventMatches(o Options, people []intake.BatchPerson, openings []outreach.BatchOpening) matching.RunBatch {
	out := matching.RunBatch{Items: []matching.RunToMake{}}
	add := func(by string, person, opening *string) {
		out.Items = append(out.Items, matching.RunToMake{Id: idOf(o.Seed, "match", len(out.Items)), By: by, PersonId: person, OpeningId: opening})
	}
	for _, x := range [][2]string{{"equipe-1", "demo-counsellor-1"}, {"equipe-2", "demo-counsellor-2"}} {
		n := 0
		for i := range people {
			if people[i].Team == x[0] && n < matchesEach {
				add(x[1], &people[i].Id, nil)
				n++
			}
		}
		if len(openings) > 0 {
			add(x[1], nil, &openings[0].Id)
		}
	}
	return out
}

func (l *loader) matches(ctx context.Context, batch matching.RunBatch) error {
	_, err := patiently(ctx, func(ctx context.Context) (Count, error) {
		r, err := answer[matching.RunBatchResult](l.matching.LoadRuns(ctx, batch))
		return Count{Created: r.Created}, err
	})
	if err != nil {
		return fmt.Errorf("load matches: %w", err)
	}
	return nil
}
