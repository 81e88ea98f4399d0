package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/celav/celav/pkg/fault"
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
	j, shown, err := d.compare(p, o, teamOf(caller, identity.MatchOpening))
	if err != nil {
		return Judgement{}, err
	}
	return j, d.record(ctx, j.Run, shown, runlog.Run{Direction: runlog.ForPair, Person: p.ID, Opening: o.ID, InputHash: hash(p, shown)})
}

// Compare judges a pair as Judge does, for nobody and without a record: a demonstration is loaded with it. Documents that
// the feeds have not brought yet are an Unavailable fault.
func (d *Desk) Compare(person, opening string) (Judgement, error) {
	p, ok := d.snapshot.Person(person)
	o, found := d.snapshot.Opening(opening)
	if !ok || !found {
		return Judgement{}, fault.New(fault.Unavailable, "Matching has not heard of this person or this opening yet.").After(time.Second)
	}
	j, _, err := d.compare(p, o, p.Team)
	return j, err
}

func (d *Desk) compare(p match.Person, o match.Opening, team string) (Judgement, match.Ranking, error) {
	run, _ := d.begin(Snapshot, false)
	ranking, err := d.snapshot.RankPeople(o, match.Query{On: d.Today(), Limit: poolLimit})
	if err != nil {
		return Judgement{}, match.Ranking{}, err
	}
	one, versions, ok, err := d.snapshot.Beside([]match.Person{p}, []match.Opening{o}).Explain(p.ID, o.ID, d.Today())
	if err != nil {
		return Judgement{}, match.Ranking{}, err
	}
	if !ok {
		return Judgement{}, match.Ranking{}, errNoPair()
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
	j.Higher = d.above(ranking, p.ID, team)
	for _, list := range ranking.Lists {
		j.Pool = append(j.Pool, list.Items...)
	}
	shown := match.Ranking{Versions: versions}
	shown.Lists[one.Standing] = match.List{Count: 1, Items: []match.Explanation{one}}
	return j, shown, nil
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

// LocalTime reads a day and an hour at the desk, as a form sends them: "2026-11-30T10:00".
func (d *Desk) LocalTime(text string) (time.Time, error) {
	t, err := time.ParseInLocation("2006-01-02T15:04", text, d.zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("read a time: %w", err)
	}
	return t, nil
}
