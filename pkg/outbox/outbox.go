// Package outbox keeps what a service writes to people and companies, and sends it.
//
// A message is put in the transaction of what it tells, under an id that stays the same when the call is made
// again, so that nobody is written to twice about one thing. Sending happens apart: in the hours in which one may
// write to somebody, again with growing pauses when it fails, through the carrier of its channel. A channel that
// has no carrier keeps its messages: they are held, to be read on the service's pages and told in another way.
//
// A body is read on the way by whoever carries it: it must never hold a name, a status or a fact of a file.
package outbox

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
)

//go:embed migrations
var migrations embed.FS

// State says how far a message came.
type State string

// The states. Held messages stay here because nothing carries their channel.
const (
	Queued State = "queued"
	Sent   State = "sent"
	Failed State = "failed"
	Held   State = "held"
)

// States lists the states in the order in which a page offers them.
func States() []State { return []State{Queued, Held, Failed, Sent} }

// Valid reports whether s is one of the states.
func (s State) Valid() bool { return s == Queued || s == Sent || s == Failed || s == Held }

// Channel is the way a message goes.
type Channel string

// The channels. A letter is handed over or posted by staff.
const (
	Email  Channel = "email"
	SMS    Channel = "sms"
	Letter Channel = "letter"
)

// Message is what is written to one recipient.
type Message struct {
	// ID is the caller's: the same id again is the same message. It also makes the Message-ID of an e-mail.
	ID string
	// Recipient is the id of a person or a company; Team is whose page shows the message, "" for nobody's.
	Recipient, Team string
	// Kind is a code such as "appointment-reminder".
	Kind          string
	Language      string
	Channel       Channel
	Address       string // sealed at rest
	Subject, Body string // sealed at rest
	// URL is the page that the message is about, a path on this origin or empty.
	URL string
	// Secret is the path that the carrier is given in place of URL: a key that opens something. It is sealed at rest,
	// erased as soon as the message has left, failed or is held, and shown to nobody.
	Secret string
	// Urgent messages leave at any hour.
	Urgent bool
	// NotBefore is when it may leave at the earliest; zero means now.
	NotBefore time.Time

	// What the outbox fills in.
	State     State
	Attempts  int
	CreatedAt time.Time
	DoneAt    time.Time // zero while queued
	Problem   string    // a code of why the last attempt failed
}

// Carrier takes messages of one channel to their addresses. An error that is Refused is final; any other is
// tried again later. It must give up when ctx ends.
type Carrier interface {
	Carry(ctx context.Context, m Message) error
}

// Options are what an outbox works with. Now and Hours are required.
type Options struct {
	Now      func() time.Time
	Hours    Hours
	Carriers map[Channel]Carrier // a channel without one keeps its messages
	Log      *slog.Logger        // nil discards
}

// Outbox is one service's messages.
type Outbox struct {
	db      *sqldb.DB
	sealer  *seal.Sealer
	options Options
	wake    chan struct{}
}

// Open brings the table up to date and returns the outbox.
func Open(ctx context.Context, db *sqldb.DB, sealer *seal.Sealer, o Options) (*Outbox, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	if err := db.MigrateSet(ctx, "outbox", files); err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Outbox{db: db, sealer: sealer, options: o, wake: make(chan struct{}, 1)}, nil
}
