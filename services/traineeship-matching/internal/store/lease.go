package store

import (
	"context"
	"fmt"
	"time"
)

// Lease gives a piece of work to one of several processes until an instant, or gives the holder more time. It reports
// whether the work is the holder's. Who does not ask again in time may lose it to another.
func (s *Store) Lease(ctx context.Context, work, holder string, now, until time.Time) (bool, error) {
	r, err := s.db.NewRaw(`INSERT INTO projection_lease (name, holder, until_unix) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, until_unix = EXCLUDED.until_unix
		WHERE projection_lease.holder = EXCLUDED.holder OR projection_lease.until_unix <= ?`,
		work, holder, until.Unix(), now.Unix()).Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("take the work %s: %w", work, err)
	}
	n, err := r.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("take the work %s: %w", work, err)
	}
	return n == 1, nil
}

// Release gives the work back.
func (s *Store) Release(ctx context.Context, work, holder string) error {
	_, err := s.db.NewRaw("DELETE FROM projection_lease WHERE name = ? AND holder = ?", work, holder).Exec(ctx)
	if err != nil {
		return fmt.Errorf("give back the work %s: %w", work, err)
	}
	return nil
}
