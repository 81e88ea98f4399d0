// Package chances reports who gets which chances: it reads what happened in a quarter and who waited, and counts it without
// naming anybody.
package chances

import (
	"cmp"
	"context"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/fairness"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
)

// Records tell what happened, and who is known.
type Records interface {
	Happened(ctx context.Context, from, to civil.Date, zone *time.Location) ([]fairness.Happening, error)
}

// People are all whom matching knows.
type People interface {
	EachPerson(ctx context.Context, tell func(match.Person)) error
}

// Names says how to call teams.
type Names interface {
	Groups(ctx context.Context) naming.Groups
}

// Desk answers. Who asks is in the context.
type Desk struct {
	Records Records
	People  People
	Names   Names
	Least   int // numbers of fewer people are hidden; 0 means as many as is usual
	Now     func() time.Time
	Zone    *time.Location
}

// usualLeast is of how few people a number may be where nobody says.
const usualLeast = 5

// quartersBack is how many quarters can be chosen, this one among them: the log of matches is kept for two years.
const quartersBack = 8

// Quarters lists those that can be chosen, the newest first.
func (d *Desk) Quarters() []fairness.Quarter {
	q := fairness.QuarterOf(d.today())
	var out []fairness.Quarter
	for range quartersBack {
		out, q = append(out, q), q.Before()
	}
	return out
}

func (d *Desk) today() civil.Date { return civil.DateOf(d.Now().In(d.Zone)) }

// Answer is a report with how to call the teams in it.
type Answer struct {
	fairness.Report
	Teams  map[string]string
	Silent []string
}

// Report counts a quarter; the one that runs where none is given.
func (d *Desk) Report(ctx context.Context, quarter string) (Answer, error) {
	caller, _ := identity.From(ctx)
	if err := identity.Check(caller, identity.FairnessRead, identity.Owner{}); err != nil {
		return Answer{}, err
	}
	today := d.today()
	q := fairness.QuarterOf(today)
	if quarter != "" {
		var err error
		if q, err = fairness.ParseQuarter(quarter); err != nil {
			return Answer{}, err
		}
	}
	if q.First().After(today) {
		return Answer{}, fault.Violations{{Parameter: "quarter", Code: "future", Message: "This quarter has not begun."}}.Err()
	}
	var people []fairness.Somebody
	if err := d.People.EachPerson(ctx, func(p match.Person) { people = append(people, somebody(&p)) }); err != nil {
		return Answer{}, err
	}
	happened, err := d.Records.Happened(ctx, q.First(), q.Last(), d.Zone)
	if err != nil {
		return Answer{}, err
	}
	names := d.Names.Groups(ctx)
	return Answer{fairness.Build(q, today, people, happened, cmp.Or(d.Least, usualLeast)), names.Teams, names.Silent}, nil
}

func somebody(p *match.Person) fairness.Somebody {
	s := fairness.Somebody{ID: p.ID, Team: p.Team, Since: p.WaitingSince, Waits: p.State != "closed"}
	if p.Reach != nil {
		s.Zone = fairness.ZoneOf(p.Reach.Lat, p.Reach.Lon)
	}
	return s
}
