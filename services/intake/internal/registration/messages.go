package registration

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/store"
)

// Text is one language's version of a message.
type Text struct{ Subject, Body string }

// Words writes the suite's own sentences in a language.
type Words interface {
	Say(language, id string, args ...any) string
}

// Letter is a message to a person, in every language that it was written in.
type Letter struct {
	// ID is the same for each try of one message.
	ID, Person, Kind string
	Texts            map[string]Text
	URL              string
	// Secret is a path that is a key, in place of URL: it leaves with the message and is not kept.
	Secret    string
	Urgent    bool
	NotBefore time.Time
}

// Post writes to people, each in their language and by the way in which they are reached.
type Post struct {
	desk  *Desk
	box   *outbox.Outbox
	words Words
	// Reach is how people reach the desk: address and telephone; may be empty.
	Reach string
}

// NewPost makes the post of a desk.
func NewPost(d *Desk, box *outbox.Outbox, words Words) *Post {
	d.box = box
	return &Post{desk: d, box: box, words: words}
}

// Send keeps a message of another service for a person, and sends it by and by.
func (p *Post) Send(ctx context.Context, l Letter) error {
	if err := l.check(ctx); err != nil {
		return err
	}
	to, err := p.desk.store.Standing(ctx, l.Person)
	if err != nil {
		return err
	}
	m, err := p.write(ctx, to, l)
	if err != nil {
		return err
	}
	entry := audit.Entry{Action: identity.MessageSend, Kind: "message", ID: l.ID, Person: to.ID, Detail: l.Kind}
	return p.desk.store.Within(ctx, entry, func(ctx context.Context, tx bun.Tx) error {
		_, err := p.box.Put(ctx, tx, m)
		return err
	})
}

// check says whether the caller may write and what is wrong with the letter.
func (l Letter) check(ctx context.Context) error {
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
	return bad.Err()
}

// write makes the message as its reader gets it: in the language of the person when it was written in that, else
// in Italian with English below, and with whom to answer.
func (p *Post) write(ctx context.Context, to person.Person, l Letter) (outbox.Message, error) {
	languages := []string{to.Language}
	if _, ok := l.Texts[to.Language]; !ok {
		languages = []string{"it", "en"}
	}
	answer, err := p.answerTo(ctx, to)
	if err != nil {
		return outbox.Message{}, err
	}
	m := outbox.Message{
		ID: l.ID, Recipient: to.ID, Team: to.Team, Kind: l.Kind, Channel: channelOf(to.Contact), Address: to.Contact.Value,
		URL: l.URL, Urgent: l.Urgent, NotBefore: l.NotBefore,
	}
	var bodies []string
	for _, lang := range languages {
		text, ok := l.Texts[lang]
		if !ok {
			continue
		}
		if m.Language == "" {
			m.Language, m.Subject = lang, text.Subject
		}
		bodies = append(bodies, text.Body+"\n\n"+p.words.Say(lang, "intake.reception.message.answer", "Whom", answer))
	}
	if m.Language == "" { // written in neither: take what there is, always the same
		for _, lang := range sortedKeys(l.Texts) {
			m.Language, m.Subject = lang, l.Texts[lang].Subject
			bodies = append(bodies, l.Texts[lang].Body+"\n\n"+p.words.Say(lang, "intake.reception.message.answer", "Whom", answer))
			break
		}
	}
	m.Body = strings.Join(bodies, "\n\n")
	if l.Secret != "" {
		m.Secret = l.Secret + "?" + ui.LanguageParameter + "=" + m.Language
	}
	return m, nil
}

func sortedKeys(texts map[string]Text) []string {
	var keys []string
	for k := range texts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// answerTo is whom somebody asks who has a question: the tutor by working name, and the team by its neutral code.
func (p *Post) answerTo(ctx context.Context, to person.Person) (string, error) {
	teams, err := p.desk.store.Teams(ctx)
	if err != nil {
		return "", err
	}
	whom := "CeLav"
	for _, t := range teams {
		if t.ID == to.Team {
			whom += " – " + t.Code
		}
	}
	if to.Following.Tutor != "" {
		e, _, err := p.desk.store.Entry(ctx, to.Following.Tutor)
		if err != nil {
			return "", err
		}
		if e.Name != "" {
			whom = e.Name + ", " + whom
		}
	}
	if p.Reach != "" {
		whom += ", " + p.Reach
	}
	return whom, nil
}

func channelOf(c person.Contact) outbox.Channel {
	switch c.Channel {
	case person.Phone:
		return outbox.SMS
	case person.Email:
		return outbox.Email
	default:
		return outbox.Letter
	}
}

// Note is a message as a page shows it.
type Note struct {
	outbox.Message
	Name    string           // of the recipient, when it is a person
	Service referral.Service // the recipient, when it is a service of the city
}

// List returns the messages to the people whom the caller works with, the newest first.
func (p *Post) List(ctx context.Context, state outbox.State, after string, limit int) ([]Note, string, error) {
	who := caller(ctx)
	if err := identity.May(who, identity.MessageList); err != nil {
		return nil, "", err
	}
	f := outbox.Filter{Team: who.Team, State: state, After: after, Limit: limit}
	for _, scope := range identity.Scopes(who, identity.MessageList) {
		if scope == identity.Any {
			f.Team = ""
		}
	}
	list, next, err := p.box.List(ctx, f)
	if err != nil {
		return nil, "", err
	}
	ids := make([]string, 0, len(list)) // never nil: no recipients are none, not all
	for _, m := range list {
		ids = append(ids, m.Recipient)
	}
	people, err := p.desk.store.Lines(ctx, ids)
	if err != nil {
		return nil, "", err
	}
	names := map[string]string{}
	for _, one := range people {
		names[one.ID] = one.Name
	}
	services, _, err := p.desk.store.CityServices(ctx, store.CityServices{IDs: ids, Limit: len(ids)})
	if err != nil {
		return nil, "", err
	}
	to := map[string]referral.Service{}
	for _, one := range services {
		to[one.ID] = one
	}
	var notes []Note
	for _, m := range list {
		notes = append(notes, Note{m, names[m.Recipient], to[m.Recipient]})
	}
	return notes, next, p.desk.store.Saw(ctx, audit.Entry{Action: identity.MessageList, Kind: "message"})
}

// Of returns the messages to one person, the newest first. The person sees what has left, staff what waits too.
func (p *Post) Of(ctx context.Context, id, after string, limit int) (person.Person, []outbox.Message, string, error) {
	to, err := p.desk.load(ctx, id, identity.MessageRead)
	if err != nil {
		return to, nil, "", err
	}
	self := caller(ctx).Person == to.ID
	list, next, err := p.box.List(ctx, outbox.Filter{Recipient: to.ID, Arrived: self, After: after, Limit: limit})
	if err == nil && !self {
		err = p.desk.store.Saw(ctx, trace(identity.MessageRead, to.ID))
	}
	return to, list, next, err
}

// Again queues a message anew that failed or was held.
func (p *Post) Again(ctx context.Context, id string) error {
	m, err := p.box.Message(ctx, id)
	if err != nil {
		return err
	}
	if strings.HasPrefix(m.Kind, referral.MessageKind) { // its link left with it
		return fault.New(fault.Precondition, "Remind the service from the referral: that makes a new link.")
	}
	if _, err := p.desk.load(ctx, m.Recipient, identity.MessageList); err != nil {
		return err
	}
	entry := audit.Entry{Action: identity.MessageList, Kind: "message", ID: id, Person: m.Recipient, Detail: "again"}
	return p.desk.store.Within(ctx, entry, func(ctx context.Context, tx bun.Tx) error { return p.box.Again(ctx, tx, id) })
}

// handMessages lets the messages of a file stand with another team.
func (d *Desk) handMessages(id, team string) store.Also {
	return func(ctx context.Context, tx bun.Tx) error {
		if d.box == nil {
			return nil
		}
		return d.box.Hand(ctx, tx, id, id, team)
	}
}

// messageID makes the id of a message about one thing, the same each time.
func messageID(parts ...string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("celav message "+strings.Join(parts, " "))).String()
}

func auditOf(a identity.Action, ids ...string) []audit.Entry {
	var list []audit.Entry
	for _, id := range ids {
		list = append(list, trace(a, id))
	}
	return list
}

// Undelivered counts the messages of the caller's teams that were given up.
func (p *Post) Undelivered(ctx context.Context) (int, error) {
	who := caller(ctx)
	team := who.Team
	for _, scope := range identity.Scopes(who, identity.MessageList) {
		if scope == identity.Any {
			team = ""
		}
	}
	counts, err := p.box.Counts(ctx, team)
	return counts[outbox.Failed], err
}
