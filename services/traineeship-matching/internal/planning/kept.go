package planning

import (
	"context"
	"slices"
	"sync"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// kept holds the plans solved last, so that a change is worked out from where the plan stands. A plan lasts while the
// facts it was made of are the newest.
type kept struct {
	mu    sync.Mutex
	plans []*entry      // the latest used last
	heavy chan struct{} // lets one solve at a time
}

// keptPlans bounds the memory: a plan of 2,500 people and 10,000 openings takes some hundred megabytes.
const keptPlans = 4

type entry struct {
	key      planKey
	token    string
	once     sync.Mutex
	solution *solved
}

type planKey struct {
	group    Group
	team     string
	unplaced int32
	day      civil.Date
	edition  match.Edition
}

// find returns the entry of a key, made when there is none.
func (k *kept) find(key planKey) *entry {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.heavy == nil {
		k.heavy = make(chan struct{}, 1)
	}
	at := slices.IndexFunc(k.plans, func(e *entry) bool { return e.key == key })
	if at < 0 {
		// What the same people asked for before is out of date.
		k.plans = slices.DeleteFunc(k.plans, func(e *entry) bool {
			return e.key.group == key.group && e.key.team == key.team && e.key.unplaced == key.unplaced
		})
		k.plans = append(k.plans, &entry{key: key})
		k.plans = k.plans[max(0, len(k.plans)-keptPlans):]
		return k.plans[len(k.plans)-1]
	}
	e := k.plans[at]
	k.plans = append(slices.Delete(k.plans, at, at+1), e)
	return e
}

// continued returns the entry that a cursor's token belongs to, if its key but for the edition is still the caller's.
func (k *kept) continued(token string, key planKey) (*entry, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, e := range k.plans {
		if e.token == token && e.key.group == key.group && e.key.team == key.team && e.key.unplaced == key.unplaced {
			return e, nil
		}
	}
	return nil, fault.New(fault.Conflict, "The facts have changed since the first page: begin again.")
}

// solution returns the solved plan of a key, locked for the caller: unlock its mu.
func (d *Desk) solution(ctx context.Context, e *entry) (*solved, error) {
	e.once.Lock()
	defer e.once.Unlock()
	if e.solution == nil {
		select {
		case d.kept.heavy <- struct{}{}:
		case <-ctx.Done():
			return nil, fault.New(fault.Unavailable, "Another plan is being made.").Because(ctx.Err())
		}
		s, err := d.solve(ctx, e.key.group, e.key.team, e.key.unplaced)
		<-d.kept.heavy
		if err != nil {
			return nil, err
		}
		e.solution = s
		d.kept.mu.Lock()
		e.token = s.token
		d.kept.mu.Unlock()
	}
	e.solution.mu.Lock()
	return e.solution, nil
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }
