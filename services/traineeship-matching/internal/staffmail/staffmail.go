// Package staffmail keeps what the colleague who follows a traineeship is written about it: in the language and to the address
// that the colleague gave. Without an address the message stays on the traineeship's page. It names nobody.
package staffmail

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"
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
}

// Keep keeps a message for the colleague; the same again is the same message.
func (p *Post) Keep(ctx context.Context, o records.Outgoing) error {
	set, err := p.Settings.Setting(ctx, o.TargetID)
	if err != nil {
		return fmt.Errorf("find how a colleague is written to: %w", err)
	}
	var day civil.Date
	if o.Day != nil {
		day = *o.Day
	}
	text := p.Letters.WriteToStaff(o.Kind, day, set.Language)
	m := outbox.Message{
		ID: o.ID, Recipient: o.TargetID, Team: set.Team, Kind: "traineeship-" + o.Kind, Language: set.Language, Channel: outbox.Letter,
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
