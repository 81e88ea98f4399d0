package suite

import (
	"context"
	"fmt"

	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/outbox/mail"
)

// Outbox opens the service's messages. Mail leaves when a server is configured; what has no carrier stays to be
// read on the service's pages. The service adds the outbox's Run to its own.
func (e *Env) Outbox(ctx context.Context) (*outbox.Outbox, error) {
	hours, err := outbox.NewHours()
	if err != nil {
		return nil, fmt.Errorf("open the outbox: %w", err)
	}
	carriers := map[outbox.Channel]outbox.Carrier{}
	if e.Settings.SmtpURL != "" {
		c, err := mail.New(mail.Options{URL: string(e.Settings.SmtpURL), From: e.Settings.MailFrom, PublicURL: e.PublicURL})
		if err != nil {
			return nil, fmt.Errorf("CELAV_SMTP_URL: %w", err)
		}
		carriers[outbox.Email] = c
	}
	box, err := outbox.Open(ctx, e.Store, e.Sealer, outbox.Options{Now: e.Clock, Hours: hours, Carriers: carriers, Log: e.Telemetry.Log})
	if err != nil {
		return nil, fmt.Errorf("open the outbox: %w", err)
	}
	return box, nil
}
