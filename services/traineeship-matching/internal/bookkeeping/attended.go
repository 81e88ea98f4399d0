package bookkeeping

import (
	"context"

	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Attended sums up what was attended of a traineeship, for its dossier and attestation. Who asks was checked before.
func (d *Desk) Attended(ctx context.Context, t *traineeship.Traineeship) (papers.Attendance, error) {
	var out papers.Attendance
	book, err := d.Ledger.Book(ctx, store.Scope{Traineeship: t.ID}, t.Start)
	if err != nil {
		return out, err
	}
	for _, b := range book {
		for _, a := range accounts(b, d.Today()) {
			out.PlannedMinutes += a.Portion.Planned
			if a.State == ledger.Missing {
				out.MissingMonths++
				continue
			}
			out.AttendedMinutes += a.Head.Minutes
		}
	}
	return out, nil
}
