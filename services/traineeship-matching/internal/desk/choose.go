package desk

import (
	"cmp"
	"context"
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
)

// Choice is what can be matched: the active people whom the caller may match, the longest waiting first, and the live
// openings, the newest first.
type Choice struct {
	People   []PersonLine
	Openings []OpeningLine
	Names    naming.Names
	Loading  bool
	Beyond   bool // there are more openings than memory holds; none is listed
	// TotalPeople and TotalOpenings count all; a page shows the first.
	TotalPeople, TotalOpenings int
}

// PersonLine is one person to choose.
type PersonLine struct {
	ID           string
	WaitingSince *civil.Date
	Skills       int
}

// OpeningLine is one opening to choose.
type OpeningLine struct {
	ID          string
	PublishedOn *civil.Date
	SeatsFree   int
}

// chooseLimit is how many of each a page shows.
const chooseLimit = 50

// Choose lists what can be matched. With withoutSkills only people of whom no skill is known.
func (d *Desk) Choose(ctx context.Context, withoutSkills bool, language string) (Choice, error) {
	caller, _ := identity.From(ctx)
	if err := identity.May(caller, identity.MatchPerson); err != nil {
		return Choice{}, err
	}
	team := teamOf(caller, identity.MatchPerson)
	c := Choice{Loading: !d.documents.Loaded(), Beyond: d.documents.Beyond()}
	d.snapshot.People(func(p *match.Person) bool {
		if p.State != "closed" && (team == "" || p.Team == team) && (!withoutSkills || len(p.Skills) == 0) {
			c.People = append(c.People, PersonLine{p.ID, p.WaitingSince, len(p.Skills)})
		}
		return true
	})
	d.snapshot.Openings(func(o *match.Opening) bool {
		if o.Live {
			c.Openings = append(c.Openings, OpeningLine{o.ID, o.PublishedOn, o.SeatsFree()})
		}
		return true
	})
	c.TotalPeople, c.TotalOpenings = len(c.People), len(c.Openings)
	slices.SortFunc(c.People, func(a, b PersonLine) int {
		return cmp.Or(day(a.WaitingSince).Compare(day(b.WaitingSince)), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(c.Openings, func(a, b OpeningLine) int {
		return cmp.Or(day(b.PublishedOn).Compare(day(a.PublishedOn)), cmp.Compare(a.ID, b.ID))
	})
	c.People, c.Openings = c.People[:min(len(c.People), chooseLimit)], c.Openings[:min(len(c.Openings), chooseLimit)]
	w := naming.Wanted{Language: language}
	for _, p := range c.People {
		w.People = append(w.People, p.ID)
	}
	for _, o := range c.Openings {
		w.Openings = append(w.Openings, o.ID)
	}
	c.Names = d.names.Names(ctx, w)
	return c, nil
}

// Waiting counts the active people whom the caller may match and of whom no skill is known, and since when the first of
// them waits.
func (d *Desk) Waiting(ctx context.Context) (count int, since *civil.Date) {
	caller, _ := identity.From(ctx)
	if identity.May(caller, identity.MatchPerson) != nil {
		return 0, nil
	}
	team := teamOf(caller, identity.MatchPerson)
	d.snapshot.People(func(p *match.Person) bool {
		if p.State != "closed" && len(p.Skills) == 0 && (team == "" || p.Team == team) {
			count++
			if p.WaitingSince != nil && (since == nil || p.WaitingSince.Before(*since)) {
				since = p.WaitingSince
			}
		}
		return true
	})
	return count, since
}

func day(d *civil.Date) civil.Date {
	if d == nil {
		return civil.Date{}
	}
	return *d
}
