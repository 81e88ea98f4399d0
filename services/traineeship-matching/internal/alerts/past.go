package alerts

import (
	"context"

	"github.com/celav/celav/services/traineeship-matching/internal/naming"
)

// Past is a page of what was dismissed.
type Past struct {
	Alerts []Alert
	Next   string
	Names  naming.Names
}

// Dismissed returns what was put aside, the latest first.
func (d *Desk) Dismissed(ctx context.Context, cursor string, limit int, language string) (Past, error) {
	s, _, err := d.scope(ctx)
	if err != nil {
		return Past{}, err
	}
	var out Past
	if out.Alerts, out.Next, err = d.Store.Dismissed(ctx, s, cursor, limit); err != nil {
		return out, err
	}
	w := naming.Wanted{Language: language}
	for _, a := range out.Alerts {
		w.People, w.Openings = append(w.People, a.Person), append(w.Openings, a.Opening)
	}
	out.Names = d.Names.Names(ctx, w)
	return out, nil
}
