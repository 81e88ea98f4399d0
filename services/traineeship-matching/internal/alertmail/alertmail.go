// Package alertmail writes the message that tells a member of staff how many new matches wait. It names nobody.
package alertmail

import (
	"context"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// Post keeps the messages in the service's outbox.
type Post struct {
	Store   *store.Alerts
	Box     *outbox.Outbox
	Catalog *ui.Catalog
}

// Wishes implements alerts.Post.
func (p *Post) Wishes(ctx context.Context) ([]alerts.Setting, error) { return p.Store.Wishes(ctx) }

// CountSince implements alerts.Post.
func (p *Post) CountSince(ctx context.Context, s alerts.Scope, since *time.Time) (alerts.Count, error) {
	return p.Store.CountSince(ctx, s, since)
}

// Send implements alerts.Post. The day makes the message's id: there is one a day at most, whoever sends it.
func (p *Post) Send(ctx context.Context, s alerts.Setting, c alerts.Count, day civil.Date, at time.Time) error {
	words := ui.With(context.Background(), p.Catalog, ui.Request{Lang: s.Language})
	return p.Store.DB().Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		mine, err := p.Store.Sent(ctx, tx, s, at)
		if err != nil || !mine {
			return err
		}
		_, err = p.Box.Put(ctx, tx, outbox.Message{
			ID: uuid.NewSHA1(uuid.NameSpaceOID, []byte("new matches "+s.Subject+" "+day.String())).String(), Recipient: s.Subject, Team: s.Team,
			Kind: "new-matches", Language: s.Language, Channel: outbox.Email, Address: s.Address,
			Subject: ui.T(words, "matching.alert.mail.subject", c.Pairs), Body: ui.T(words, "matching.alert.mail.body", "Count", c.Pairs, "People", c.People), URL: "/matching/alerts",
		})
		return err
	})
}
