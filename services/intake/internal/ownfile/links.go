// Package ownfile is what a person does with the own file and what is done for it: the personal link that opens it,
// requests for correction, and the record of who looked.
package ownfile

import (
	"context"
	"io"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/secretlink"
	"github.com/celav/celav/services/intake/internal/personlink"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/store"
)

// Files says whose a file is; registration.Desk is it.
type Files interface {
	Owner(ctx context.Context, id string) (identity.Owner, error)
}

// Post writes to people; registration.Post is it.
type Post interface {
	Enclose(ctx context.Context, n registration.Notice) (store.Also, error)
	Send(ctx context.Context, l registration.Letter) error
	Bring(ctx context.Context, l registration.Letter, secret string) (store.Also, error)
	Reaches(ctx context.Context, person string) (outbox.Channel, bool, error)
	Recall(kind, about string) store.Also
}

// LinkRecords keeps personal links.
type LinkRecords interface {
	PersonLink(ctx context.Context, person string) (personlink.Link, bool, error)
	PersonLinkByHash(ctx context.Context, hash string) (personlink.Link, error)
	AddPersonLink(ctx context.Context, l personlink.Link, hash string, entry audit.Entry, recall func(id string) store.Also, also ...store.Also) (revoked []string, err error)
	RevokePersonLinks(ctx context.Context, person string, at time.Time, entry audit.Entry, recall func(id string) store.Also) (revoked []string, err error)
	UsePersonLink(ctx context.Context, id string, at time.Time, entry audit.Entry) error
}

// Links gives personal links and opens the own page by them.
type Links struct {
	Records LinkRecords
	Files   Files
	Post    Post
	Tries   *secretlink.Tries
	// Forget makes this process ask anew who a subject is.
	Forget func(subject string)
	Now    func() time.Time
	NewID  func() (string, error)
	Random io.Reader
}

// linkKind is the kind of the message that brings a link.
const linkKind = "person-link"

// Path is where a link with this token leads.
func Path(token string) string { return "/intake/link/" + token }

func (l *Links) owner(ctx context.Context, person string) (identity.Owner, error) {
	return allowed(ctx, l.Files, person, identity.PersonLink)
}

// allowed returns whose file it is when the caller may do a with it.
func allowed(ctx context.Context, files Files, person string, a identity.Action) (identity.Owner, error) {
	owner, err := files.Owner(ctx, person)
	if err != nil {
		return owner, err
	}
	who, _ := identity.From(ctx)
	return owner, identity.Check(who, a, owner)
}

// Of returns the link that was made last for a person; false when none was.
func (l *Links) Of(ctx context.Context, person string) (personlink.Link, bool, error) {
	owner, err := l.owner(ctx, person)
	if err != nil {
		return personlink.Link{}, false, err
	}
	return l.Records.PersonLink(ctx, owner.Person)
}

// Give makes a link for a person, in place of every earlier one, and returns its token, which is not kept. With send it
// also leaves as a message.
func (l *Links) Give(ctx context.Context, person string, send bool) (token string, link personlink.Link, err error) {
	owner, err := l.owner(ctx, person)
	if err != nil {
		return "", link, err
	}
	token, hash, err := secretlink.New(l.Random)
	if err != nil {
		return "", link, err
	}
	who, _ := identity.From(ctx)
	now := l.Now().UTC().Truncate(time.Second)
	link = personlink.Link{Person: owner.Person, MadeBy: who.Subject, MadeAt: now, ExpiresAt: now.AddDate(0, 0, personlink.Days)}
	if link.ID, err = l.NewID(); err != nil {
		return "", link, err
	}
	var also []store.Also
	detail := "given"
	if send {
		detail = "sent"
		letter, err := l.Post.Enclose(ctx, registration.Notice{
			About: link.ID, Person: owner.Person, Kind: linkKind, Text: "intake.mine.message.link", Secret: Path(token), Urgent: true,
		})
		if err != nil {
			return "", link, err
		}
		also = append(also, letter)
	}
	revoked, err := l.Records.AddPersonLink(ctx, link, hash, l.trace(identity.PersonLink, link.ID, owner.Person, detail), l.recall, also...)
	if err != nil {
		return "", link, err
	}
	l.forget(revoked)
	return token, link, nil
}

// Write sends a message of another service that asks the person for something. Where it leaves by itself and the person has
// no link that holds, it brings one: so the person answers without an account. A link that holds stays as it is.
func (l *Links) Write(ctx context.Context, letter registration.Letter) error {
	owner, err := l.Files.Owner(ctx, letter.Person)
	if err != nil {
		return err
	}
	now := l.Now().UTC().Truncate(time.Second)
	last, found, err := l.Records.PersonLink(ctx, owner.Person)
	if err != nil {
		return err
	}
	_, leaves, err := l.Post.Reaches(ctx, owner.Person)
	if err != nil {
		return err
	}
	if !leaves || found && last.Live(now) {
		return l.Post.Send(ctx, letter)
	}
	token, hash, err := secretlink.New(l.Random)
	if err != nil {
		return err
	}
	link := personlink.Link{Person: owner.Person, MadeAt: now, ExpiresAt: now.AddDate(0, 0, personlink.Days)}
	if link.ID, err = l.NewID(); err != nil {
		return err
	}
	also, err := l.Post.Bring(ctx, letter, Path(token))
	if err != nil {
		return err
	}
	_, err = l.Records.AddPersonLink(ctx, link, hash, l.trace(identity.MessageSend, link.ID, owner.Person, "with a link: "+letter.Kind), l.recall, also)
	return err
}

// Revoke ends every link of a person, and the sessions that they opened.
func (l *Links) Revoke(ctx context.Context, person string) error {
	owner, err := l.owner(ctx, person)
	if err != nil {
		return err
	}
	revoked, err := l.Records.RevokePersonLinks(ctx, owner.Person, l.Now(), l.trace(identity.PersonLink, "", owner.Person, "withdrawn"), l.recall)
	if err != nil {
		return err
	}
	l.forget(revoked)
	return nil
}

// recall takes back the message with a link that holds no more.
func (l *Links) recall(id string) store.Also { return l.Post.Recall(linkKind, id) }

// forget ends the sessions of links at once in this process; the others learn it when their memory ends.
func (l *Links) forget(links []string) {
	for _, id := range links {
		l.Forget(identity.LinkSubject(id))
	}
}

// Use takes a token and returns the id of its link, when the link holds. Whoever tries too many that are none waits; from
// is where the try comes from.
func (l *Links) Use(ctx context.Context, token, from string) (string, error) {
	var link string
	err := l.Tries.Guard(ctx, from, func() (err error) {
		link, err = l.use(ctx, token)
		return err
	})
	return link, err
}

func (l *Links) use(ctx context.Context, token string) (string, error) {
	if !secretlink.Plausible(token) {
		return "", fault.New(fault.NotFound, "There is no such link.")
	}
	link, err := l.Records.PersonLinkByHash(ctx, secretlink.Hash(token))
	if err != nil {
		return "", err
	}
	// From here on it is the person who acts.
	ctx = identity.With(ctx, identity.Principal{Subject: identity.PersonSubject(link.Person), Roles: []identity.Role{identity.Person}, Person: link.Person})
	return link.ID, l.Records.UsePersonLink(ctx, link.ID, l.Now(), l.trace(identity.PersonLinkUse, link.ID, link.Person, ""))
}

func (l *Links) trace(a identity.Action, id, person, detail string) audit.Entry {
	return audit.Entry{Action: a, Kind: "person-link", ID: id, Person: person, Detail: detail}
}
