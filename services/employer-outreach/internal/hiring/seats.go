package hiring

import (
	"context"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
)

// seatTries bounds how often a write that met another one is tried again.
const seatTries = 3

// SetSeatsTaken records how many of an opening's seats are filled, as traineeship-matching tells it. More than there are
// counts as all of them: the opening may have been changed since. It is a fact, not an edit: of two writers both are
// kept.
func (d *Desk) SetSeatsTaken(ctx context.Context, id string, taken int) error {
	p, _ := identity.From(ctx)
	if err := identity.May(p, identity.OpeningSeats); err != nil {
		return err
	}
	for try := 1; ; try++ {
		o, err := d.store.Opening(ctx, id)
		if err != nil {
			return err
		}
		n := min(taken, o.Terms.Seats)
		if o.Terms.SeatsTaken == n {
			return nil
		}
		o.Terms.SeatsTaken = n
		err = d.store.SaveOpening(ctx, o)
		if !fault.Is(err, fault.Conflict) || try == seatTries {
			return err
		}
	}
}
