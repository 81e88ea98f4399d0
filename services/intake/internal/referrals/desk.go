// Package referrals is what is done with referrals to and from the services of the city, and with the directory of
// those services. Each use case asks the policy about the file and leaves a trace in the audit.
package referrals

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/store"
)

// Files says whose a file is and how people are called; registration.Desk is it.
type Files interface {
	Owner(ctx context.Context, id string) (identity.Owner, error)
	Labels(ctx context.Context, ids []string) (map[string]registration.Label, error)
}

// Words writes the suite's own sentences in a language.
type Words interface {
	Say(language, id string, args ...any) string
}

// Desk is where referrals are made and answered. Days are days in Zone; Origin is where personal links lead.
type Desk struct {
	Store  *store.Store
	Files  Files
	Rules  policy.Library
	Box    *outbox.Outbox
	Words  Words
	Now    func() time.Time
	NewID  func() (string, error)
	Zone   *time.Location
	Origin string
}

// Today is the date at the desk.
func (d *Desk) Today() civil.Date { return civil.DateOf(d.Now().In(d.Zone)) }

func caller(ctx context.Context) identity.Principal {
	p, _ := identity.From(ctx)
	return p
}

// Shown is a referral as the caller may see it. Of one to a reserved service who is not of the person's team sees that
// it is there, and neither the service nor why.
type Shown struct {
	referral.Referral
	At     referral.Service
	Name   string // of the person, towards the caller; only in lists of several people's
	Hidden bool
	MayAct bool // the caller may act for CeLav
}

// owner says whose file it is, if the caller may do a with it; its Person is the file that a merged one leads to.
func (d *Desk) owner(ctx context.Context, person string, a identity.Action) (identity.Owner, error) {
	o, err := d.Files.Owner(ctx, person)
	if err != nil {
		return o, err
	}
	return o, identity.Check(caller(ctx), a, o)
}

// May reports whether the caller may do a with somebody's referrals, for what a page offers.
func (d *Desk) May(ctx context.Context, person string, a identity.Action) bool {
	_, err := d.owner(ctx, person, a)
	return err == nil
}

// Of returns a person's referrals, the newest first. The person sees no drafts.
func (d *Desk) Of(ctx context.Context, person string) ([]Shown, error) {
	o, err := d.owner(ctx, person, identity.ReferralRead)
	if err != nil {
		return nil, err
	}
	list, err := d.Store.ReferralsOf(ctx, o.Person)
	if err != nil {
		return nil, err
	}
	shown, err := d.shown(ctx, list, func(string) identity.Owner { return o })
	if err != nil {
		return nil, err
	}
	return shown, d.Store.Saw(ctx, audit.Entry{Action: identity.ReferralRead, Kind: "person", ID: o.Person, Person: o.Person})
}

// One returns one of a person's referrals.
func (d *Desk) One(ctx context.Context, person, id string) (Shown, error) {
	s, err := d.one(ctx, person, id, identity.ReferralRead)
	if err != nil {
		return s, err
	}
	return s, d.Store.Saw(ctx, trace(identity.ReferralRead, s.Referral, ""))
}

func (d *Desk) one(ctx context.Context, person, id string, a identity.Action) (Shown, error) {
	o, err := d.owner(ctx, person, a)
	if err != nil {
		return Shown{}, err
	}
	r, err := d.Store.Referral(ctx, o.Person, id)
	if err != nil {
		return Shown{}, err
	}
	list, err := d.shown(ctx, []referral.Referral{r}, func(string) identity.Owner { return o })
	if err != nil {
		return Shown{}, err
	}
	if len(list) == 0 {
		return Shown{}, fault.New(fault.NotFound, "There is no such referral.")
	}
	return list[0], nil
}

// shown puts the services beside the referrals, and leaves out what the caller may not see.
func (d *Desk) shown(ctx context.Context, list []referral.Referral, owner func(person string) identity.Owner) ([]Shown, error) {
	var ids []string
	for _, r := range list {
		ids = append(ids, r.Service)
	}
	services, err := d.services(ctx, ids)
	if err != nil {
		return nil, err
	}
	who := caller(ctx)
	out := make([]Shown, 0, len(list))
	for _, r := range list {
		self := who.Person != "" && who.Person == r.Person
		if self && r.State == referral.Draft {
			continue
		}
		s := Shown{Referral: r, At: services[r.Service], MayAct: identity.Check(who, identity.ReferralWrite, owner(r.Person)) == nil}
		if s.At.Reserved && !self && identity.Check(who, identity.ReservedOpen, owner(r.Person)) != nil {
			s = Shown{Hidden: true, Referral: referral.Referral{
				ID: r.ID, Person: r.Person, Version: r.Version, Direction: r.Direction, State: r.State, CreatedOn: r.CreatedOn, SentOn: r.SentOn,
				AnsweredOn: r.AnsweredOn, AnswerBy: r.AnswerBy, EndedOn: r.EndedOn, Unread: r.Unread,
			}}
		}
		out = append(out, s)
	}
	return out, nil
}

// services returns the services with these ids; one that is gone is left out.
func (d *Desk) services(ctx context.Context, ids []string) (map[string]referral.Service, error) {
	found := make(map[string]referral.Service, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	list, _, err := d.Store.CityServices(ctx, store.CityServices{IDs: ids, Limit: len(ids)})
	for _, s := range list {
		found[s.ID] = s
	}
	return found, err
}

func trace(a identity.Action, r referral.Referral, detail string) audit.Entry {
	return audit.Entry{Action: a, Kind: "referral", ID: r.ID, Person: r.Person, Detail: detail}
}

// keyOf makes a caller's key nobody else's.
func keyOf(ctx context.Context, key string) string {
	if key == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("referral\x00" + caller(ctx).Subject + "\x00" + key))
	return hex.EncodeToString(sum[:])
}
