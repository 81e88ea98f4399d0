// Package post is what the suite writes to companies: each in the language of its contact and by the way in which the
// contact is reached. Who belongs to the company reads it on a page too.
package post

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/services/employer-outreach/internal/company"
)

// Companies are the records of companies.
type Companies interface {
	Company(ctx context.Context, id string) (company.Company, error)
	CompanyNames(ctx context.Context, ids []string) (map[string]string, error)
	Within(ctx context.Context, entry audit.Entry, also func(ctx context.Context, tx bun.Tx) error) error
}

// Colleagues say what a colleague is called, "" for one of whom nobody knows.
type Colleagues interface {
	Name(ctx context.Context, subject string) string
}

// Words writes the suite's own sentences in a language.
type Words interface {
	Say(language, id string, args ...any) string
}

// Text is one language's version of a message.
type Text struct{ Subject, Body string }

// Letter is a message to a company, in every language that it was written in.
type Letter struct {
	// ID is the same for each try of one message.
	ID, Company, Kind string
	Texts             map[string]Text
	// URL is the page that it leads to, a path on this origin, or empty.
	URL string
	// Secret is a path that is a key, in place of URL: it leaves with the message and is not kept.
	Secret string
	// Answer is the subject of the colleague to ask; without one it is the service.
	Answer string
}

// Post keeps the messages to companies and sends them by and by.
type Post struct {
	companies  Companies
	box        *outbox.Outbox
	colleagues Colleagues
	words      Words
}

// New makes a post over an outbox.
func New(c Companies, box *outbox.Outbox, people Colleagues, words Words) *Post {
	return &Post{c, box, people, words}
}

// Send keeps a message of another service for a company. The same id again is the same message.
func (p *Post) Send(ctx context.Context, l Letter) error {
	if err := identity.May(caller(ctx), identity.MessageSend); err != nil {
		return err
	}
	var bad fault.Violations
	if len(l.Texts) == 0 {
		bad.Add("/texts", "required", "Write the message in at least one language.")
	}
	for pointer, path := range map[string]string{"/url": l.URL, "/secret": l.Secret} {
		if path != "" && (!strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//")) {
			bad.Add(pointer, "invalid", "A message leads to a path on this origin.")
		}
	}
	if err := bad.Err(); err != nil {
		return err
	}
	to, err := p.companies.Company(ctx, l.Company)
	if err != nil {
		return err
	}
	m := p.write(ctx, to, l)
	entry := audit.Entry{Action: identity.MessageSend, Kind: "message", ID: l.ID, Detail: l.Kind}
	return p.companies.Within(ctx, entry, func(ctx context.Context, tx bun.Tx) error {
		_, err := p.box.Put(ctx, tx, m)
		return err
	})
}

// write makes the message as its reader gets it: in the contact's language when it was written in that, else in
// Italian with English below, and with whom to ask.
func (p *Post) write(ctx context.Context, to company.Company, l Letter) outbox.Message {
	m := outbox.Message{ID: l.ID, Recipient: to.ID, Kind: l.Kind, URL: l.URL}
	m.Channel, m.Address = reach(to.Contact)
	name := p.colleagues.Name(ctx, l.Answer)
	var bodies []string
	for _, lang := range languages(to.Contact.Language, l.Texts) {
		text := l.Texts[lang]
		if m.Language == "" {
			m.Language, m.Subject = lang, text.Subject
		}
		whom := p.words.Say(lang, "outreach.post.service")
		if name != "" {
			whom = name + ", " + whom
		}
		bodies = append(bodies, text.Body+"\n\n"+p.words.Say(lang, "outreach.post.answer", "Whom", whom))
	}
	m.Body = strings.Join(bodies, "\n\n")
	if l.Secret != "" {
		m.Secret = l.Secret + "?lang=" + m.Language
	}
	return m
}

// languages are those in which a message is read, the first of them its own.
func languages(wanted string, texts map[string]Text) []string {
	if _, ok := texts[wanted]; ok {
		return []string{wanted}
	}
	var out []string
	for _, lang := range []string{"it", "en"} {
		if _, ok := texts[lang]; ok {
			out = append(out, lang)
		}
	}
	if len(out) > 0 {
		return out
	}
	for lang := range texts { // written in neither: take one, always the same
		out = append(out, lang)
	}
	slices.Sort(out)
	return out[:1]
}

// reach is how a contact is written to. A company without an address gets a letter, which its page shows.
func reach(c company.Contact) (outbox.Channel, string) {
	switch {
	case c.Email != "":
		return outbox.Email, c.Email
	case c.Phone != "":
		return outbox.SMS, c.Phone
	default:
		return outbox.Letter, ""
	}
}

// Note is a message as a page shows it.
type Note struct {
	outbox.Message
	Name string // of the company
}

// List returns the messages to every company, the newest first.
func (p *Post) List(ctx context.Context, state outbox.State, after string, limit int) ([]Note, string, error) {
	if err := identity.May(caller(ctx), identity.ContactList); err != nil {
		return nil, "", err
	}
	list, next, err := p.box.List(ctx, outbox.Filter{State: state, After: after, Limit: limit})
	if err != nil {
		return nil, "", err
	}
	ids := make([]string, len(list))
	for i, m := range list {
		ids[i] = m.Recipient
	}
	names, err := p.companies.CompanyNames(ctx, ids)
	if err != nil {
		return nil, "", err
	}
	notes := make([]Note, len(list))
	for i, m := range list {
		notes[i] = Note{m, names[m.Recipient]}
	}
	return notes, next, nil
}

// Of returns the messages to one company, the newest first.
func (p *Post) Of(ctx context.Context, id, after string, limit int) (company.Company, []outbox.Message, string, error) {
	if err := identity.Check(caller(ctx), identity.CompanyMessages, identity.Owner{Company: id}); err != nil {
		return company.Company{}, nil, "", err
	}
	to, err := p.companies.Company(ctx, id)
	if err != nil {
		return to, nil, "", err
	}
	list, next, err := p.box.List(ctx, outbox.Filter{Recipient: id, After: after, Limit: limit})
	return to, list, next, err
}

// Again queues a message anew that failed or was held.
func (p *Post) Again(ctx context.Context, id string) error {
	if err := identity.May(caller(ctx), identity.ContactWrite); err != nil {
		return err
	}
	if _, err := p.box.Message(ctx, id); err != nil {
		return err
	}
	entry := audit.Entry{Action: identity.ContactWrite, Kind: "message", ID: id, Detail: "again"}
	return p.companies.Within(ctx, entry, func(ctx context.Context, tx bun.Tx) error { return p.box.Again(ctx, tx, id) })
}

// Undelivered counts the messages that were given up.
func (p *Post) Undelivered(ctx context.Context) (int, error) {
	if identity.May(caller(ctx), identity.ContactWrite) != nil {
		return 0, nil
	}
	counts, err := p.box.Counts(ctx, "")
	return counts[outbox.Failed], err
}

func caller(ctx context.Context) identity.Principal {
	p, _ := identity.From(ctx)
	return p
}
