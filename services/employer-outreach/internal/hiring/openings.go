package hiring

import (
	"context"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// Openings lists the openings that the caller may see.
func (d *Desk) Openings(ctx context.Context, w store.Wanted, q store.Query) ([]store.OpeningLine, string, error) {
	company, err := only(ctx, identity.OpeningList, w.Company)
	if err != nil {
		return nil, "", err
	}
	w.Company = company
	return d.store.Openings(ctx, w, q)
}

// Cards are what is shown beside a match of the openings named that the caller may see.
func (d *Desk) Cards(ctx context.Context, ids []string) ([]store.Card, error) {
	company, err := only(ctx, identity.OpeningList, "")
	if err != nil {
		return nil, err
	}
	return d.store.Cards(ctx, company, ids)
}

// Look lists what everybody may see, narrowed, with how many there are. Callers show no company.
func (d *Desk) Look(ctx context.Context, l store.Looking, q store.Query) ([]store.OpeningLine, string, int, error) {
	return d.store.Look(ctx, l, q)
}

// Choices are what can be looked for, for everybody.
func (d *Desk) Choices(ctx context.Context) (store.Choices, error) { return d.store.Choices(ctx) }

// SkillsWanted counts what live openings ask for, for everybody.
func (d *Desk) SkillsWanted(ctx context.Context, limit int) ([]store.SkillWanted, error) {
	return d.store.SkillsWanted(ctx, limit)
}

// Opening reads one opening.
func (d *Desk) Opening(ctx context.Context, id string) (opening.Opening, error) {
	return d.opening(ctx, identity.OpeningRead, id)
}

func (d *Desk) opening(ctx context.Context, a identity.Action, id string) (opening.Opening, error) {
	o, err := d.store.Opening(ctx, id)
	if err != nil {
		return o, err
	}
	if err := check(ctx, a, o.CompanyID); err != nil {
		return opening.Opening{}, err
	}
	return o, nil
}

// CreateOpening writes a draft for a company. The same key makes it once.
func (d *Desk) CreateOpening(ctx context.Context, companyID string, terms opening.Terms, key string) (opening.Opening, error) {
	if err := check(ctx, identity.OpeningCreate, companyID); err != nil {
		return opening.Opening{}, err
	}
	var err error
	if terms.ISCO, err = d.code(ctx, terms); err != nil {
		return opening.Opening{}, err
	}
	o, err := opening.New("", companyID, terms)
	if err != nil {
		return o, err //nolint:wrapcheck // a fault for the caller
	}
	made := keyOf(ctx, "opening", key)
	id, err := d.once(ctx, made, func(id string) error {
		o.ID = id
		return d.store.AddOpening(ctx, o, made)
	})
	if err != nil {
		return o, err
	}
	return d.store.Opening(ctx, id)
}

// EditOpening replaces the terms, on the version that they are based on.
func (d *Desk) EditOpening(ctx context.Context, id string, version int64, terms opening.Terms) (opening.Opening, error) {
	return d.change(ctx, id, version, func(o opening.Opening) (opening.Opening, error) {
		if terms.Occupation == o.Terms.Occupation && terms.ISCO == "" {
			terms.ISCO = o.Terms.ISCO
		}
		var err error
		if terms.ISCO, err = d.code(ctx, terms); err != nil {
			return o, err
		}
		return o.Edit(terms, d.Today())
	})
}

// code completes the ISCO code from the taxonomy, and refuses an occupation that it does not know. An
// opening is written all the same while the taxonomy does not answer.
func (d *Desk) code(ctx context.Context, t opening.Terms) (string, error) {
	if t.ISCO != "" || !opening.IsOccupation(t.Occupation) {
		return t.ISCO, nil
	}
	ctx, cancel := context.WithTimeout(ctx, labelTime)
	defer cancel()
	known, err := d.taxonomy.Occupation(ctx, t.Occupation, "it")
	if fault.Is(err, fault.NotFound) {
		var v fault.Violations
		v.Add("/occupation", "unknown", "is no occupation of the taxonomy")
		return "", v.Err()
	}
	if err != nil {
		return "", nil //nolint:nilerr // see above
	}
	return known.ISCO, nil
}

// MoveOpening publishes, pauses or closes.
func (d *Desk) MoveOpening(ctx context.Context, id string, version int64, to opening.State) (opening.Opening, error) {
	return d.change(ctx, id, version, func(o opening.Opening) (opening.Opening, error) { return o.Move(to, d.Today()) })
}

func (d *Desk) change(ctx context.Context, id string, version int64, act func(opening.Opening) (opening.Opening, error)) (opening.Opening, error) {
	o, err := d.opening(ctx, identity.OpeningWrite, id)
	if err != nil {
		return o, err
	}
	changed, err := act(o)
	if err != nil {
		return o, err
	}
	changed.Version = version
	if err := d.store.SaveOpening(ctx, changed); err != nil {
		return o, err
	}
	changed.Version++
	return changed, nil
}

// Counts are what waits for the caller, nothing for those who see no openings.
func (d *Desk) Counts(ctx context.Context) (store.Counts, error) {
	p, _ := identity.From(ctx)
	if identity.May(p, identity.OpeningList) != nil {
		return store.Counts{}, nil
	}
	company, err := only(ctx, identity.OpeningList, "")
	if err != nil {
		return store.Counts{}, err
	}
	return d.store.Count(ctx, company)
}

// LiveOpening is one of the openings that everybody may see; NotFound for all others, so that nobody learns
// of them.
func (d *Desk) LiveOpening(ctx context.Context, id string) (store.OpeningLine, error) {
	if uuid.Validate(id) == nil {
		lines, _, err := d.store.Openings(ctx, store.Wanted{Live: true, IDs: []string{id}}, store.Query{Limit: 1})
		if err != nil || len(lines) == 1 {
			return append(lines, store.OpeningLine{})[0], err
		}
	}
	return store.OpeningLine{}, fault.New(fault.NotFound, "There is no such opening.")
}
