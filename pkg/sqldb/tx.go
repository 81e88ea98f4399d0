package sqldb

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

const txAttempts = 6

// Tx runs fn in a transaction and commits when it returns nil. The transaction is tried again, with
// back-off, when the database gave it up for another one (serialization, deadlock, lock time-out): fn MUST
// have no effect but through tx and AfterCommit. Do not call Tx inside fn: SQLite has one writer, who
// would wait for itself. A unique violation comes back as it is (IsUnique); mean it with Fault.
func (db *DB) Tx(ctx context.Context, fn func(ctx context.Context, tx bun.Tx) error) error {
	for attempt := 1; ; attempt++ {
		hooks := &afterCommit{}
		err := db.attempt(context.WithValue(ctx, hooksKey{}, hooks), fn)
		if err == nil {
			for _, hook := range hooks.run {
				hook()
			}
			return nil
		}
		if !isRetryable(err) || attempt == txAttempts {
			return err
		}
		if err := db.pause(ctx, attempt); err != nil {
			return fmt.Errorf("retry a transaction: %w", err)
		}
	}
}

func (db *DB) attempt(ctx context.Context, fn func(ctx context.Context, tx bun.Tx) error) error {
	release, err := db.enter(ctx)
	if err != nil {
		return fmt.Errorf("wait to write: %w", err)
	}
	defer release()
	return db.RunInTx(ctx, nil, fn)
}

// enter queues for SQLite's one writer's place; on PostgreSQL it lets everyone in.
func (db *DB) enter(ctx context.Context) (leave func(), err error) {
	if db.writer == nil {
		return func() {}, nil
	}
	select {
	case db.writer <- struct{}{}:
		return func() { <-db.writer }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// pause doubles from 5 ms, spread over its upper half.
func (db *DB) pause(ctx context.Context, attempt int) error {
	d := 5 * time.Millisecond << (attempt - 1)
	t := time.NewTimer(d/2 + time.Duration(db.jitter()*float64(d)/2))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

type hooksKey struct{}

type afterCommit struct{ run []func() }

// AfterCommit runs hook once the transaction that ctx belongs to has committed, and never if it does not.
// The hook must be quick and cannot fail. It reports whether ctx belongs to a Tx.
func AfterCommit(ctx context.Context, hook func()) bool {
	hooks, ok := ctx.Value(hooksKey{}).(*afterCommit)
	if ok {
		hooks.run = append(hooks.run, hook)
	}
	return ok
}
