package paperwork

import (
	"context"
	"slices"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/secretlink"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Path is where a link with this token leads.
func Path(token string) string { return "/matching/sign/" + token }

// Give makes a link for the trainee or the host to read and sign a version, in place of an earlier one, and returns its
// path, which is not kept. With send it leaves as a message.
func (d *Desk) Give(ctx context.Context, id, version string, p traineeship.Party, send bool) (string, papers.Link, error) {
	t, err := d.Traineeships.For(ctx, id, identity.PaperWrite)
	if err != nil {
		return "", papers.Link{}, err
	}
	v, err := d.version(ctx, t, version)
	if err != nil {
		return "", papers.Link{}, err
	}
	switch {
	case p != traineeship.Trainee && p != traineeship.Host || !slices.Contains(v.Kind.Signers(), p):
		var bad fault.Violations
		bad.Add("/party", "unknown", "A link is for the trainee or the host, where they sign.")
		return "", papers.Link{}, bad.Err()
	case !v.Newest:
		return "", papers.Link{}, fault.New(fault.Precondition, "There is a newer version of this paper.")
	case v.Signed(p) != nil:
		return "", papers.Link{}, fault.New(fault.Precondition, "This party has signed.")
	}
	token, hash, err := secretlink.New(d.Random)
	if err != nil {
		return "", papers.Link{}, err
	}
	now := records.Stamp(d.Now())
	l := papers.Link{
		ID: d.NewID(), Version: version, Party: p, MadeAt: now, MadeBy: caller(ctx).Subject, Sent: send, ExpiresAt: now.AddDate(0, 0, papers.LinkDays),
	}
	detail := string(p) + " link given"
	if send {
		detail = string(p) + " link sent"
	}
	if err := d.Store.AddLink(ctx, l, hash, trace(identity.PaperWrite, t, version, detail)); err != nil {
		return "", l, err
	}
	if !send {
		return Path(token), l, nil
	}
	to := Recipient{ID: l.ID, Answer: t.CityTutor}
	if p == traineeship.Trainee {
		to.Person = t.PersonID
	} else {
		to.Company = t.CompanyID
	}
	return "", l, d.Carrier.Carry(ctx, to, Path(token))
}

// Withdraw ends a party's links to a version.
func (d *Desk) Withdraw(ctx context.Context, id, version string, p traineeship.Party) error {
	t, err := d.Traineeships.For(ctx, id, identity.PaperWrite)
	if err != nil {
		return err
	}
	if _, err := d.version(ctx, t, version); err != nil {
		return err
	}
	return d.Store.RevokeLinks(ctx, version, p, records.Stamp(d.Now()), trace(identity.PaperWrite, t, version, string(p)+" link withdrawn"))
}

func (d *Desk) version(ctx context.Context, t *traineeship.Traineeship, version string) (*papers.Version, error) {
	all, err := d.Store.Of(ctx, t.ID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].ID == version {
			return &all[i], nil
		}
	}
	return nil, fault.New(fault.NotFound, "There is no such paper.")
}

// ByLink is what somebody sees who came by a link.
type ByLink struct {
	Link    papers.Link
	Version papers.Version
	Changes []papers.Difference
	Before  *papers.Version
	// Trainee is the name as it stands in the paper, to be compared with.
	Trainee string
	trainee *traineeship.Traineeship
}

// find returns the link that a token belongs to, when it holds. Whoever tries too many that are none waits; from is where
// the try comes from.
func (d *Desk) find(ctx context.Context, token, from string) (l papers.Link, err error) {
	none := fault.New(fault.NotFound, "There is no such link, or it does not hold any more.")
	if !secretlink.Plausible(token) {
		return l, none
	}
	err = d.Tries.Guard(ctx, from, func() error {
		if l, err = d.Store.LinkBy(ctx, secretlink.Hash(token)); err == nil && !l.Live(d.Now()) {
			return none
		}
		return err
	})
	return l, err
}

// Open takes a token and shows the paper, when the link holds. Count adds a use to it.
func (d *Desk) Open(ctx context.Context, token, from string, count bool) (context.Context, ByLink, error) {
	l, err := d.find(ctx, token, from)
	if err != nil {
		return ctx, ByLink{}, err
	}
	id, err := d.Store.Traineeship(ctx, l.Version)
	if err != nil {
		return ctx, ByLink{}, err
	}
	t, err := d.Traineeships.Own(ctx, id)
	if err != nil {
		return ctx, ByLink{}, err
	}
	all, err := d.Store.Of(ctx, id)
	if err != nil {
		return ctx, ByLink{}, err
	}
	out := ByLink{Link: l, Trainee: t.TraineeName, trainee: t}
	for i := range all {
		if all[i].ID == l.Version {
			out.Version = all[i]
			out.Before, out.Changes = before(all, &all[i])
		}
	}
	// From here on it is the holder of the link who acts, and has no other right.
	ctx = identity.With(ctx, identity.Principal{Subject: identity.LinkSubject(l.ID)})
	entry := trace(identity.PaperRead, t, l.Version, string(l.Party)+" by link")
	if count {
		return ctx, out, d.Store.Used(ctx, l.ID, records.Stamp(d.Now()), entry)
	}
	return ctx, out, d.Store.Saw(ctx, entry)
}

// SignBy signs by a link, as the party that it was made for.
func (d *Desk) SignBy(ctx context.Context, token, from string, c papers.Consent) error {
	ctx, b, err := d.Open(ctx, token, from, false)
	if err != nil {
		return err
	}
	c.Party = b.Link.Party
	return d.sign(ctx, b.trainee, b.Link.Version, c, b.Link.ID)
}
