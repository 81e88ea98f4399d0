package alerts

import (
	"context"
	"fmt"
	"slices"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// Sizes of one step, so that memory stays bounded: what is judged at once, and how many candidates of a person compete.
const (
	openingsAtOnce = 1000
	peopleAtOnce   = 100
	rivals         = 50
)

// round is one look at what changed.
type round struct {
	w        *Worker
	upTo     int64
	told     map[Pair]Alert
	floors   Floors
	skipped  map[string]bool // people who have a traineeship
	found    map[string][]Alert
	change   Change
	everyone []match.Person
}

// Change is what a round writes, all of it or nothing.
type Change struct {
	From, UpTo int64 // positions; another From in the records is a fault.Conflict
	Add        []Alert
	Pass       []string // ids
	Raise      []Alert  // open alerts whose score changed
	Known      []Known
	// Teams are where people are now; GonePeople and GoneOpenings are not there any more.
	Teams                    map[string]string
	GonePeople, GoneOpenings []string
}

// Known is what a document was when it was looked at.
type Known struct{ Kind, ID, Digest string }

// Floors are the lowest scores that anybody wants to be told of, in hundredths.
type Floors struct {
	Everywhere int32
	Teams      map[string]int32
}

func (f Floors) of(team string) int32 {
	floor := f.Everywhere
	if t, ok := f.Teams[team]; ok {
		floor = min(floor, t)
	}
	return floor
}

// run looks at everything between two positions.
func (r *round) run(ctx context.Context) error {
	people, err := r.changedPeople(ctx)
	if err != nil {
		return err
	}
	openings, err := r.changedOpenings(ctx)
	if err != nil || len(people)+len(openings) == 0 {
		return err
	}
	changed := map[string]bool{}
	for _, p := range people {
		changed[p.ID] = true
	}
	r.w.Snapshot.People(func(p *match.Person) bool {
		if p.State != "closed" && !r.skipped[p.ID] && !changed[p.ID] {
			r.everyone = append(r.everyone, *p)
		}
		return true
	})
	for some := range slices.Chunk(openings, openingsAtOnce) {
		if err := r.judge(ctx, r.w.Snapshot.Beside(nil, some), r.everyone, NewOpening); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(people, peopleAtOnce) {
		if err := r.judge(ctx, r.w.Snapshot, some, NewPerson); err != nil {
			return err
		}
	}
	return r.choose(ctx)
}

// changedPeople are the people who are new or changed in something that matters.
func (r *round) changedPeople(ctx context.Context) ([]match.Person, error) {
	var out []match.Person
	r.change.Teams = map[string]string{}
	err := each(ctx, r.change.From, r.upTo, r.w.Rows.PeopleAfter, func(entries []search.Entry[match.Person]) error {
		var ids []string
		for _, e := range entries {
			if e.Deleted || e.Doc.State == "closed" {
				r.change.GonePeople = append(r.change.GonePeople, e.ID)
				continue
			}
			r.change.Teams[e.ID] = e.Doc.Team
			ids = append(ids, e.ID)
		}
		known, err := r.w.Store.Known(ctx, string(NewPerson), ids)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if _, there := r.change.Teams[e.ID]; !there || e.Deleted {
				continue
			}
			if d := personDigest(e.Doc); known[e.ID] != d {
				r.change.Known = append(r.change.Known, Known{string(NewPerson), e.ID, d})
				if !r.skipped[e.ID] {
					out = append(out, e.Doc)
				}
			}
		}
		return nil
	})
	return out, err
}

func (r *round) changedOpenings(ctx context.Context) ([]match.Opening, error) {
	var out []match.Opening
	err := each(ctx, r.change.From, r.upTo, r.w.Rows.OpeningsAfter, func(entries []search.Entry[match.Opening]) error {
		var ids []string
		for _, e := range entries {
			ids = append(ids, e.ID)
		}
		known, err := r.w.Store.Known(ctx, string(NewOpening), ids)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.Deleted || !e.Doc.Live {
				r.change.GoneOpenings = append(r.change.GoneOpenings, e.ID)
			}
			if e.Deleted {
				continue
			}
			if d := openingDigest(e.Doc); known[e.ID] != d {
				r.change.Known = append(r.change.Known, Known{string(NewOpening), e.ID, d})
				if e.Doc.Live {
					out = append(out, e.Doc)
				}
			}
		}
		return nil
	})
	return out, err
}

// each reads rows from one position to another, in batches.
func each[D any](ctx context.Context, after, upTo int64, read func(context.Context, int64) ([]search.Entry[D], error), visit func([]search.Entry[D]) error) error {
	for after < upTo {
		entries, err := read(ctx, after)
		if err != nil {
			return fmt.Errorf("read what changed: %w", err)
		}
		if len(entries) == 0 {
			return nil
		}
		after = entries[len(entries)-1].Version
		entries = slices.DeleteFunc(entries, func(e search.Entry[D]) bool { return e.Version > upTo })
		if err := visit(entries); err != nil {
			return err
		}
	}
	return nil
}

// judge finds the pairs that match well, and of each person keeps the best.
func (r *round) judge(ctx context.Context, among *match.Snapshot, people []match.Person, about About) error {
	scores, err := among.ScoreAll(ctx, people, r.w.today(), nil)
	if err != nil {
		return fmt.Errorf("judge what is new: %w", err)
	}
	for i := range scores.Rows {
		p := &scores.People[i]
		floor := r.floors.of(p.Team)
		for _, s := range scores.Rows[i].Eligible {
			if s.Total < floor {
				continue
			}
			a := Alert{Pair: Pair{p.ID, scores.Openings[s.Opening].ID}, Team: p.Team, About: about, Total: s.Total, State: Open}
			if old, told := r.told[a.Pair]; told {
				if old.State == Open && old.Total != a.Total {
					old.Total = a.Total
					r.change.Raise = append(r.change.Raise, old)
				}
				continue
			}
			r.found[p.ID] = append(r.found[p.ID], a)
		}
		if best := r.found[p.ID]; len(best) > rivals {
			slices.SortFunc(best, Alert.before)
			r.found[p.ID] = slices.Clone(best[:rivals])
		}
	}
	return nil
}

// choose lets what was found compete with what was told today.
func (r *round) choose(ctx context.Context) error {
	now := r.w.Now().UTC()
	day := r.w.today().String()
	today, err := r.w.Store.Day(ctx, day)
	if err != nil {
		return err
	}
	var competing, decided []Alert
	for _, a := range today {
		switch a.State {
		case Open:
			competing = append(competing, a)
		case Dismissed:
			decided = append(decided, a)
		}
	}
	for _, found := range r.found {
		competing = append(competing, found...)
	}
	kept, left := Choose(competing, decided)
	for _, a := range kept {
		if a.ID == "" {
			a.ID, a.FoundAt, a.FoundOn = r.w.NewID(), now, day
			r.change.Add = append(r.change.Add, a)
		}
	}
	for _, a := range left {
		if a.ID != "" {
			r.change.Pass = append(r.change.Pass, a.ID)
		}
	}
	return nil
}
