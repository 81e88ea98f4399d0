package placement

import (
	"context"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// HirePage is a part of the list of hires.
type HirePage struct {
	Items []traineeship.Employment
	Next  string
	Names naming.Names
}

// Hires shows the hires of the caller's team, or all.
func (d *Desk) Hires(ctx context.Context, cursor string, limit int, language string) (HirePage, error) {
	p := caller(ctx)
	if err := identity.May(p, identity.HireList); err != nil {
		return HirePage{}, err
	}
	l := scope(p, identity.HireList)
	l.Cursor, l.Limit = cursor, limit
	var page HirePage
	var err error
	if page.Items, page.Next, err = d.Store.Hires(ctx, l); err != nil {
		return page, err
	}
	w := naming.Wanted{Language: language}
	for _, h := range page.Items {
		w.People = append(w.People, h.PersonID)
		if h.OpeningID != "" {
			w.Openings = append(w.Openings, h.OpeningID)
		}
	}
	page.Names = d.Names.Names(ctx, w)
	return page, d.Store.Saw(ctx, audit.Entry{Action: identity.HireList, Kind: "hire", Detail: "list"})
}

// Hire records a contract. The same key again is the same hire.
func (d *Desk) Hire(ctx context.Context, h traineeship.Employment, key string) (traineeship.Employment, error) {
	if err := identity.May(caller(ctx), identity.HireCreate); err != nil {
		return h, err
	}
	if key != "" {
		if made, found, err := d.Store.Hired(ctx, key); err != nil {
			return made, err
		} else if found {
			return made, d.placed(ctx, made.EntryID, made.ID)
		}
	}
	p, err := d.person(ctx, h.PersonID, identity.HireCreate)
	if err != nil {
		return h, err
	}
	if err := d.agreed(ctx, h.EntryID, p.ID); err != nil {
		return h, err
	}
	if h.TraineeshipID != "" {
		t, err := d.load(ctx, h.TraineeshipID, identity.TraineeshipRead)
		if err != nil {
			return h, err
		}
		if t.PersonID != h.PersonID {
			return h, fault.New(fault.Invalid, "The traineeship is another person's.")
		}
		if h.Employer == "" && h.CompanyID == "" {
			h.CompanyID = t.CompanyID
		}
	}
	if o, ok := d.Facts.Opening(h.OpeningID); ok && h.Employer == "" {
		h.CompanyID = o.CompanyID
	} else {
		h.OpeningID = ""
	}
	day := h.Start
	if !day.IsValid() {
		day = d.Today()
	}
	m, err := d.moment(ctx, day)
	if err != nil {
		return h, err
	}
	if err := h.Check(m); err != nil {
		return h, err
	}
	h.ID, h.Team, h.RecordedAt, h.RecordedBy = d.NewID(), p.Team, m.Now, m.By
	effects := records.Effects{Audit: []audit.Entry{{Action: identity.HireCreate, Kind: "hire", ID: h.ID, Person: h.PersonID}}}
	if h.OpeningID != "" {
		effects.Outgoing = []records.Outgoing{{
			ID: d.NewID(), Target: records.Seats, TargetID: h.OpeningID, Kind: "seats", MadeAt: m.Now, NextAt: m.Now,
		}}
	}
	err = d.Store.RecordHire(ctx, h, key, effects)
	if fault.Is(err, fault.Conflict) && key != "" {
		made, _, err := d.Store.Hired(ctx, key)
		if err != nil {
			return made, err
		}
		return made, d.placed(ctx, made.EntryID, made.ID)
	}
	if err != nil {
		return h, err
	}
	return h, d.placed(ctx, h.EntryID, h.ID)
}
