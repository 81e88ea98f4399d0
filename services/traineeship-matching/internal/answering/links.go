package answering

import (
	"context"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/secretlink"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// tagPurpose keeps the tags that links are made of apart from others.
const tagPurpose = "answer-link"

// token is what stands in a link. It is kept nowhere and computed with the service's key: so each letter about a term holds
// the same link, and a letter that is handed on twice does not end the link of the first.
func (d *Desk) token(id string) (token, hash string) {
	return secretlink.From(d.Sealer.Tag(tagPurpose, []byte(id)))
}

// Given is a link to answer by. Its address is not kept.
type Given struct {
	Party   traineeship.Party
	Address string
	Since   time.Time
	Until   time.Time
}

// Give returns the link of each party that has said nothing of the open term, and makes those that there are not.
func (d *Desk) Give(ctx context.Context, id string) (*traineeship.Traineeship, []Given, error) {
	t, err := d.Placement.Waiting(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	var out []Given
	for _, p := range t.Silent() {
		g, err := d.give(ctx, t, p)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, g)
	}
	return t, out, nil
}

// Withdraw ends a party's link. The next that is given or written is another one.
func (d *Desk) Withdraw(ctx context.Context, id string, p traineeship.Party) error {
	t, err := d.Placement.Waiting(ctx, id)
	if err != nil {
		return err
	}
	if p != traineeship.Trainee && p != traineeship.Host {
		var bad fault.Violations
		bad.Add("/party", "unknown", "A link is for the trainee or the host.")
		return bad.Err()
	}
	return d.Links.Revoke(ctx, t.ID, string(p), records.Stamp(d.Now()), trace(t, t.ID, string(p)+" withdrawn"))
}

// Enclose returns the path by which a letter's recipient answers; "" when nothing is asked any more.
func (d *Desk) Enclose(ctx context.Context, id string, p traineeship.Party) (string, error) {
	t, err := d.Records.Read(ctx, id)
	if err != nil {
		return "", err
	}
	open := t.OpenTerm()
	if open == nil || t.DecisionOn(open.ID) != nil || !d.Now().Before(d.lastInstant(open)) {
		return "", nil
	}
	g, err := d.give(ctx, t, p)
	if err != nil {
		return "", err
	}
	return g.Address[len(d.Origin):], nil
}

func (d *Desk) lastInstant(open *traineeship.Term) time.Time {
	end := open.PlannedEnd.AddDays(1)
	return time.Date(end.Year, end.Month, end.Day, 0, 0, 0, 0, d.Zone).UTC()
}

func (d *Desk) give(ctx context.Context, t *traineeship.Traineeship, p traineeship.Party) (Given, error) {
	open := t.OpenTerm()
	until := d.lastInstant(open)
	l, found, err := d.Links.Live(ctx, t.ID, string(p), d.Now())
	if err != nil {
		return Given{}, err
	}
	token, hash := d.token(l.ID)
	// A suspension moves the end of the term; another key makes other tokens.
	if !found || l.Term != open.ID || l.Hash != hash || !l.ExpiresAt.Equal(until) {
		who, _ := identity.From(ctx)
		l = store.AnswerLink{ID: d.NewID(), Traineeship: t.ID, Term: open.ID, Party: string(p), MadeBy: who.Subject, MadeAt: records.Stamp(d.Now()), ExpiresAt: until}
		token, l.Hash = d.token(l.ID)
		if err := d.Links.Make(ctx, l, trace(t, l.ID, string(p))); err != nil {
			return Given{}, err
		}
	}
	return Given{Party: p, Address: d.Origin + Path(token), Since: l.MadeAt, Until: l.ExpiresAt}, nil
}

func trace(t *traineeship.Traineeship, id, detail string) audit.Entry {
	return audit.Entry{Action: identity.RenewalRemind, Kind: "answer-link", ID: id, Person: t.PersonID, Detail: detail}
}
