// Package desk answers who and what fit together: it checks who may ask, ranks, asks how to call what was found, and
// records the run. Nothing is answered that was not recorded.
package desk

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
)

// Documents are the projections of the feeds: what can be read and recalled while the snapshot loads, or in its place.
type Documents interface {
	// Loaded reports whether the snapshot holds everything.
	Loaded() bool
	// Beyond reports whether there are more openings than the snapshot may hold, so that it holds none.
	Beyond() bool
	// RecallOpenings and RecallPeople return the ids that the search engine finds worth judging. An engine that does
	// not answer is an Unavailable fault.
	RecallOpenings(ctx context.Context, p match.Person, limit int) ([]string, error)
	RecallPeople(ctx context.Context, o match.Opening, limit int) ([]string, error)
	// ReadPeople and ReadOpenings return documents; ids that do not exist are left out.
	ReadPeople(ctx context.Context, ids []string) ([]match.Person, error)
	ReadOpenings(ctx context.Context, ids []string) ([]match.Opening, error)
}

// Runs records what was asked and answered.
type Runs interface {
	Write(ctx context.Context, r runlog.Run, shown []runlog.Shown) error
	// Known reports whether a run is on record.
	Known(ctx context.Context, id string) (bool, error)
}

// Names says how to call what was found.
type Names interface {
	Names(ctx context.Context, w naming.Wanted) naming.Names
}

// Desk answers.
type Desk struct {
	snapshot  *match.Snapshot
	documents Documents
	runs      Runs
	names     Names
	now       func() time.Time
	zone      *time.Location
}

// New makes a desk. Days begin and end in the zone.
func New(s *match.Snapshot, d Documents, r Runs, n Names, now func() time.Time, zone *time.Location) *Desk {
	return &Desk{s, d, r, n, now, zone}
}

// RecallLimit is the most documents that recall hands over.
const RecallLimit = 1000

// Via is the way to the documents that were ranked.
type Via string

// The ways.
const (
	Snapshot Via = "snapshot" // all of them, in memory
	Recall   Via = "recall"   // those that the search engine found
)

// Ask is what somebody wants ranked.
type Ask struct {
	ID       string // of the person or the opening
	Via      Via    // empty: the snapshot, and recall while it loads
	Limit    int    // of each list
	List     *match.Standing
	Cursor   string // continues List
	Language string
	// Counts is how much the parts count in this run, 0 to 100 each; empty takes the published weights.
	Counts map[string]int
}

// Run says how an answer was made.
type Run struct {
	ID      string
	At      time.Time
	Via     Via
	Loading bool // the snapshot is still loading
	// Beyond: there are more openings than memory may hold; that is why the answer came by recall.
	Beyond bool
	// EngineDown: recall was asked for and the search engine does not answer, so all documents were ranked, from memory.
	EngineDown bool
	Scored     int
	Versions   match.Versions
	Weights    *match.Weights
	// Shares are the weights of this run where it varied them; nil: the published ones.
	Shares *match.Shares
}

// Share is what a part counted in the run.
func (r Run) Share(p match.Part) int {
	if r.Shares != nil {
		return r.Shares.Of(p)
	}
	return r.Weights.Parts[p.String()]
}

// Answer is a ranking, and how to call what is in it.
type Answer struct {
	Run   Run
	Lists [3]match.List // by standing
	Next  [3]string     // the cursors of the lists; empty at the end
	Names naming.Names
}

// Today is the day at the desk.
func (d *Desk) Today() civil.Date { return civil.DateOf(d.now().In(d.zone)) }

// Person ranks the openings for a person.
func (d *Desk) Person(ctx context.Context, a Ask) (Answer, error) {
	p, err := d.person(ctx, a.ID)
	if err != nil {
		return Answer{}, err
	}
	query, err := d.query(a)
	if err != nil {
		return Answer{}, err
	}
	run, among, err := d.among(a.Via, d.documents.Beyond(), func() (*match.Snapshot, error) { return d.recalledOpenings(ctx, p) })
	if err != nil {
		return Answer{}, err
	}
	run.Shares = query.Shares
	ranking, err := among.RankOpenings(p, query)
	if err != nil {
		return Answer{}, err
	}
	return d.finish(ctx, a, run, ranking, runlog.Run{Direction: runlog.ForPerson, Person: p.ID, InputHash: hash(p, ranking)})
}

// Opening ranks the people for an opening: those whom the caller may see; the others are counted.
func (d *Desk) Opening(ctx context.Context, a Ask) (Answer, error) {
	caller, _ := identity.From(ctx)
	if err := identity.May(caller, identity.MatchOpening); err != nil {
		return Answer{}, err
	}
	o, err := d.opening(ctx, a.ID)
	if err != nil {
		return Answer{}, err
	}
	query, err := d.query(a)
	if err != nil {
		return Answer{}, err
	}
	query.Team = teamOf(caller, identity.MatchOpening)
	run, among, err := d.among(a.Via, false, func() (*match.Snapshot, error) { return d.recalledPeople(ctx, o) })
	if err != nil {
		return Answer{}, err
	}
	run.Shares = query.Shares
	ranking, err := among.RankPeople(o, query)
	if err != nil {
		return Answer{}, err
	}
	return d.finish(ctx, a, run, ranking, runlog.Run{Direction: runlog.ForOpening, Opening: o.ID, InputHash: hash(o, ranking)})
}

// PairAnswer is one pair in detail.
type PairAnswer struct {
	Run     Run
	Match   match.Explanation
	Person  match.Person
	Opening match.Opening
	Names   naming.Names
}

// Pair explains one person with one opening, and what would make it a match.
func (d *Desk) Pair(ctx context.Context, person, opening, language string, counts map[string]int) (PairAnswer, error) {
	shares, err := d.snapshot.Weights().Vary(counts)
	if err != nil {
		return PairAnswer{}, err
	}
	p, err := d.person(ctx, person)
	if err != nil {
		return PairAnswer{}, err
	}
	o, err := d.opening(ctx, opening)
	if err != nil {
		return PairAnswer{}, err
	}
	run, _ := d.begin("", false)
	e, versions, ok, err := d.snapshot.Beside([]match.Person{p}, []match.Opening{o}).ExplainWith(p.ID, o.ID, d.Today(), shares)
	if err != nil {
		return PairAnswer{}, err
	}
	if !ok {
		return PairAnswer{}, errNoPair()
	}
	run.Scored, run.Versions, run.ID, run.Via, run.Shares = 1, versions, newID(), Snapshot, shares
	ranking := match.Ranking{Versions: versions}
	ranking.Lists[e.Standing] = match.List{Count: 1, Items: []match.Explanation{e}}
	if err := d.record(ctx, run, ranking, runlog.Run{Direction: runlog.ForPair, Person: p.ID, Opening: o.ID, InputHash: hash(p, ranking)}); err != nil {
		return PairAnswer{}, err
	}
	names := d.names.Names(ctx, wanted([]match.Explanation{e}, language))
	return PairAnswer{run, e, p, o, names}, nil
}

// person reads a person whom the caller may match.
func (d *Desk) person(ctx context.Context, id string) (match.Person, error) {
	caller, _ := identity.From(ctx)
	if err := identity.May(caller, identity.MatchPerson); err != nil {
		return match.Person{}, err
	}
	p, ok := d.snapshot.Person(id)
	if !ok && !d.documents.Loaded() {
		people, err := d.documents.ReadPeople(ctx, []string{id})
		if err != nil {
			return match.Person{}, fmt.Errorf("read a person: %w", err)
		}
		if len(people) == 1 {
			p, ok = people[0], true
		}
	}
	if !ok {
		return match.Person{}, fault.New(fault.NotFound, "Matching does not know this person.")
	}
	return p, identity.Check(caller, identity.MatchPerson, identity.Owner{Team: p.Team, Person: p.ID})
}

func (d *Desk) opening(ctx context.Context, id string) (match.Opening, error) {
	if o, ok := d.snapshot.Opening(id); ok {
		return o, nil
	}
	if !d.documents.Loaded() || d.documents.Beyond() {
		openings, err := d.documents.ReadOpenings(ctx, []string{id})
		if err != nil {
			return match.Opening{}, fmt.Errorf("read an opening: %w", err)
		}
		if len(openings) == 1 {
			return openings[0], nil
		}
	}
	return match.Opening{}, fault.New(fault.NotFound, "Matching does not know this opening.")
}

// teamOf returns the team whose people the caller may see; empty for all.
func teamOf(p identity.Principal, a identity.Action) string {
	for _, scope := range identity.Scopes(p, a) {
		if scope == identity.Any {
			return ""
		}
	}
	return p.Team
}

// begin decides which way the documents come. What is beyond memory is recalled.
func (d *Desk) begin(via Via, beyond bool) (run Run, recall bool) {
	loaded := d.documents.Loaded()
	recall = via == Recall || via == "" && (!loaded || beyond)
	run = Run{At: d.now(), Via: Snapshot, Loading: !loaded, Beyond: beyond, Weights: d.snapshot.Weights()}
	if recall {
		run.Via = Recall
	}
	return run, recall
}

func errNoPair() error { return fault.New(fault.NotFound, "There is no such pair.") }

func newID() string { return uuid.Must(uuid.NewV7()).String() }
