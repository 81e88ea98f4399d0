package planning

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/assign"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// Ask is a plan that somebody wants to see, or a page of it.
type Ask struct {
	Group    Group
	Unplaced int32 // what the total loses for everybody unplaced, hundredths of a point
	Cursor   string
	Limit    int
	Language string
}

// Answer is a page of a plan.
type Answer struct {
	Group    Group
	Run      string
	At       time.Time
	Versions match.Versions
	Version  int64 // of what is fixed and forbidden
	Judged   int   // pairs

	People, Openings, Seated int
	HaveTraineeship          int   // left out: they have a place
	Elsewhere                int   // left out: another team's
	Total                    int64 // hundredths of a point, of who is placed
	Free                     int64 // the best total with nothing fixed or forbidden
	FirstCome                int64 // first come, first served
	FirstSeated              int

	Overrides []Priced
	Together  []Kept // on the first page
	Gap       *Gap   // nil where nobody is kept together
	Persons   []Placing
	Next      string
	Names     naming.Names
}

// Priced is an override with what it costs: the best total without it, less the best with it.
type Priced struct {
	store.Override
	Cost int64
	Void bool // it is not possible any more and was left out
}

// Placing is one person in a plan.
type Placing struct {
	Person   match.Person
	Opening  string // empty: unplaced
	Score    int32
	Override *store.Override // that fixes them here
	Why      Why             // of who is unplaced
	// Other places, the cheapest first. For who is placed, what it costs to forbid theirs; nil when that is not to be had.
	Others []Other
	Leave  *int64
}

// Other is a place where somebody could be fixed.
type Other struct {
	Opening string
	Score   int32
	Cost    int64
}

// Why says why somebody stays unplaced.
type Why struct {
	Eligible  int     // openings that would do, but others take them
	NotEnough int     // openings of which too little is known
	Blocked   []Block // what blocks, the commonest first
}

// Block is a constraint with the openings that it blocks.
type Block struct {
	Constraint match.Constraint
	Openings   int
}

// Limits of an answer.
const (
	MostLines     = 200
	mostPriced    = 50
	othersPerLine = 3
	mostOthers    = 20
)

// Plan finds the best placement of a group, and tells a page of it. The run is recorded.
func (d *Desk) Plan(ctx context.Context, a Ask) (Answer, error) {
	s, saved, g, err := d.opened(ctx, &a)
	if err != nil {
		return Answer{}, err
	}
	defer s.mu.Unlock()
	from, err := offset(a.Cursor)
	if err != nil {
		return Answer{}, err
	}
	out := Answer{
		Group: g, Run: newID(), At: d.Now(), Versions: s.scores.Versions, Version: saved.Version, Judged: s.scores.Judged,
		People: len(s.order), Openings: len(s.scores.Openings), HaveTraineeship: s.placed, Elsewhere: s.elsewhere,
		Total: points(s.result, a.Unplaced), Free: s.free, FirstCome: s.first, FirstSeated: s.firstPlaced,
	}
	for _, o := range s.result.Place {
		if o != assign.None {
			out.Seated++
		}
	}
	if from == 0 {
		if out.Overrides, err = s.priced(ctx); err != nil {
			return Answer{}, err
		}
		if out.Together, out.Gap, err = s.keptTogether(ctx); err != nil {
			return Answer{}, err
		}
	}
	to := min(from+a.Limit, len(s.order))
	for _, i := range s.order[min(from, len(s.order)):to] {
		out.Persons = append(out.Persons, s.placing(i, othersPerLine))
	}
	if to < len(s.order) {
		out.Next = s.token + "~" + strconv.Itoa(to)
	}
	if err := d.record(ctx, &out, &a, saved); err != nil {
		return Answer{}, err
	}
	out.Names = d.Names.Names(ctx, wanted(out.Persons, out.Overrides, a.Language, out.Together...))
	return out, nil
}

// opened returns the solved plan with what is fixed and forbidden, locked.
func (d *Desk) opened(ctx context.Context, a *Ask) (*solved, store.Plan, Group, error) {
	g, team, err := own(ctx, a.Group, identity.AssignmentRead)
	if err != nil {
		return nil, store.Plan{}, g, err
	}
	if !d.Documents.Loaded() {
		return nil, store.Plan{}, g, fault.New(fault.Unavailable, "The openings are still being loaded.").After(time.Second)
	}
	if d.Documents.Beyond() {
		return nil, store.Plan{}, g, fault.New(fault.Precondition, "There are more openings than memory holds: a group cannot be placed.")
	}
	saved, err := d.Store.Plan(ctx, g.key())
	if err != nil {
		return nil, saved, g, err
	}
	key := planKey{g, team, a.Unplaced, d.Today(), d.Snapshot.Edition()}
	var e *entry
	if token, _, more := strings.Cut(a.Cursor, "~"); more {
		if e, err = d.kept.continued(token, key); err != nil {
			return nil, saved, g, err
		}
	} else {
		e = d.kept.find(key)
	}
	s, err := d.solution(ctx, e)
	if err != nil {
		return nil, saved, g, err
	}
	if err := s.take(ctx, saved); err != nil {
		s.mu.Unlock()
		return nil, saved, g, err
	}
	return s, saved, g, nil
}

func offset(cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	_, at, _ := strings.Cut(cursor, "~")
	n, err := strconv.Atoi(at)
	if err != nil || n < 0 {
		return 0, &fault.Error{Kind: fault.Invalid, Message: "The cursor cannot be read.", Violations: []fault.Violation{
			{Parameter: "cursor", Code: "format", Message: "Use the cursor of a former answer."},
		}}
	}
	return n, nil
}

// record writes the run down with what was shown.
func (d *Desk) record(ctx context.Context, out *Answer, a *Ask, saved store.Plan) error {
	caller, _ := identity.From(ctx)
	r := runlog.Run{
		ID: out.Run, At: out.At.UTC(), Subject: caller.Subject, Direction: runlog.ForGroup, Group: out.Group.key(), Via: "snapshot",
		Rules: out.Versions.Rules, Weights: out.Versions.Weights, Taxonomy: out.Versions.Taxonomy, Scored: out.Judged, Eligible: out.Seated,
	}
	shown := make([]runlog.Shown, 0, len(out.Persons))
	h := sha256.New()
	text, _ := json.Marshal(saved) // plain data: it cannot fail
	_, _ = fmt.Fprintf(h, "%s %d\n", text, a.Unplaced)
	for i := range out.Persons {
		p := &out.Persons[i]
		shown = append(shown, runlog.Shown{ID: p.Person.ID, Version: p.Person.Version, Opening: p.Opening, Total: p.Score})
		_, _ = fmt.Fprintf(h, "%s %d %s\n", p.Person.ID, p.Person.Version, p.Opening)
	}
	if len(out.Persons) == 1 {
		r.Person = out.Persons[0].Person.ID
	}
	r.InputHash = hex.EncodeToString(h.Sum(nil))
	if err := d.Runs.Write(ctx, r, shown); err != nil {
		return fmt.Errorf("record a plan: %w", err)
	}
	return nil
}

func wanted(lines []Placing, overrides []Priced, language string, together ...Kept) naming.Wanted {
	w := naming.Wanted{Language: language}
	opening := func(id string) {
		if id != "" {
			w.Openings = append(w.Openings, id)
		}
	}
	for i := range lines {
		w.People = append(w.People, lines[i].Person.ID)
		opening(lines[i].Opening)
		for _, o := range lines[i].Others {
			opening(o.Opening)
		}
	}
	for _, x := range overrides {
		w.People = append(w.People, x.Person)
		opening(x.Opening)
	}
	for _, k := range together {
		w.People = append(w.People, k.People...)
		for _, o := range k.Places {
			opening(o)
		}
	}
	return w
}
