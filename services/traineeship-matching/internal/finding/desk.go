package finding

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/catalogue"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
)

// Engine answers queries.
type Engine interface {
	Query(ctx context.Context, q search.Query) (search.Result, error)
}

// Names says how to call what was found, and what a text means.
type Names interface {
	Names(ctx context.Context, w naming.Wanted) naming.Names
	Groups(ctx context.Context) naming.Groups
	Find(ctx context.Context, text, language string, limit int) ([]naming.Concept, error)
}

// Audit records who searched for people.
type Audit interface {
	Seen(ctx context.Context, entries ...audit.Entry) error
}

// Desk answers searches. Snapshot is searched when the engines do not answer.
type Desk struct {
	OpeningsIndex, PeopleIndex Engine
	Snapshot                   *match.Snapshot
	Loaded                     func() bool // the snapshot is complete
	Names                      Names
	Audit                      Audit
	Now                        func() time.Time
	Zone                       *time.Location
}

// Ask is one page of a search.
type Ask struct {
	Filter   Filter
	Cursor   string
	Limit    int
	Language string
}

// Counted is a facet with the values to choose from.
type Counted struct {
	Facet  string
	Values []search.Count
}

// Found is the answer.
type Found struct {
	Filter Filter
	IDs    []string
	Total  int
	Next   string
	// First says that this is the list's first page.
	First  bool
	Facets []Counted
	// Meant are the occupations that the text stands for, which were searched for too.
	Meant []string
	// Similar says that nothing holds the words as they were typed, and that words with a letter amiss were accepted.
	Similar bool
	// InMemory says that the engine does not answer and the snapshot was searched; Partly that it was still loading.
	InMemory, Partly bool
	People           map[string]match.Person
	Openings         map[string]match.Opening
	Names            naming.Names
	Teams            map[string]string // codes by id, where teams are offered
}

// Action is what one must be allowed to do to search.
func (k Kind) Action() identity.Action {
	if k == People {
		return identity.PersonSearch
	}
	return identity.OpeningSearch
}

// Today is the day at the desk.
func (d *Desk) Today() civil.Date { return civil.DateOf(d.Now().In(d.Zone)) }

// Search answers one page, with what it is about called by name.
func (d *Desk) Search(ctx context.Context, a Ask) (Found, error) {
	found, err := d.look(ctx, a, true)
	if err != nil {
		return found, err
	}
	d.fill(&found)
	found.Names = d.Names.Names(ctx, d.wanted(found, a.Language))
	if slices.ContainsFunc(found.Facets, func(c Counted) bool { return c.Facet == Team && len(c.Values) > 0 }) {
		found.Teams = d.Names.Groups(ctx).Teams
	}
	if a.Filter.Kind == People {
		err = d.Audit.Seen(ctx, audit.Entry{Action: identity.PersonSearch, Kind: "search", Detail: fmt.Sprintf("%d people shown", len(found.IDs))})
	}
	return found, err
}

// MaxIDs is the most that IDs returns.
const MaxIDs = search.MaxLimit

// IDs returns what a filter finds for the caller, the first of it, and nothing to show.
func (d *Desk) IDs(ctx context.Context, f Filter) (Found, error) {
	return d.look(ctx, Ask{Filter: f, Limit: MaxIDs, Language: "it"}, false)
}

// look runs the search, on the engine or in its place.
func (d *Desk) look(ctx context.Context, a Ask, withFacets bool) (Found, error) {
	caller, _ := identity.From(ctx)
	if err := identity.May(caller, a.Filter.Kind.Action()); err != nil {
		return Found{}, err
	}
	s := &asking{desk: d, ask: a, engine: d.OpeningsIndex, team: teamOf(caller, a.Filter.Kind.Action()), facets: withFacets}
	if a.Filter.Kind == People {
		s.engine = d.PeopleIndex
	}
	found := Found{Filter: a.Filter, First: a.Cursor == "" || strings.HasPrefix(a.Cursor, memoryCursor)}
	if a.Filter.Text != "" && !a.Filter.Exact {
		// Without the taxonomy the words alone are searched for, which the page can tell by what is not there.
		if concepts, err := d.Names.Find(ctx, a.Filter.Text, a.Language, meantAtMost); err == nil {
			for _, c := range concepts {
				if c.Score >= meantFrom {
					found.Meant = append(found.Meant, c.ID)
				}
			}
		}
	}
	err := s.run(ctx, &found)
	if !fault.Is(err, fault.Unavailable) || ctx.Err() != nil {
		return found, err
	}
	// The engine does not answer: the same search, over what is in memory.
	found.InMemory, found.Partly, found.First = true, !d.Loaded(), !strings.HasPrefix(a.Cursor, memoryCursor)
	s.engine = d.remembered(a.Filter.Kind)
	return found, s.run(ctx, &found)
}

// A text stands for the concepts that are called so: those that score nearly as high as a label that is the same.
const (
	meantAtMost = 5
	meantFrom   = 0.9
)

// remembered holds the documents of the snapshot.
func (d *Desk) remembered(k Kind) *memory {
	m := &memory{}
	if k == People {
		d.Snapshot.People(func(p *match.Person) bool {
			m.docs = append(m.docs, hold(p.ID, catalogue.PersonDocument(*p)))
			return true
		})
		return m
	}
	d.Snapshot.Openings(func(o *match.Opening) bool {
		m.docs = append(m.docs, hold(o.ID, catalogue.OpeningDocument(*o)))
		return true
	})
	return m
}

// fill adds the documents, as far as the snapshot has them.
func (d *Desk) fill(found *Found) {
	found.People, found.Openings = map[string]match.Person{}, map[string]match.Opening{}
	for _, id := range found.IDs {
		if found.Filter.Kind == People {
			if p, ok := d.Snapshot.Person(id); ok {
				found.People[id] = p
			}
		} else if o, ok := d.Snapshot.Opening(id); ok {
			found.Openings[id] = o
		}
	}
}

// wanted lists what is to be named: what was found, the facets' concepts and what was chosen.
func (d *Desk) wanted(found Found, language string) naming.Wanted {
	w := naming.Wanted{Language: language, Concepts: slices.Clone(found.Meant)}
	for _, p := range found.Filter.Picks {
		if IsConcept(p.Facet) {
			w.Concepts = append(w.Concepts, Concepts(p.Value)...)
		}
	}
	for _, m := range found.Filter.Maybe {
		w.Concepts = append(w.Concepts, Concepts(m)...)
	}
	for _, c := range found.Facets {
		if IsConcept(c.Facet) {
			for _, v := range c.Values {
				w.Concepts = append(w.Concepts, v.Value)
			}
		}
	}
	for _, p := range found.People {
		w.People = append(w.People, p.ID)
		for _, o := range p.Occupations {
			w.Concepts = append(w.Concepts, o.Occupation)
		}
	}
	for _, o := range found.Openings {
		w.Openings = append(w.Openings, o.ID)
		if o.Occupation != "" {
			w.Concepts = append(w.Concepts, o.Occupation)
		}
	}
	return w
}

// IsConcept reports whether a facet's values are concepts of the taxonomy.
func IsConcept(facet string) bool {
	return slices.Contains([]string{Means, "occupation", "skill", "wanted", "held", "learning"}, facet)
}

// teamOf is the team that somebody is limited to; empty: none.
func teamOf(p identity.Principal, a identity.Action) string {
	if slices.Contains(identity.Scopes(p, a), identity.Any) {
		return ""
	}
	return p.Team
}
