package shortlisting

import (
	"context"
	"time"

	"github.com/celav/celav/services/traineeship-matching/internal/employerview"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

// WorkViews tell what an employer may know of somebody's access to work.
type WorkViews interface {
	View(ctx context.Context, person string, p employerview.Plan) (employerview.View, error)
}

// What a plan is taken for when the opening does not say, and how long the answer may take: the page is shown without it.
const (
	plannedMonths  = 3
	mostMonths     = 24
	workViewWithin = 2 * time.Second
)

// WorkView tells the employer of an entry that Host has just shown by name whether the person may do the work; nil while
// the person is not known, or when intake does not answer now.
func (d *Desk) WorkView(ctx context.Context, e shortlist.Entry) *employerview.View {
	o, ok := d.matches.OpeningDocument(e.Opening)
	if !e.State.Identified() || !ok {
		return nil
	}
	p := employerview.Plan{Start: d.matches.Today(), Months: plannedMonths, Contract: o.Kind == "contract"}
	if o.Start != nil && o.Start.After(p.Start) {
		p.Start = *o.Start
	}
	if o.Months != nil {
		p.Months = min(max(*o.Months, 1), mostMonths)
	}
	ctx, cancel := context.WithTimeout(ctx, workViewWithin)
	defer cancel()
	v, err := d.works.View(ctx, e.Person, p)
	if err != nil {
		return nil
	}
	return &v
}
