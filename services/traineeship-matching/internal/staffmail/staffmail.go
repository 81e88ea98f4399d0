// Package staffmail keeps what colleagues are written about a traineeship, in the language and to the address that they gave.
// For the colleague who follows it a message without an address stays on the traineeship's page; who coordinates finds what
// is escalated on the front page too. It names nobody.
package staffmail

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
	"github.com/celav/celav/services/traineeship-matching/internal/letters"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
)

// Settings say how colleagues want to be written to.
type Settings interface {
	Setting(ctx context.Context, subject string) (alerts.Setting, error)
}

// Post keeps the messages in the service's outbox.
type Post struct {
	DB       *sqldb.DB
	Settings Settings
	Letters  *letters.Desk
	Box      *outbox.Outbox
	// Coordinators are the subjects of who coordinates.
	Coordinators func(context.Context) ([]string, error)
}

// Keep keeps a message for the colleague, or for each who coordinates; the same again is the same message.
func (p *Post) Keep(ctx context.Context, o records.Outgoing) error {
	if o.Target != records.ToCoordination {
		set, err := p.setting(ctx, o.TargetID)
		if err != nil {
			return err
		}
		return p.keep(ctx, o, o.ID, set)
	}
	subjects, err := p.Coordinators(ctx)
	if err != nil {
		return err
	}
	for _, subject := range subjects {
		set, err := p.setting(ctx, subject)
		if err != nil {
			return err
		}
		if set.Address == "" {
			continue
		}
		if err := p.keep(ctx, o, uuid.NewSHA1(uuid.NameSpaceOID, []byte(o.ID+" "+subject)).String(), set); err != nil {
			return err
		}
	}
	return nil
}

func (p *Post) setting(ctx context.Context, subject string) (alerts.Setting, error) {
	set, err := p.Settings.Setting(ctx, subject)
	if err != nil {
		return set, fmt.Errorf("find how a colleague is written to: %w", err)
	}
	set.Subject = subject
	return set, nil
}

func (p *Post) keep(ctx context.Context, o records.Outgoing, id string, set alerts.Setting) error {
	var day civil.Date
	if o.Day != nil {
		day = *o.Day
	}
	text := p.Letters.WriteToStaff(o.Kind, day, set.Language)
	m := outbox.Message{
		ID: id, Recipient: set.Subject, Team: set.Team, Kind: "traineeship-" + o.Kind, Language: set.Language, Channel: outbox.Letter,
		Subject: text.Subject, Body: text.Body, URL: "/matching/traineeships/" + o.Traineeship,
	}
	if set.Address != "" {
		m.Channel, m.Address = outbox.Email, set.Address
	}
	return p.DB.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := p.Box.Put(ctx, tx, m)
		return err
	})
}

// Delivery says how far a message to a colleague came; false when there is none.
func (p *Post) Delivery(ctx context.Context, id string) (outbox.Message, bool) {
	m, err := p.Box.Message(ctx, id)
	return m, err == nil
}
