package identity

import (
	"context"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/celav/celav/pkg/fault"
)

// directoryAge bounds how long a withdrawn role still works.
const directoryAge = 30 * time.Second

// strangerAge bounds how long somebody without any role stays a stranger after having been given one.
const strangerAge = time.Second

// directoryLimit bounds the memory that remembered principals take.
const directoryLimit = 10_000

// directory remembers what a Directory said for a short time, and lets nobody gain the role of a service.
type directory struct {
	operators []string
	now       func() time.Time
	calls     singleflight.Group

	mu    sync.Mutex
	from  Directory
	known map[string]remembered
}

type remembered struct {
	principal Principal
	until     time.Time
}

func newDirectory(d Directory, operators []string, now func() time.Time) *directory {
	return &directory{operators: operators, now: now, from: d, known: map[string]remembered{}}
}

func (d *directory) use(from Directory) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.from, d.known = from, map[string]remembered{}
}

// Resolve implements Directory.
func (d *directory) Resolve(ctx context.Context, subject string) (Principal, error) {
	d.mu.Lock()
	from := d.from
	found, ok := d.known[subject]
	d.mu.Unlock()
	if ok && d.now().Before(found.until) {
		return found.principal, nil
	}
	if from == nil {
		return Principal{}, fault.New(fault.Unavailable, "The directory of staff and partners is not ready yet.").After(time.Second)
	}
	// One call serves all who wait; it must not end because the first of them went away.
	result := d.calls.DoChan(subject, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		p, err := from.Resolve(ctx, subject)
		if err != nil {
			return Principal{}, err
		}
		p = trusted(p, subject)
		if slices.Contains(d.operators, subject) && !p.Has(Operator) {
			p.Roles = append(p.Roles, Operator)
		}
		d.remember(subject, p)
		return p, nil
	})
	select {
	case <-ctx.Done():
		return Principal{}, fault.New(fault.Unavailable, "The directory of staff and partners does not answer.").Because(ctx.Err())
	case r := <-result:
		if r.Err != nil {
			return Principal{}, fault.New(fault.Unavailable, "The directory of staff and partners does not answer.").Because(r.Err)
		}
		p, _ := r.Val.(Principal)
		return p, nil
	}
}

func (d *directory) remember(subject string, p Principal) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	if len(d.known) >= directoryLimit {
		for s, r := range d.known {
			if !now.Before(r.until) {
				delete(d.known, s)
			}
		}
		if len(d.known) >= directoryLimit {
			clear(d.known)
		}
	}
	age := directoryAge
	if len(p.Roles) == 0 {
		age = strangerAge
	}
	d.known[subject] = remembered{p, now.Add(age)}
}

func (d *directory) forget(subject string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.known, subject)
}

// trusted keeps of a directory's answer what a person can be.
func trusted(p Principal, subject string) Principal {
	p.Subject, p.Service = subject, ""
	p.Roles = slices.DeleteFunc(slices.Clone(p.Roles), func(r Role) bool { return !r.Valid() })
	return p
}
