package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

// Shortlists keeps shortlists. Words are sealed; every write and every look leaves a trace in the audit.
type Shortlists struct {
	db     *sqldb.DB
	sealer *seal.Sealer
	audit  *audit.Recorder
}

// NewShortlists keeps shortlists in records that Open has brought up to date.
func NewShortlists(db *sqldb.DB, sealer *seal.Sealer, recorder *audit.Recorder) *Shortlists {
	return &Shortlists{db, sealer, recorder}
}

const entryTable = "shortlist_entry"

type entryRow struct {
	bun.BaseModel `bun:"table:shortlist_entry"`

	ID          string    `bun:"id,pk"`
	Version     int64     `bun:"version"`
	Opening     string    `bun:"opening"`
	Person      string    `bun:"person"`
	Company     string    `bun:"company"`
	Team        string    `bun:"team"`
	State       string    `bun:"state"`
	Since       time.Time `bun:"since"`
	Waits       string    `bun:"waits"`
	Due         string    `bun:"due"`
	Notify      string    `bun:"notify"`
	Made        time.Time `bun:"made"`
	Facts       string    `bun:"facts"`
	Words       string    `bun:"words"`
	LastRequest string    `bun:"last_request"`
	Demo        bool      `bun:"demo"`
}

func (s *Shortlists) row(e shortlist.Entry) (*entryRow, error) {
	facts, err := json.Marshal(e.Facts)
	if err != nil {
		return nil, fmt.Errorf("write the facts of an entry: %w", err)
	}
	plain, err := json.Marshal(e.Words)
	if err != nil {
		return nil, fmt.Errorf("write the words of an entry: %w", err)
	}
	words, err := s.seal(plain, entryTable, e.ID, "words")
	if err != nil {
		return nil, err
	}
	r := &entryRow{
		ID: e.ID, Version: e.Version, Opening: e.Opening, Person: e.Person, Company: e.Company, Team: e.Team, State: string(e.State),
		Since: e.Since.UTC(), Waits: string(e.State.Waits()), Made: e.Made.UTC(), Facts: string(facts), Words: words, Demo: e.Demo,
	}
	if day, ok := e.Due(); ok {
		r.Due = day.String()
	}
	return r, nil
}

func (s *Shortlists) entry(r entryRow) (shortlist.Entry, error) {
	e := shortlist.Entry{
		ID: r.ID, Version: r.Version, Opening: r.Opening, Person: r.Person, Company: r.Company, Team: r.Team,
		State: shortlist.State(r.State), Since: r.Since.UTC(), Made: r.Made.UTC(), Demo: r.Demo,
	}
	if err := json.Unmarshal([]byte(r.Facts), &e.Facts); err != nil {
		return e, fmt.Errorf("read the facts of entry %s: %w", r.ID, err)
	}
	plain, err := s.open(r.Words, entryTable, r.ID, "words")
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal(plain, &e.Words); err != nil {
		return e, fmt.Errorf("read the words of entry %s: %w", r.ID, err)
	}
	return e, nil
}

func (s *Shortlists) entries(rows []entryRow) ([]shortlist.Entry, error) {
	out := make([]shortlist.Entry, 0, len(rows))
	for _, r := range rows {
		e, err := s.entry(r)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

func (s *Shortlists) seal(plain []byte, table, id, column string) (string, error) {
	sealed, err := s.sealer.Seal(plain, table, id, column)
	if err != nil {
		return "", fmt.Errorf("seal %s: %w", column, err)
	}
	return base64.StdEncoding.EncodeToString(sealed), nil
}

func (s *Shortlists) open(sealed, table, id, column string) ([]byte, error) {
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return nil, fmt.Errorf("read sealed %s: %w", column, err)
	}
	plain, err := s.sealer.Open(raw, table, id, column)
	if err != nil {
		return nil, fmt.Errorf("open sealed %s: %w", column, err)
	}
	return plain, nil
}

// Entry reads one entry and the hash of the request that wrote it last.
func (s *Shortlists) Entry(ctx context.Context, id string) (shortlist.Entry, string, error) {
	if uuid.Validate(id) != nil {
		return shortlist.Entry{}, "", fault.New(fault.NotFound, "There is no such entry.")
	}
	return s.one(ctx, "id = ?", id)
}

// Of reads the entry of a person for an opening.
func (s *Shortlists) Of(ctx context.Context, person, opening string) (shortlist.Entry, string, error) {
	return s.one(ctx, "person = ? AND opening = ?", person, opening)
}

func (s *Shortlists) one(ctx context.Context, where string, args ...any) (shortlist.Entry, string, error) {
	var r entryRow
	if err := s.db.NewSelect().Model(&r).Where(where, args...).Scan(ctx); err != nil {
		return shortlist.Entry{}, "", sqldb.Fault(err, "entry of a shortlist")
	}
	e, err := s.entry(r)
	return e, r.LastRequest, err
}

// Event is one act on an entry.
type Event struct {
	bun.BaseModel `bun:"table:shortlist_event"`

	ID       string    `bun:"id,pk"`
	Entry    string    `bun:"entry"`
	At       time.Time `bun:"at"`
	Subject  string    `bun:"subject"`
	Party    string    `bun:"party"`
	Act      string    `bun:"act"`
	From     string    `bun:"from_state"`
	To       string    `bun:"to_state"`
	Reason   string    `bun:"reason"`
	NextStep string    `bun:"next_step"`
	Run      string    `bun:"run"`
}

// Write is one entry after an act: what happened, what the person is to be told, the request's hash.
type Write struct {
	Entry   shortlist.Entry
	Event   Event
	Notify  string
	Request string
	Action  identity.Action
	// Also is written in the same transaction; nil for nothing.
	Also func(ctx context.Context, tx bun.Tx) error
}

// Add writes a new entry. A second one of the same person for the same opening is a Conflict.
func (s *Shortlists) Add(ctx context.Context, w Write) (shortlist.Entry, error) {
	w.Entry.Version = 1
	r, err := s.row(w.Entry)
	if err != nil {
		return w.Entry, err
	}
	r.Notify, r.LastRequest = w.Notify, w.Request
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
			return sqldb.Fault(err, "entry of a shortlist")
		}
		return s.after(ctx, tx, w)
	})
	return w.Entry, err
}

// Save writes an entry that is still at its version, and returns it at its new one.
func (s *Shortlists) Save(ctx context.Context, w Write) (shortlist.Entry, error) {
	r, err := s.row(w.Entry)
	if err != nil {
		return w.Entry, err
	}
	r.Version, r.Notify, r.LastRequest = w.Entry.Version+1, w.Notify, w.Request
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewUpdate().Model(r).ExcludeColumn("id", "opening", "person", "company", "made", "demo").
			Where("id = ?", w.Entry.ID).Where("version = ?", w.Entry.Version).Exec(ctx)
		if err := sqldb.Versioned(res, err, "entry of a shortlist"); err != nil {
			return err
		}
		return s.after(ctx, tx, w)
	})
	w.Entry.Version = r.Version
	return w.Entry, err
}

func (s *Shortlists) after(ctx context.Context, tx bun.Tx, w Write) error {
	if _, err := tx.NewInsert().Model(&w.Event).Exec(ctx); err != nil {
		return fmt.Errorf("record what happened to an entry: %w", err)
	}
	if w.Also != nil {
		if err := w.Also(ctx, tx); err != nil {
			return err
		}
	}
	return s.audit.Record(ctx, tx, audit.Entry{Action: w.Action, Kind: "shortlist", ID: w.Entry.ID, Person: w.Entry.Person, Detail: w.Event.Act})
}

// Saw records that entries were read: one line per person.
func (s *Shortlists) Saw(ctx context.Context, a identity.Action, entries ...shortlist.Entry) error {
	var seen []audit.Entry
	for _, e := range entries {
		seen = append(seen, audit.Entry{Action: a, Kind: "shortlist", ID: e.ID, Person: e.Person, Detail: "read"})
	}
	if len(seen) == 0 {
		return nil
	}
	return s.audit.Seen(ctx, seen...)
}
