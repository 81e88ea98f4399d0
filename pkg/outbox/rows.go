package outbox

import (
	"encoding/base64"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

const table = "outbox_message"

type row struct {
	bun.BaseModel `bun:"table:outbox_message"`

	ID        string     `bun:"id,pk"`
	Recipient string     `bun:"recipient"`
	Team      string     `bun:"team"`
	Kind      string     `bun:"kind"`
	Language  string     `bun:"language"`
	Channel   string     `bun:"channel"`
	Address   string     `bun:"address"`
	Subject   string     `bun:"subject"`
	Body      string     `bun:"body"`
	URL       string     `bun:"url"`
	Secret    string     `bun:"secret"` // sealed; empty when there is none, or none any more
	Urgent    bool       `bun:"urgent"`
	State     string     `bun:"state"`
	Attempts  int        `bun:"attempts"`
	NotBefore time.Time  `bun:"not_before"`
	CreatedAt time.Time  `bun:"created_at"`
	DoneAt    *time.Time `bun:"done_at"`
	Problem   string     `bun:"problem"`
}

func (o *Outbox) seal(plain, id, column string) (string, error) {
	sealed, err := o.sealer.Seal([]byte(plain), table, id, column)
	if err != nil {
		return "", fmt.Errorf("seal a message: %w", err)
	}
	return base64.StdEncoding.EncodeToString(sealed), nil
}

func (o *Outbox) open(sealed, id, column string) (string, error) {
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return "", fmt.Errorf("read a sealed message: %w", err)
	}
	plain, err := o.sealer.Open(raw, table, id, column)
	if err != nil {
		return "", fmt.Errorf("open a sealed message: %w", err)
	}
	return string(plain), nil
}

func (o *Outbox) row(m Message) (*row, error) {
	r := &row{
		ID: m.ID, Recipient: m.Recipient, Team: m.Team, Kind: m.Kind, Language: m.Language, Channel: string(m.Channel), URL: m.URL,
		Urgent: m.Urgent, State: string(Queued), NotBefore: m.NotBefore.UTC(), CreatedAt: m.CreatedAt.UTC(),
	}
	for _, f := range []struct {
		to            *string
		plain, column string
	}{{&r.Address, m.Address, "address"}, {&r.Subject, m.Subject, "subject"}, {&r.Body, m.Body, "body"}} {
		sealed, err := o.seal(f.plain, m.ID, f.column)
		if err != nil {
			return nil, err
		}
		*f.to = sealed
	}
	if m.Secret != "" {
		sealed, err := o.seal(m.Secret, m.ID, "secret")
		if err != nil {
			return nil, err
		}
		r.Secret = sealed
	}
	return r, nil
}

func (o *Outbox) message(r row) (Message, error) {
	m := Message{
		ID: r.ID, Recipient: r.Recipient, Team: r.Team, Kind: r.Kind, Language: r.Language, Channel: Channel(r.Channel), URL: r.URL,
		Urgent: r.Urgent, State: State(r.State), Attempts: r.Attempts, NotBefore: r.NotBefore.UTC(), CreatedAt: r.CreatedAt.UTC(), Problem: r.Problem,
	}
	if r.DoneAt != nil {
		m.DoneAt = r.DoneAt.UTC()
	}
	for _, f := range []struct {
		to             *string
		sealed, column string
	}{{&m.Address, r.Address, "address"}, {&m.Subject, r.Subject, "subject"}, {&m.Body, r.Body, "body"}} {
		plain, err := o.open(f.sealed, r.ID, f.column)
		if err != nil {
			return m, err
		}
		*f.to = plain
	}
	return m, nil
}
