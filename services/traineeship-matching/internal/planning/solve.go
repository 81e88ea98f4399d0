package planning

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/assign"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// solved is a group judged and placed. It is used by one request at a time.
type solved struct {
	mu                sync.Mutex
	token             string // of cursors
	scores            match.Scores
	plan              *assign.Plan
	result            assign.Result
	personNo          map[string]int
	openingNo         map[string]int
	order             []int // the people as they are listed
	placed, elsewhere int
	free              int64 // the total with nothing fixed or forbidden
	first             int64 // the total of first come, first served
	firstPlaced       int
	set               []store.Override // what the plan has taken in
	void              []store.Override // what it cannot
	together          keptGroups
	taken             store.Plan // what set, void and together came of
}

// MaxPeople bounds a group.
const MaxPeople = 20_000

// solve judges a group and places it, nothing fixed and nothing forbidden yet.
func (d *Desk) solve(ctx context.Context, g Group, team string, unplaced int32) (*solved, error) {
	people, placed, elsewhere, err := d.everyone(ctx, g, team)
	if err != nil {
		return nil, err
	}
	if len(people) > MaxPeople {
		return nil, fault.New(fault.Precondition, "A plan holds at most %d people.", MaxPeople)
	}
	scores, err := d.Snapshot.ScoreAll(ctx, people, d.Today(), nil)
	if err != nil {
		return nil, fmt.Errorf("judge a group: %w", err)
	}
	problem := problemOf(&scores, d.Snapshot, unplaced)
	plan, err := assign.Solve(ctx, problem, nil)
	if err != nil {
		return nil, fmt.Errorf("place a group: %w", err)
	}
	s := &solved{
		token: newID(), scores: scores, plan: plan, result: plan.Result(), placed: placed, elsewhere: elsewhere,
		personNo: map[string]int{}, openingNo: map[string]int{},
	}
	if err := assign.Verify(&problem, &s.result); err != nil {
		return nil, fmt.Errorf("a plan is not the best: %w", err)
	}
	s.free = points(s.result, unplaced)
	place, total := assign.FirstCome(&problem)
	for _, o := range place {
		if o != assign.None {
			s.firstPlaced++
		}
	}
	s.first = total + int64(unplaced)*int64(len(place)-s.firstPlaced)
	for i := range people {
		s.personNo[people[i].ID] = i
	}
	for i := range scores.Openings {
		s.openingNo[scores.Openings[i].ID] = i
	}
	for i := range scores.Rows { // the plan holds the pairs now
		scores.Rows[i].Eligible = scores.Rows[i].Eligible[:0:0]
	}
	s.list()
	return s, nil
}

// points is the total without what unplaced people cost.
func points(r assign.Result, unplaced int32) int64 {
	total := r.Total
	for _, o := range r.Place {
		if o == assign.None {
			total += int64(unplaced)
		}
	}
	return total
}

// list puts the people in order: who stays unplaced first, then by wait.
func (s *solved) list() {
	s.order = s.order[:0]
	for i := range s.scores.People {
		s.order = append(s.order, i)
	}
	slices.SortFunc(s.order, func(a, b int) int {
		x, y := &s.scores.People[a], &s.scores.People[b]
		return cmp.Or(cmp.Compare(min(s.result.Place[a], 0), min(s.result.Place[b], 0)), cmp.Compare(waiting(x), waiting(y)), cmp.Compare(x.ID, y.ID))
	})
}

func problemOf(scores *match.Scores, snapshot *match.Snapshot, unplaced int32) assign.Problem {
	p := assign.Problem{UnplacedCost: unplaced, Pairs: make([][]assign.Pair, len(scores.Rows))}
	for i := range scores.People {
		x := &scores.People[i]
		p.People = append(p.People, assign.Person{ID: x.ID, Since: waiting(x)})
		row := make([]assign.Pair, len(scores.Rows[i].Eligible))
		for n, e := range scores.Rows[i].Eligible {
			row[n] = assign.Pair{Opening: e.Opening, Score: e.Total}
		}
		p.Pairs[i] = row
	}
	sites, places := map[string]int{}, map[string]int{}
	for i := range scores.Openings {
		o := &scores.Openings[i]
		within := assign.None
		if o.SeatLimit != nil && o.SiteID != "" && o.Kind != "contract" {
			at, ok := sites[o.SiteID]
			if !ok {
				at = len(p.Limits)
				sites[o.SiteID] = at
				p.Limits = append(p.Limits, assign.Limit{ID: o.SiteID, Seats: *o.SeatLimit, Within: assign.None})
			}
			p.Limits[at].Seats = min(p.Limits[at].Seats, *o.SeatLimit)
			within = at
		}
		p.Openings = append(p.Openings, assign.Opening{ID: o.ID, Since: day(o.PublishedOn), Seats: max(0, o.SeatsFree()), Within: within, Site: place(places, o)})
	}
	// The law counts all trainees of a unit, whatever opening they came by.
	snapshot.Openings(func(o *match.Opening) bool {
		if at, ok := sites[o.SiteID]; ok && o.Kind != "contract" {
			p.Limits[at].Seats -= o.SeatsTaken
		}
		return true
	})
	for i := range p.Limits {
		p.Limits[i].Seats = max(0, p.Limits[i].Seats)
	}
	return p
}

// place numbers the site of an opening; one of which no site is known is a place of its own.
func place(places map[string]int, o *match.Opening) int {
	key := o.SiteID
	if key == "" {
		key = "opening " + o.ID
	}
	if _, ok := places[key]; !ok {
		places[key] = len(places)
	}
	return places[key]
}

func waiting(p *match.Person) int32 { return day(p.WaitingSince) }

// day numbers a day; one that is not known comes last.
func day(d *civil.Date) int32 {
	if d == nil {
		return 1 << 30
	}
	return int32(d.DaysSince(civil.Date{Year: 1970, Month: 1, Day: 1}))
}

// take brings the plan to what is fixed and forbidden and to who is kept together: what is gone is released, what is new
// taken in. What is not possible any more, because the facts have changed, is told and left out.
func (s *solved) take(ctx context.Context, wanted store.Plan) error {
	if s.taken.Same(wanted) {
		return nil
	}
	s.taken = store.Plan{Group: "?"} // until all of it is taken in
	if err := s.plan.Part(ctx); err != nil {
		return fmt.Errorf("let everybody go their own way: %w", err)
	}
	if err := s.takeOverrides(ctx, wanted.Overrides); err != nil {
		return err
	}
	if err := s.keep(ctx, wanted.Together); err != nil {
		return err
	}
	s.result, s.taken = s.plan.Result(), wanted
	s.list()
	return nil
}

func (s *solved) takeOverrides(ctx context.Context, wanted []store.Override) error {
	s.void = nil
	same := func(a store.Override) func(store.Override) bool {
		return func(b store.Override) bool {
			return a.Person == b.Person && a.Opening == b.Opening && a.Fixed == b.Fixed
		}
	}
	var set []store.Override
	for _, x := range s.set {
		if slices.ContainsFunc(wanted, same(x)) {
			set = append(set, x)
			continue
		}
		if err := s.plan.Release(ctx, s.personNo[x.Person], s.openingNo[x.Opening]); err != nil {
			return fmt.Errorf("release a pair: %w", err)
		}
	}
	s.set = set
	for _, x := range wanted {
		if slices.ContainsFunc(s.set, same(x)) {
			continue
		}
		i, known := s.personNo[x.Person]
		if !known { // is not in the group any more, or not the caller's to see
			continue
		}
		if err := s.apply(ctx, i, x); err != nil {
			if ctx.Err() != nil {
				return err
			}
			s.void = append(s.void, x)
			continue
		}
		s.set = append(s.set, x)
	}
	return nil
}

func (s *solved) apply(ctx context.Context, person int, x store.Override) error {
	o, known := s.openingNo[x.Opening]
	switch {
	case !known:
		return assign.ErrNoPair
	case x.Fixed:
		return s.plan.Fix(ctx, person, o)
	default:
		return s.plan.Forbid(ctx, person, o)
	}
}
