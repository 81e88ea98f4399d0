package desk

import (
	"context"
	"slices"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
)

// Judgement is one pair as a decision rests on it: the explanation, who stands above, and everybody's for comparison.
type Judgement struct {
	Run     Run
	Match   match.Explanation
	Person  match.Person
	Opening match.Opening
	// Higher are the eligible people above, of those whom the caller may see, the best first.
	Higher []string
	// Blocks are the constraints that block; Hard those of them that nobody may set aside.
	Blocks, Hard []string
	// Pool is everybody for this opening, whatever their standing and team: to see who looks alike.
	Pool []match.Explanation
}

// poolLimit bounds how many people of each standing a person is compared with.
const poolLimit = 5000

// Judge judges a pair among everybody, and records the run. What the caller may not match is refused.
func (d *Desk) Judge(ctx context.Context, person, opening string) (Judgement, error) {
	p, err := d.person(ctx, person)
	if err != nil {
		return Judgement{}, err
	}
	o, err := d.opening(ctx, opening)
	if err != nil {
		return Judgement{}, err
	}
	caller, _ := identity.From(ctx)
	run, _ := d.begin(Snapshot)
	ranking, err := d.snapshot.RankPeople(o, match.Query{On: d.Today(), Limit: poolLimit})
	if err != nil {
		return Judgement{}, err
	}
	one, versions, ok, err := d.snapshot.Beside([]match.Person{p}, []match.Opening{o}).Explain(p.ID, o.ID, d.Today())
	if err != nil {
		return Judgement{}, err
	}
	if !ok {
		return Judgement{}, errNoPair()
	}
	run.ID, run.Scored, run.Versions, run.Via = newID(), ranking.Scored, versions, Snapshot
	j := Judgement{Run: run, Match: one, Person: p, Opening: o}
	for _, c := range one.Gate {
		if c.Decision == policy.Block {
			j.Blocks = append(j.Blocks, c.Constraint.String())
			// What an opening or a person asks for may be set aside by a named role; what the law or the state of the
			// record says may not.
			if c.Rule != nil || c.Constraint == match.WorkAccess || c.Constraint == match.Age || c.Constraint == match.Live {
				j.Hard = append(j.Hard, c.Constraint.String())
			}
		}
	}
	j.Higher = d.above(ranking, person, teamOf(caller, identity.MatchOpening))
	for _, list := range ranking.Lists {
		j.Pool = append(j.Pool, list.Items...)
	}
	shown := match.Ranking{Versions: versions}
	shown.Lists[one.Standing] = match.List{Count: 1, Items: []match.Explanation{one}}
	return j, d.record(ctx, run, shown, runlog.Run{Direction: runlog.ForPair, Person: p.ID, Opening: o.ID, InputHash: hash(p, shown)})
}

// above lists the eligible people who rank before somebody; all that were kept when that one is not eligible.
func (d *Desk) above(ranking match.Ranking, person, team string) []string {
	var ids []string
	eligible := ranking.Lists[match.Eligible].Items
	at := slices.IndexFunc(eligible, func(e match.Explanation) bool { return e.Person == person })
	if at < 0 {
		at = len(eligible)
	}
	for _, e := range eligible[:at] {
		if p, ok := d.snapshot.Person(e.Person); ok && (team == "" || p.Team == team) {
			ids = append(ids, e.Person)
		}
	}
	return ids
}

// Document returns what matching knows of a person, without asking who may: for use cases that check themselves.
func (d *Desk) Document(id string) (match.Person, bool) { return d.snapshot.Person(id) }

// OpeningDocument returns what matching knows of an opening.
func (d *Desk) OpeningDocument(id string) (match.Opening, bool) { return d.snapshot.Opening(id) }
