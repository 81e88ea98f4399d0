package projection

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/celav/celav/pkg/fault"
)

// One process at a time makes indices anew: another would remove what it makes. Who does holds a lease among the records
// and asks for more time while it works; the lease of one that died ends by itself.
const (
	rebuilding = "rebuild"
	leaseTime  = time.Minute
	leaseAgain = leaseTime / 4
)

func errRebuilding() error {
	return fault.New(fault.Conflict, "The indices are being rebuilt already.")
}

// take takes the lease, or asks for more time.
func (p *Projection) take(ctx context.Context) error {
	ok, err := p.store.Lease(ctx, rebuilding, p.id, p.now(), p.now().Add(leaseTime))
	if err == nil && !ok {
		err = errRebuilding()
	}
	return err
}

// alone does work while no other process does, and ends it when the lease is lost.
func (p *Projection) alone(ctx context.Context, work func(context.Context) error) (err error) {
	p.aloneMu.Lock() // both indices of this process may ask at once
	defer p.aloneMu.Unlock()
	if err := p.take(ctx); err != nil {
		return err
	}
	working, stop := context.WithCancelCause(ctx)
	var holding sync.WaitGroup
	holding.Go(func() {
		for working.Err() == nil {
			wait(working, nil, leaseAgain)
			if working.Err() != nil {
				return
			}
			if err := p.take(working); err != nil && working.Err() == nil {
				stop(err)
			}
		}
	})
	err = work(working)
	if lost := context.Cause(working); err != nil && ctx.Err() == nil && lost != nil {
		err = lost
	}
	stop(nil)
	holding.Wait()
	// When the process is ending the lease is given back all the same.
	giving, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return errors.Join(err, p.store.Release(giving, rebuilding, p.id))
}
