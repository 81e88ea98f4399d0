package hostletters

import (
	"context"
	"log/slog"
	"time"
)

// Messenger hands a letter to whom knows how the employer is reached. The same id again is the same message.
type Messenger interface {
	TellHost(ctx context.Context, l Letter) error
}

// Sender hands on what waits. What is not taken is tried again, later and later; the other letters do not wait for it.
type Sender struct {
	Keeper    *Keeper
	Messenger Messenger
	Now       func() time.Time
	Log       *slog.Logger
}

const (
	perRound = 50
	pause    = 5 * time.Second
	longest  = 30 * time.Minute // between two attempts
)

// Run sends until ctx ends.
func (s *Sender) Run(ctx context.Context) error {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		if err := s.Send(ctx); err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "letters to employers could not be handed on, will try again", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Send hands on what is due now.
func (s *Sender) Send(ctx context.Context) error {
	due, err := s.Keeper.Due(ctx, s.Now(), perRound)
	if err != nil {
		return err
	}
	for _, l := range due {
		err := s.Messenger.TellHost(ctx, l)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			s.Log.InfoContext(ctx, "a letter to an employer was not taken, will try again", "kind", l.Kind, "attempt", l.Attempts+1, "error", err)
			err = s.Keeper.Later(ctx, l.ID, s.Now().Add(min(time.Second<<min(l.Attempts, 12), longest)))
		} else {
			err = s.Keeper.Sent(ctx, l.ID, s.Now())
		}
		if err != nil {
			return err
		}
	}
	return nil
}
