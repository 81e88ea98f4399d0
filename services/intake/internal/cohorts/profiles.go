package cohorts

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/store"
)

// Concept is an occupation or a skill of the taxonomy that a text means.
type Concept struct {
	ID, Label string
	Score     float64
}

// sureEnough is the score from which a text is taken for the concept; the City sees what was taken before it accepts.
const sureEnough = 0.8

// Profile is what an accepted person can do and wants, as it is sent to skills-assessment.
type Profile struct {
	Held, Wanted, Skills []Concept
	Months               int // of the first occupation held
	Languages            []cohort.Spoken
	EQF                  int
}

// Linked is what a text of a row was taken for; Concept is empty where nothing fits.
type Linked struct {
	Column, Text string
	Concept      Concept
}

// Links says what the occupations and skills of a row are taken for.
func (d *Desk) Links(ctx context.Context, r cohort.Row, language string) ([]Linked, error) {
	t, _ := cohort.Check(r.Cells, d.Today(), cohort.Limits{})
	var all []Linked
	for _, x := range []struct {
		column string
		texts  []string
	}{{cohort.Occupations, t.Occupations}, {cohort.Wanted, t.Wanted}, {cohort.Skills, t.Skills}} {
		for _, text := range x.texts {
			all = append(all, Linked{Column: x.column, Text: text})
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(4)
	for i := range all {
		kind := "occupation"
		if all[i].Column == cohort.Skills {
			kind = "skill"
		}
		g.Go(func() error {
			found, ok, err := d.Skills.Link(ctx, all[i].Text, kind, language)
			if err == nil && ok && found.Score >= sureEnough {
				all[i].Concept = found
			}
			return err
		})
	}
	return all, g.Wait() //nolint:wrapcheck // Link wraps
}

// profiles sends what accepted people can do to skills-assessment. What it does not take now stays pending, and the
// page offers to try again: the acceptance stands.
func (d *Desk) profiles(ctx context.Context, c cohort.Cohort) (cohort.Cohort, error) {
	rows, err := d.Store.CohortRows(ctx, c.ID)
	if err != nil {
		return c, err
	}
	var done []cohort.Row
	for _, r := range rows {
		if !r.ProfilePending {
			continue
		}
		if err := d.sendProfile(ctx, r); err != nil {
			break
		}
		r.ProfilePending = false
		done = append(done, r)
	}
	if len(done) == 0 {
		return c, nil
	}
	c.ChangedAt = d.Now()
	return d.Store.ChangeCohort(ctx, store.CohortChange{Cohort: c, Anyway: true, Put: done})
}

func (d *Desk) sendProfile(ctx context.Context, r cohort.Row) error {
	links, err := d.Links(ctx, r, "fr")
	if err != nil {
		return err
	}
	t, _ := cohort.Check(r.Cells, d.Today(), cohort.Limits{})
	p := Profile{Months: t.Months, Languages: t.Languages, EQF: cohort.EQF(t.TitleLevel)}
	for _, l := range links {
		if l.Concept.ID == "" {
			continue
		}
		switch l.Column {
		case cohort.Occupations:
			p.Held = append(p.Held, l.Concept)
		case cohort.Wanted:
			p.Wanted = append(p.Wanted, l.Concept)
		default:
			p.Skills = append(p.Skills, l.Concept)
		}
	}
	return d.Skills.Write(ctx, r.Person, p) //nolint:wrapcheck // Write wraps
}

// Again tries once more to send the profiles that are pending.
func (d *Desk) Again(ctx context.Context, id string) (Full, error) {
	c, err := d.load(ctx, id, identity.CohortDecide)
	if err != nil {
		return Full{}, err
	}
	if c, err = d.profiles(ctx, c); err != nil {
		return Full{}, err
	}
	return d.full(ctx, c)
}
