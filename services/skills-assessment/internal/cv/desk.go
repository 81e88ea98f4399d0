package cv

import (
	"context"
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// Profiles read a profile for who may.
type Profiles interface {
	May(ctx context.Context, a identity.Action, person string) error
	Today() civil.Date
}

// Records hold profiles and labels.
type Records interface {
	Profile(ctx context.Context, person string) (profile.Profile, error)
	Named(ctx context.Context, ids []string, language taxonomy.Language) (map[string]taxonomy.Name, error)
	Saw(ctx context.Context, entries ...audit.Entry) error
}

// Cards tell how a person is called and reached, to who may know it.
type Cards interface {
	Card(ctx context.Context, person string) (Card, error)
}

// Desk gives out CVs.
type Desk struct {
	Profiles Profiles
	Records  Records
	Cards    Cards
}

// CV makes a person's CV, and the audit says who took it and whether the name was on it.
func (d *Desk) CV(ctx context.Context, person string, o Options) (CV, error) {
	if !slices.Contains(Languages(), o.Language) {
		return CV{}, fault.New(fault.Invalid, "A CV comes in Italian, English or French.")
	}
	if err := d.Profiles.May(ctx, identity.CVRead, person); err != nil {
		return CV{}, err
	}
	p, err := d.Records.Profile(ctx, person)
	if err != nil {
		return CV{}, err
	}
	names, err := d.Records.Named(ctx, p.Concepts(), o.Language)
	if err != nil {
		return CV{}, err
	}
	var card Card
	detail := "blind"
	if o.Name || o.Contacts {
		detail = "with name or contacts"
		if card, err = d.Cards.Card(ctx, person); err != nil {
			return CV{}, err
		}
	}
	if err := d.Records.Saw(ctx, audit.Entry{Action: identity.CVRead, Kind: "profile", ID: person, Person: person, Detail: detail}); err != nil {
		return CV{}, err
	}
	return Make(p, names, card, o, d.Profiles.Today()), nil
}
