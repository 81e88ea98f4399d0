// Package planning places a group of people at once: a cohort from abroad, a team's caseload, or everybody. It judges them
// against every opening with a free seat, finds the best placement of all, and tells what each change costs. A plan is a
// proposal: nobody is proposed to a host before a counsellor decides so, person by person.
package planning

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// Documents tells whether the snapshot holds everything.
type Documents interface {
	Loaded() bool
	// Beyond reports whether there are more openings than the snapshot may hold, so that it holds none.
	Beyond() bool
}

// Store keeps what was fixed and forbidden.
type Store interface {
	Plan(ctx context.Context, group string) (store.Plan, error)
	Save(ctx context.Context, p store.Plan, person, act string, now time.Time) (store.Plan, error)
}

// Placed tells who has a traineeship already, from its preparation to its end.
type Placed interface {
	Placed(ctx context.Context) (map[string]bool, error)
}

// Runs records what was asked and answered.
type Runs interface {
	Write(ctx context.Context, r runlog.Run, shown []runlog.Shown) error
}

// Names says how to call people and openings.
type Names interface {
	Names(ctx context.Context, w naming.Wanted) naming.Names
	Groups(ctx context.Context) naming.Groups
}

// Desk answers. Who asks is in the context.
type Desk struct {
	Snapshot  *match.Snapshot
	Documents Documents
	Store     Store
	Placed    Placed
	Runs      Runs
	Names     Names
	Now       func() time.Time
	Zone      *time.Location

	kept kept
}

// Kind is a way to choose people.
type Kind string

// The kinds.
const (
	Everybody Kind = "everybody"
	Cohort    Kind = "cohort"
	Team      Kind = "team"
)

// Group is whom a plan places. Only those whom the caller may match are in it.
type Group struct {
	Kind Kind
	ID   string // of the cohort or the team
}

// GroupOf is the people of a cohort, of a team, or everybody, by what is given.
func GroupOf(cohort, team string) Group {
	switch {
	case cohort != "":
		return Group{Cohort, cohort}
	case team != "":
		return Group{Team, team}
	default:
		return Group{Kind: Everybody}
	}
}

// key names the plan of a group in the store.
func (g Group) key() string { return strings.TrimSpace(string(g.Kind) + " " + g.ID) }

func (g Group) holds(p *match.Person) bool {
	switch g.Kind {
	case Cohort:
		return p.Cohort != nil && *p.Cohort == g.ID
	case Team:
		return p.Team == g.ID
	default:
		return true
	}
}

// Today is the day at the desk.
func (d *Desk) Today() civil.Date { return civil.DateOf(d.Now().In(d.Zone)) }

// own narrows "everybody" to the team of who sees only that; the second is that team, empty for who sees all.
func own(ctx context.Context, g Group, a identity.Action) (Group, string, error) {
	caller, _ := identity.From(ctx)
	if err := identity.May(caller, a); err != nil {
		return g, "", err
	}
	if g.Kind == "" {
		g.Kind = Everybody
	}
	team := ""
	if !slices.Contains(identity.Scopes(caller, a), identity.Any) {
		team = caller.Team
	}
	if g.Kind == Everybody && team != "" {
		g = Group{Team, team}
	}
	if g.Kind == Team && team != "" && g.ID != team {
		return g, team, fault.New(fault.Forbidden, "You may plan for your own team.")
	}
	return g, team, nil
}

// follows reports whether the caller may do a with a person.
func (d *Desk) follows(ctx context.Context, person string, a identity.Action) error {
	caller, _ := identity.From(ctx)
	if err := identity.May(caller, a); err != nil {
		return err
	}
	p, ok := d.Snapshot.Person(person)
	if !ok {
		return fault.New(fault.NotFound, "Matching does not know this person.")
	}
	return identity.Check(caller, a, identity.Owner{Team: p.Team, Person: p.ID})
}

// Line is a group that can be planned for.
type Line struct {
	Group  Group
	Label  string
	People int
}

// Groups lists the groups in which there are people whom the caller may match: everybody, cohorts, teams.
func (d *Desk) Groups(ctx context.Context) ([]Line, naming.Groups, error) {
	_, team, err := own(ctx, Group{Kind: Everybody}, identity.AssignmentRead)
	if err != nil {
		return nil, naming.Groups{}, err
	}
	counts := map[Group]int{}
	d.Snapshot.People(func(p *match.Person) bool {
		if p.State == "closed" || team != "" && p.Team != team {
			return true
		}
		counts[Group{Kind: Everybody}]++
		if p.Cohort != nil {
			counts[Group{Cohort, *p.Cohort}]++
		}
		if p.Team != "" {
			counts[Group{Team, p.Team}]++
		}
		return true
	})
	if team != "" {
		delete(counts, Group{Kind: Everybody})
	}
	names := d.Names.Groups(ctx)
	var lines []Line
	for g, n := range counts {
		lines = append(lines, Line{g, label(names, g), n})
	}
	rank := map[Kind]int{Cohort: 0, Team: 1, Everybody: 2}
	slices.SortFunc(lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(rank[a.Group.Kind], rank[b.Group.Kind]), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Group.ID, b.Group.ID))
	})
	return lines, names, nil
}

func label(n naming.Groups, g Group) string {
	switch g.Kind {
	case Cohort:
		return n.Cohorts[g.ID]
	case Team:
		return n.Teams[g.ID]
	default:
		return ""
	}
}

// everyone is the people of a group whom the caller may match and who have no place yet, and how many were left out: for
// they have one, or follow another team.
func (d *Desk) everyone(ctx context.Context, g Group, team string) (people []match.Person, placed, elsewhere int, err error) {
	busy, err := d.Placed.Placed(ctx)
	if err != nil {
		return nil, 0, 0, err
	}
	d.Snapshot.People(func(p *match.Person) bool {
		switch {
		case p.State == "closed" || !g.holds(p):
		case team != "" && p.Team != team:
			elsewhere++
		case busy[p.ID]:
			placed++
		default:
			people = append(people, *p)
		}
		return true
	})
	slices.SortFunc(people, func(a, b match.Person) int { return cmp.Compare(a.ID, b.ID) })
	return people, placed, elsewhere, nil
}

// Label is how to call a group; empty when nobody says.
func (d *Desk) Label(ctx context.Context, g Group) string {
	if g.Kind == Everybody {
		return ""
	}
	return label(d.Names.Groups(ctx), g)
}
