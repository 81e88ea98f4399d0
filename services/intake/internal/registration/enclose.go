package registration

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/store"
)

// Notice is one of the suite's own messages to a person: its texts are the messages Text+".subject" and Text.
type Notice struct {
	// About names what it tells of; the same again is the same message.
	About, Person, Kind, Text, URL string
	// Secret is a path that opens something, which leaves with the message and is not kept.
	Secret string
	Urgent bool
}

// Enclose prepares a message, to be put in the transaction of what it tells.
func (p *Post) Enclose(ctx context.Context, n Notice) (store.Also, error) {
	to, err := p.desk.store.Person(ctx, n.Person)
	if err != nil {
		return nil, err
	}
	texts := map[string]Text{}
	for _, l := range ui.Languages() {
		texts[l.Tag] = Text{Subject: p.words.Say(l.Tag, n.Text+".subject"), Body: p.words.Say(l.Tag, n.Text)}
	}
	m, err := p.write(ctx, to, Letter{ID: messageID(n.Kind, n.About), Person: to.ID, Kind: n.Kind, Texts: texts, URL: n.URL, Urgent: n.Urgent})
	if err != nil {
		return nil, err
	}
	if n.Secret != "" {
		m.Secret = n.Secret + "?" + ui.LanguageParameter + "=" + m.Language
	}
	return func(ctx context.Context, tx bun.Tx) error {
		_, err := p.box.Put(ctx, tx, m)
		return err
	}, nil
}

// Bring prepares a message of another service that opens something, to be put in the transaction of what it opens.
func (p *Post) Bring(ctx context.Context, l Letter, secret string) (store.Also, error) {
	if err := l.check(ctx); err != nil {
		return nil, err
	}
	to, err := p.desk.store.Standing(ctx, l.Person)
	if err != nil {
		return nil, err
	}
	m, err := p.write(ctx, to, l)
	if err != nil {
		return nil, err
	}
	m.Secret = secret + "?" + ui.LanguageParameter + "=" + m.Language
	return func(ctx context.Context, tx bun.Tx) error {
		_, err := p.box.Put(ctx, tx, m)
		return err
	}, nil
}

// Reaches reports whether messages to a person leave by themselves, by the way in which the person is reached.
func (p *Post) Reaches(ctx context.Context, id string) (outbox.Channel, bool, error) {
	to, err := p.desk.store.Person(ctx, id)
	if err != nil {
		return "", false, err
	}
	c := channelOf(to.Contact)
	return c, p.box.Carries(c), nil
}

// Recall takes back a message that has not left yet.
func (p *Post) Recall(kind, about string) store.Also {
	return func(ctx context.Context, tx bun.Tx) error { return p.box.Withdraw(ctx, tx, messageID(kind, about)) }
}

// Newest returns the last messages to the caller, for the own page.
func (p *Post) Newest(ctx context.Context, limit int) ([]outbox.Message, error) {
	_, list, _, err := p.Of(ctx, caller(ctx).Person, "", limit)
	return list, err
}
