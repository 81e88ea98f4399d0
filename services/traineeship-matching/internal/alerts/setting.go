package alerts

import (
	"context"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
)

// Setting is how somebody wants to be told. Version 0: nothing was set, what holds for everybody holds.
type Setting struct {
	Subject   string
	Version   int64
	Team      string // whose people; empty: everybody's
	Threshold int    // points
	// Mail asks for a message on working days on which there is something new, to Address.
	Mail     bool
	Address  string
	Language string
	SentAt   *time.Time
}

const longestAddress = 200

// Setting returns how the caller wants to be told.
func (d *Desk) Setting(ctx context.Context) (Setting, error) {
	_, set, err := d.scope(ctx)
	return set, err
}

// Set changes how the caller wants to be told, over the version that was read.
func (d *Desk) Set(ctx context.Context, s Setting) error {
	scope, old, err := d.scope(ctx)
	if err != nil {
		return err
	}
	caller, _ := identity.From(ctx)
	s.Address = strings.TrimSpace(s.Address)
	var bad fault.Violations
	if !slices.Contains(Thresholds(), s.Threshold) {
		bad.Add("/threshold", "unknown", "Choose one of the scores that are offered.")
	}
	if s.Mail || s.Address != "" {
		at, err := mail.ParseAddress(s.Address)
		if err != nil || at.Address != s.Address || len(s.Address) > longestAddress {
			bad.Add("/address", "email", "Enter a complete e-mail address.")
		}
	}
	if err := bad.Err(); err != nil {
		return err
	}
	s.Subject, s.Team, s.SentAt = caller.Subject, scope.Team, old.SentAt
	if s.Mail && !old.Mail { // what is on the page already is no news
		now := d.Now().UTC()
		s.SentAt = &now
	}
	return d.Store.SaveSetting(ctx, s)
}
