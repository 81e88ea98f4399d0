package shortlisting

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

// Messenger tells people something in their language, on their channel, and where to read on. The same id again is the same
// message.
type Messenger interface {
	Tell(ctx context.Context, id, person, kind, path string) error
}

// clockEvery is how often what is due is looked at; a message leaves within it.
const clockEvery = 5 * time.Second

// Run tells people what they are to be told and lets lapse what was not answered, until its context ends. What fails is
// tried again at the next round: nothing is lost, for both are read from the records.
func (d *Desk) Run(ctx context.Context, m Messenger, log *slog.Logger) error {
	tick := time.NewTicker(clockEvery)
	defer tick.Stop()
	silent := false
	for {
		if n, err := d.LapseOverdue(ctx); err != nil && ctx.Err() == nil {
			log.WarnContext(ctx, "what was not answered in time could not be taken back, will try again", "error", err)
		} else if n > 0 {
			log.InfoContext(ctx, "questions and consents have lapsed", "entries", n)
		}
		err := d.tell(ctx, m)
		if err != nil && ctx.Err() == nil && !silent {
			log.WarnContext(ctx, "people could not be told about their shortlists, will try again", "error", err)
		}
		silent = err != nil
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (d *Desk) tell(ctx context.Context, m Messenger) error {
	notices, err := d.store.Notices(ctx, 50)
	if err != nil {
		return err
	}
	for _, n := range notices {
		if err := m.Tell(ctx, messageID(n.Entry, n.What), n.Entry.Person, n.What, "/matching/people/"+n.Entry.Person+"/proposals"); err != nil {
			return err
		}
		if err := d.store.Told(ctx, n); err != nil {
			return err
		}
	}
	return d.tellAnswers(ctx, m)
}

// messageID is the same for the same notice, however often it is sent.
func messageID(e shortlist.Entry, what string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(e.ID+" "+what+" "+e.Since.UTC().Format(time.RFC3339Nano))).String()
}
