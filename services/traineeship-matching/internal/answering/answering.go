// Package answering lets a trainee or a host say what they want after a term by a private link, without an account. A link
// is for one party and one term, and ends with it.
package answering

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
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
	Origin    string // of the pages
	Random    io.Reader
	Now       func() time.Time
	Zone      *time.Location
	NewID     func() string
}

// tokenBytes makes 256 bits, which nobody guesses.
const tokenBytes = 32

// Path is where a link with this token leads.
func Path(token string) string { return "/matching/answers/" + token }

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func none() error {
	return fault.New(fault.NotFound, "There is no such link, or it does not hold any more.")
}

// Given is a link that was just made: its address is not kept.
type Given struct {
	Party   traineeship.Party
	Address string
}

// Give makes a link for each party that has said nothing of the open term, in place of earlier ones.
func (d *Desk) Give(ctx context.Context, id string) (*traineeship.Traineeship, []Given, error) {
	t, err := d.Placement.Waiting(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	open := t.OpenTerm()
	end := open.PlannedEnd.AddDays(1)
	who, _ := identity.From(ctx)
	var out []Given
	for _, p := range t.Silent() {
		raw := make([]byte, tokenBytes)
		if _, err := io.ReadFull(d.Random, raw); err != nil {
			return nil, nil, fmt.Errorf("make a link: %w", err)
		}
		token := base64.RawURLEncoding.EncodeToString(raw)
		l := store.AnswerLink{
			ID: d.NewID(), Traineeship: t.ID, Term: open.ID, Party: string(p), Hash: hashOf(token), MadeBy: who.Subject, MadeAt: records.Stamp(d.Now()),
			ExpiresAt: time.Date(end.Year, end.Month, end.Day, 0, 0, 0, 0, d.Zone).UTC(),
		}
		entry := audit.Entry{Action: identity.RenewalRemind, Kind: "answer-link", ID: l.ID, Person: t.PersonID, Detail: string(p)}
		if err := d.Links.Make(ctx, l, entry); err != nil {
			return nil, nil, err
		}
		out = append(out, Given{Party: p, Address: d.Origin + Path(token)})
	}
	return t, out, nil
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

// Look says whether a link holds, and nothing of what it is about.
func (d *Desk) Look(ctx context.Context, token string) error {
	_, err := d.find(ctx, token)
	return err
}

func (d *Desk) find(ctx context.Context, token string) (store.AnswerLink, error) {
	if raw, err := base64.RawURLEncoding.DecodeString(token); err != nil || len(raw) != tokenBytes {
		return store.AnswerLink{}, none()
	}
	l, found, err := d.Links.ByHash(ctx, hashOf(token), d.Now())
	if err == nil && !found {
		err = none()
	}
	return l, err
}

// Open shows the question of a link, and the audit says so.
func (d *Desk) Open(ctx context.Context, token string) (Question, error) {
	l, err := d.find(ctx, token)
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
func (d *Desk) Answer(ctx context.Context, token string, w traineeship.Wish) (Question, error) {
	q, err := d.Open(ctx, token)
	if err != nil {
		return q, err
	}
	// Whatever the version: the party's own answer stands in nobody's way.
	_, err = d.Placement.Act(identity.With(ctx, q.principal), q.id, 0, placement.Input{Act: traineeship.ActAnswer, Party: q.Party, Wish: w})
	if err != nil {
		return q, err
	}
	return d.Open(ctx, token)
}
