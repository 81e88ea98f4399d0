package projection

import (
	"context"
	"sync"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// mirror keeps the snapshot in memory equal to the rows.
type mirror struct {
	p *Projection

	mu               sync.Mutex
	people, openings int64 // versions up to which the snapshot holds the rows
	upTo             int64 // every row up to here, of both kinds, is in the snapshot
	loaded           bool
	beyond           bool      // there are more openings than may be held
	counted          time.Time // when that was last looked at
	failures         int
}

func (m *mirror) holds(version int64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.upTo >= version
}

func (m *mirror) isLoaded() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.loaded
}

func (m *mirror) isBeyond() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.beyond
}

// countAgain is how often it is looked whether openings that are too many have become fewer.
const countAgain = time.Minute

// tooMany reports whether there are more openings than may be held, with those that are coming. Then none is held, and
// they are read anew once they fit.
func (m *mirror) tooMany(ctx context.Context, coming int) (bool, error) {
	if m.p.most == 0 {
		return false, nil
	}
	now, held := m.p.now(), m.p.snapshot.Counts().Openings
	m.mu.Lock()
	loaded, beyond, counted := m.loaded, m.beyond, m.counted
	m.mu.Unlock()
	fit := (loaded || coming > 0) && held+coming <= m.p.most
	if fit && !beyond || beyond && now.Sub(counted) < min(countAgain, 60*m.p.poll) {
		return beyond, nil
	}
	total, err := m.p.store.CountOpenings(ctx)
	if err != nil {
		return beyond, err
	}
	beyond = total.Rows > m.p.most
	if beyond && held > 0 {
		ids := make([]string, 0, held)
		m.p.snapshot.Openings(func(o *match.Opening) bool {
			ids = append(ids, o.ID)
			return true
		})
		m.p.snapshot.DropOpenings(ids...)
	}
	if beyond {
		m.advance(&m.openings, 0)
	}
	m.mu.Lock()
	m.beyond, m.counted = beyond, now
	m.mu.Unlock()
	return beyond, nil
}

// run loads everything and then follows the rows.
func (m *mirror) run(ctx context.Context) error {
	for ctx.Err() == nil {
		news := m.p.changed.next()
		upTo, err := m.p.store.Clock(ctx)
		if err == nil {
			err = m.catchUp(ctx)
		}
		if ctx.Err() != nil {
			return nil
		}
		if err == nil {
			m.mu.Lock()
			m.loaded, m.failures, m.upTo = true, 0, upTo
			m.mu.Unlock()
			wait(ctx, news, m.p.poll)
			continue
		}
		m.mu.Lock()
		m.failures++
		failures := m.failures
		m.mu.Unlock()
		if failures == 1 {
			m.p.log.WarnContext(ctx, "filling the snapshot failed, will try again", "kind", fault.KindOf(err).String(), "error", err)
		}
		wait(ctx, nil, pause(failures))
	}
	return nil
}

// mirrorBatch is larger than an index batch: the snapshot recompiles a block per change.
const mirrorBatch = 2000

func (m *mirror) catchUp(ctx context.Context) error {
	for {
		rows, err := m.p.store.People(ctx, m.people, mirrorBatch)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		var put []match.Person
		var drop []string
		for _, r := range rows {
			if doc, deleted := m.p.readPerson(ctx, r); deleted {
				drop = append(drop, r.ID)
			} else {
				put = append(put, doc)
			}
		}
		if len(put) > 0 {
			m.p.snapshot.PutPeople(put...)
		}
		if len(drop) > 0 {
			m.p.snapshot.DropPeople(drop...)
		}
		m.advance(&m.people, rows[len(rows)-1].Version)
	}
	if beyond, err := m.tooMany(ctx, 0); beyond || err != nil {
		return err
	}
	for {
		rows, err := m.p.store.Openings(ctx, m.openings, mirrorBatch)
		if err != nil || len(rows) == 0 {
			return err
		}
		var put []match.Opening
		var drop []string
		for _, r := range rows {
			if doc, deleted := m.p.readOpening(ctx, r); deleted {
				drop = append(drop, r.ID)
			} else {
				put = append(put, doc.Opening)
			}
		}
		if beyond, err := m.tooMany(ctx, len(put)); beyond || err != nil {
			return err
		}
		if len(put) > 0 {
			m.p.snapshot.PutOpenings(put...)
		}
		if len(drop) > 0 {
			m.p.snapshot.DropOpenings(drop...)
		}
		m.advance(&m.openings, rows[len(rows)-1].Version)
	}
}

func (m *mirror) advance(at *int64, version int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	*at = version
}
