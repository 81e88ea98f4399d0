// Package answering lets a trainee or a host say what they want after a term by a private link, without an account. A link
// is for one party and one term, and ends with it.
package answering

import (
	"context"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/secretlink"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Desk gives links and takes answers by them.
type Desk struct {
	Links     *store.AnswerLinks
	Records   *records.Store
	Placement *placement.Desk
	Sealer    *seal.Sealer
	Tries     *secretlink.Tries
	Origin    string // of the pages
	Now       func() time.Time
	Zone      *time.Location
	NewID     func() string
}

// Path is where a link with this token leads.
func Path(token string) string { return "/matching/answers/" + token }

func none() error {
	return fault.New(fault.NotFound, "There is no such link, or it does not hold any more.")
}

// Question is what the holder of a link is asked.
type Question struct {
	Party   traineeship.Party
	LastDay civil.Date
	// Trainee is the name as it stands in the papers, for the host.
	Trainee string
	Said    *traineeship.Opinion
	Decided bool
	// principal is who acts by the link: one party of one traineeship, with no other right.
	principal identity.Principal
	id        string
}

// Look says whether a link holds, and nothing of what it is about. Whoever tries too many that are none waits; from is
// where the try comes from.
func (d *Desk) Look(ctx context.Context, token, from string) error {
	_, err := d.find(ctx, token, from)
	return err
}

func (d *Desk) find(ctx context.Context, token, from string) (l store.AnswerLink, err error) {
	if !secretlink.Plausible(token) {
		return l, none()
	}
	err = d.Tries.Guard(ctx, from, func() error {
		var found bool
		if l, found, err = d.Links.ByHash(ctx, secretlink.Hash(token), d.Now()); err == nil && !found {
			return none()
		}
		return err
	})
	return l, err
}

// Open shows the question of a link, and the audit says so.
func (d *Desk) Open(ctx context.Context, token, from string) (Question, error) {
	l, err := d.find(ctx, token, from)
	if err != nil {
		return Question{}, err
	}
	t, err := d.Records.Read(ctx, l.Traineeship)
	if err != nil {
		return Question{}, err
	}
	open := t.OpenTerm()
	if open == nil || open.ID != l.Term {
		return Question{}, none()
	}
	q := Question{Party: traineeship.Party(l.Party), LastDay: open.PlannedEnd, Said: t.OpinionOf(open.ID, traineeship.Party(l.Party)), Decided: t.DecisionOn(open.ID) != nil, id: t.ID}
	if q.Party == traineeship.Host {
		q.Trainee = t.TraineeName
		q.principal = identity.Principal{Subject: identity.LinkSubject(l.ID), Roles: []identity.Role{identity.Employer}, Company: t.CompanyID}
	} else {
		q.principal = identity.Principal{Subject: identity.PersonSubject(t.PersonID), Roles: []identity.Role{identity.Person}, Person: t.PersonID}
	}
	entry := audit.Entry{Action: identity.TraineeshipRead, Kind: "traineeship", ID: t.ID, Person: t.PersonID, Detail: l.Party + " by link"}
	return q, d.Records.Saw(identity.With(ctx, q.principal), entry)
}

// Answer says for the party what it wants. It may change its mind until the decision.
func (d *Desk) Answer(ctx context.Context, token, from string, w traineeship.Wish) (Question, error) {
	q, err := d.Open(ctx, token, from)
	if err != nil {
		return q, err
	}
	// Whatever the version: the party's own answer stands in nobody's way.
	_, err = d.Placement.Act(identity.With(ctx, q.principal), q.id, 0, placement.Input{Act: traineeship.ActAnswer, Party: q.Party, Wish: w})
	if err != nil {
		return q, err
	}
	return d.Open(ctx, token, from)
}
