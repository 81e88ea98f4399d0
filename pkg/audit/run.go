package audit

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	chainPause  = time.Second
	verifyPause = 24 * time.Hour
)

// Run chains new events every second until ctx ends, then once more, and verifies the whole chain at its
// start and every day. Tampering is logged as an error that names the link; so is what could not be done,
// which is tried again.
func (r *Recorder) Run(ctx context.Context) error {
	var work errgroup.Group
	work.Go(func() error { return r.keepChaining(ctx) })
	work.Go(func() error { r.keepVerifying(ctx); return nil })
	return work.Wait()
}

func (r *Recorder) keepChaining(ctx context.Context) error {
	tick := time.NewTicker(chainPause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			_, err := r.Chain(last)
			return err
		case <-tick.C:
			if _, err := r.Chain(ctx); err != nil && !errors.Is(err, context.Canceled) {
				r.log.ErrorContext(ctx, "audit events could not be chained", "error", err)
			}
		}
	}
}

// keepVerifying notes the head each time, so that links cut off the end while the service runs are missed.
func (r *Recorder) keepVerifying(ctx context.Context) {
	tick := time.NewTicker(r.verify)
	defer tick.Stop()
	var noted Head
	for {
		head, err := r.Head(ctx)
		if err == nil {
			err = r.Verify(ctx, noted)
		}
		var found *Tampering
		switch {
		case err == nil:
			noted = head
		case errors.As(err, &found):
			r.log.ErrorContext(ctx, "the audit record was tampered with", "link", found.Seq, "event", found.Event, "reason", found.Reason)
		case ctx.Err() == nil:
			r.log.ErrorContext(ctx, "the audit record could not be verified", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
