// Package agenda is the calendar of decisions on renewals, for calendar programs: read by a private link that its owner
// makes and withdraws. It names nobody.
package agenda

import (
	"context"
	"io"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/secretlink"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// Renewals are the terms that wait for a decision and that the caller may see.
type Renewals interface {
	DueDays(ctx context.Context, limit int) ([]placement.DueDay, error)
}

// Directory says who somebody is now.
type Directory interface {
	Resolve(ctx context.Context, subject string) (identity.Principal, error)
}

// Desk makes and withdraws links, and answers calendar programs.
type Desk struct {
	Links     *store.CalendarLinks
	Renewals  Renewals
	Directory Directory
	Catalog   *ui.Catalog
	Origin    string // of the pages
	Random    io.Reader
	Tries     *secretlink.Tries
	Now       func() time.Time
	NewID     func() string
}

// Path is where a link with this token leads.
func Path(token string) string { return "/matching/calendar/" + token }

// mostEvents bounds a calendar.
const mostEvents = 1000

func (d *Desk) caller(ctx context.Context) (identity.Principal, error) {
	p, _ := identity.From(ctx)
	return p, identity.May(p, identity.RenewalCalendar)
}

// Of returns the caller's link; false when there is none.
func (d *Desk) Of(ctx context.Context) (store.CalendarLink, bool, error) {
	p, err := d.caller(ctx)
	if err != nil {
		return store.CalendarLink{}, false, err
	}
	return d.Links.Of(ctx, p.Subject)
}

// Make makes the caller's link in place of the one that there was, and returns its address, which is not kept.
func (d *Desk) Make(ctx context.Context, language string) (address string, err error) {
	p, err := d.caller(ctx)
	if err != nil {
		return "", err
	}
	token, hash, err := secretlink.New(d.Random)
	if err != nil {
		return "", err
	}
	l := store.CalendarLink{ID: d.NewID(), Subject: p.Subject, Hash: hash, Language: language, MadeAt: records.Stamp(d.Now())}
	if err := d.Links.Make(ctx, l, trace(l.ID, "made")); err != nil {
		return "", err
	}
	return d.Origin + Path(token), nil
}

// Revoke ends the caller's link.
func (d *Desk) Revoke(ctx context.Context) error {
	p, err := d.caller(ctx)
	if err != nil {
		return err
	}
	return d.Links.Revoke(ctx, p.Subject, records.Stamp(d.Now()), trace("", "withdrawn"))
}

func trace(id, detail string) audit.Entry {
	return audit.Entry{Action: identity.RenewalCalendar, Kind: "calendar-link", ID: id, Detail: detail}
}

// Read answers a calendar program: what whoever made the link may see now. A token that opens nothing is NotFound, and so
// is one whose owner may not see renewals any more.
// Whoever tries too many tokens that open nothing waits; from is where the try comes from.
func (d *Desk) Read(ctx context.Context, token, from string) ([]byte, error) {
	none := fault.New(fault.NotFound, "There is no such calendar.")
	if !secretlink.Plausible(token) {
		return nil, none
	}
	var l store.CalendarLink
	err := d.Tries.Guard(ctx, from, func() error {
		var found bool
		var err error
		if l, found, err = d.Links.ByHash(ctx, secretlink.Hash(token)); err == nil && !found {
			return none
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	p, err := d.Directory.Resolve(ctx, l.Subject)
	if err != nil {
		return nil, err
	}
	if identity.May(p, identity.RenewalCalendar) != nil || identity.May(p, identity.RenewalList) != nil {
		return nil, none
	}
	ctx = identity.With(ctx, p) // from here on it is the owner who asks
	days, err := d.Renewals.DueDays(ctx, mostEvents)
	if err != nil {
		return nil, err
	}
	if err := d.Links.Used(ctx, l.ID, records.Stamp(d.Now())); err != nil {
		return nil, err
	}
	return d.write(days, l.Language), nil
}
