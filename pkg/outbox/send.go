package outbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
)

// How the sender works.
const (
	turn        = time.Minute      // from one look to the next when nothing rings
	atOnce      = 50               // messages of one look
	maxAttempts = 8                // then a message has failed
	firstPause  = 2 * time.Minute  // after the first failure; it doubles
	maxPause    = 4 * time.Hour    // and grows no longer
	lease       = 10 * time.Minute // what one process has taken nobody else takes for so long
	carryWithin = 30 * time.Second
)

// refused is a final failure.
type refused struct{ code string }

// Error implements error.
func (r refused) Error() string { return "refused: " + r.code }

// Refused makes the error of a carrier whose other end will never take the message. The code is kept and shown.
func Refused(code string) error { return refused{code} }

// Run sends what is due until ctx ends. Of several processes over one store each message is taken by one.
func (o *Outbox) Run(ctx context.Context) error {
	t := time.NewTicker(turn)
	defer t.Stop()
	for {
		if _, err := o.Deliver(ctx); err != nil && ctx.Err() == nil {
			// The records do not answer now; the messages are still there at the next turn.
			o.options.Log.WarnContext(ctx, "the outbox could not be worked through", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-t.C:
		case <-o.wake:
		}
	}
}

// Deliver sends what is due now and returns how many messages it took in hand.
func (o *Outbox) Deliver(ctx context.Context) (int, error) {
	taken := 0
	for {
		due, err := o.take(ctx)
		if err != nil || len(due) == 0 {
			return taken, err
		}
		for _, r := range due {
			if err := o.deliver(ctx, r); err != nil {
				return taken, err
			}
			taken++
		}
	}
}

// take leases messages that are due. Whoever dies with a lease loses it when it runs out.
func (o *Outbox) take(ctx context.Context) ([]row, error) {
	now := o.options.Now().UTC().Truncate(time.Second)
	var due []row
	err := o.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		due = nil
		var found []row
		q := tx.NewSelect().Model(&found).Where("state = ?", string(Queued)).Where("not_before <= ?", now).OrderExpr("not_before, id").Limit(atOnce)
		if o.db.Dialect == sqldb.Postgres {
			q = q.For("UPDATE SKIP LOCKED")
		}
		if err := q.Scan(ctx); err != nil {
			return fmt.Errorf("look for messages that are due: %w", err)
		}
		for _, r := range found {
			to, attempts := now.Add(lease), r.Attempts+1
			if at := o.options.Hours.Next(now); !r.Urgent && at.After(now) { // queued too early by another clock, or left over from the evening
				to, attempts = at, r.Attempts
			}
			_, err := tx.NewUpdate().Model((*row)(nil)).Set("not_before = ?", to).Set("attempts = ?", attempts).Where("id = ?", r.ID).Exec(ctx)
			if err != nil {
				return fmt.Errorf("take a message: %w", err)
			}
			if attempts > r.Attempts {
				r.Attempts = attempts
				due = append(due, r)
			}
		}
		return nil
	})
	return due, err
}

func (o *Outbox) deliver(ctx context.Context, r row) error {
	m, err := o.message(r)
	if err != nil {
		return err
	}
	carrier, ok := o.options.Carriers[m.Channel]
	if !ok {
		return o.done(ctx, m, Held, "")
	}
	if r.Secret != "" {
		if m.URL, err = o.open(r.Secret, r.ID, "secret"); err != nil {
			return err
		}
	}
	err = o.carry(ctx, carrier, m)
	var final refused
	switch {
	case err == nil:
		return o.done(ctx, m, Sent, "")
	case ctx.Err() != nil:
		return fmt.Errorf("stop sending: %w", ctx.Err())
	case errors.As(err, &final):
		o.options.Log.WarnContext(ctx, "a message was refused", "message", m.ID, "kind", m.Kind, "code", final.code)
		return o.done(ctx, m, Failed, final.code)
	case m.Attempts >= maxAttempts:
		o.options.Log.WarnContext(ctx, "a message was given up", "message", m.ID, "kind", m.Kind)
		return o.done(ctx, m, Failed, "unreachable")
	default:
		return o.later(ctx, m)
	}
}

func (o *Outbox) carry(ctx context.Context, c Carrier, m Message) error {
	if m.Channel == SMS { // a no-break blank is not in an SMS's small alphabet: one of them doubles what the message costs
		m.Body = strings.ReplaceAll(m.Body, "\u00a0", " ")
	}
	ctx, cancel := context.WithTimeout(ctx, carryWithin)
	defer cancel()
	if err := c.Carry(ctx, m); err != nil {
		return fmt.Errorf("carry a message: %w", err)
	}
	return nil
}

// done writes how it ended, unless the lease was lost to another process meanwhile.
func (o *Outbox) done(ctx context.Context, m Message, s State, problem string) error {
	now := o.options.Now().UTC().Truncate(time.Second)
	return o.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewUpdate().Model((*row)(nil)).Set("state = ?", string(s)).Set("problem = ?", problem).Set("done_at = ?", now).Set("secret = ''").
			Where("id = ?", m.ID).Where("attempts = ?", m.Attempts).Where("state = ?", string(Queued)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("write how a message ended: %w", err)
		}
		return nil
	})
}

func (o *Outbox) later(ctx context.Context, m Message) error {
	pause := min(firstPause<<(m.Attempts-1), maxPause)
	at := o.options.Now().UTC().Truncate(time.Second).Add(pause)
	if !m.Urgent {
		at = o.options.Hours.Next(at)
	}
	return o.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewUpdate().Model((*row)(nil)).Set("not_before = ?", at).Set("problem = ?", "unreachable").
			Where("id = ?", m.ID).Where("attempts = ?", m.Attempts).Where("state = ?", string(Queued)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("write when a message is tried again: %w", err)
		}
		return nil
	})
}
