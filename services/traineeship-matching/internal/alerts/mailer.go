package alerts

import (
	"context"
	"log/slog"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/outbox"
)

// Post is what waits to be told by a message.
type Post interface {
	// Wishes are the settings with a message.
	Wishes(ctx context.Context) ([]Setting, error)
	CountSince(ctx context.Context, s Scope, since *time.Time) (Count, error)
	// Send keeps a message and that it was sent, both or neither.
	Send(ctx context.Context, s Setting, c Count, day civil.Date, at time.Time) error
}

// Mailer tells those who wish it, once on a working day on which something is new. A message says how much there is and
// where, and names nobody.
type Mailer struct {
	Post Post
	Now  func() time.Time
	Zone *time.Location
	Log  *slog.Logger
}

const (
	mailEvery = time.Minute
	mailFrom  = 8 // o'clock
	mailUntil = 19
)

// Run tells until ctx ends.
func (m *Mailer) Run(ctx context.Context) error {
	tick := time.NewTicker(mailEvery)
	defer tick.Stop()
	for {
		if _, err := m.Tell(ctx); err != nil && ctx.Err() == nil {
			m.Log.WarnContext(ctx, "new matches could not be told by message, will try again", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Tell writes the messages of now. It says how many.
func (m *Mailer) Tell(ctx context.Context) (int, error) {
	now := m.Now().In(m.Zone)
	day := civil.DateOf(now)
	if !outbox.Working(day) || now.Hour() < mailFrom || now.Hour() >= mailUntil {
		return 0, nil
	}
	wishes, err := m.Post.Wishes(ctx)
	if err != nil {
		return 0, err
	}
	sent := 0
	for _, s := range wishes {
		if s.SentAt != nil && civil.DateOf(s.SentAt.In(m.Zone)) == day {
			continue
		}
		c, err := m.Post.CountSince(ctx, Scope{s.Team, int32(s.Threshold) * 100}, s.SentAt)
		if err != nil {
			return sent, err
		}
		if c.Pairs == 0 {
			continue
		}
		if err := m.Post.Send(ctx, s, c, day, now.UTC()); err != nil {
			return sent, err
		}
		sent++
	}
	return sent, nil
}
