// Package records keeps traineeships with their terms, requests, decisions and steps, the hires, and what is to be told
// to peers, in SQL. A traineeship is read and written whole; its version guards it against two people at once.
package records

import (
	"context"
	"encoding/base64"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Store is the records. Their tables are made by the service's migrations.
type Store struct {
	db     *sqldb.DB
	sealer *seal.Sealer
	audit  *audit.Recorder
}

// New makes the records over an open database.
func New(db *sqldb.DB, sealer *seal.Sealer, recorder *audit.Recorder) *Store {
	return &Store{db, sealer, recorder}
}

const what = "traineeship"

func (s *Store) seal(plain []byte, id, column string) (string, error) {
	sealed, err := s.sealer.Seal(plain, what, id, column)
	if err != nil {
		return "", fmt.Errorf("seal %s: %w", column, err)
	}
	return base64.StdEncoding.EncodeToString(sealed), nil
}

// sealText seals a text that may be empty; the empty one needs no seal.
func (s *Store) sealText(plain, id, column string) (string, error) {
	if plain == "" {
		return "", nil
	}
	return s.seal([]byte(plain), id, column)
}

func (s *Store) open(sealed, id, column string) ([]byte, error) {
	if sealed == "" {
		return nil, nil
	}
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return nil, fmt.Errorf("read sealed %s: %w", column, err)
	}
	plain, err := s.sealer.Open(raw, what, id, column)
	if err != nil {
		return nil, fmt.Errorf("open sealed %s: %w", column, err)
	}
	return plain, nil
}

// Saw records a reading in the audit.
func (s *Store) Saw(ctx context.Context, entries ...audit.Entry) error {
	return s.audit.Seen(ctx, entries...)
}

// Read returns a traineeship whole.
func (s *Store) Read(ctx context.Context, id string) (*traineeship.Traineeship, error) {
	return s.read(ctx, s.db.DB, id)
}

func (s *Store) read(ctx context.Context, db bun.IDB, id string) (*traineeship.Traineeship, error) {
	var r traineeshipRow
	if uuid.Validate(id) != nil {
		return nil, fault.New(fault.NotFound, "There is no such %s.", what)
	}
	if err := db.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx); err != nil {
		return nil, sqldb.Fault(err, what)
	}
	t, err := s.traineeship(&r)
	if err != nil {
		return nil, err
	}
	return t, s.readChildren(ctx, db, []*traineeship.Traineeship{t})
}

// MadeBy returns the traineeship that an earlier call with the same key opened.
func (s *Store) MadeBy(ctx context.Context, key string) (id string, found bool, err error) {
	err = s.db.NewSelect().Model((*traineeshipRow)(nil)).Column("id").Where("request_key = ?", key).Scan(ctx, &id)
	if sqldb.IsNotFound(err) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("look for an earlier call: %w", err)
	}
	return id, true, nil
}

// Create writes a new traineeship. Of two calls with one key, the second is a Conflict.
func (s *Store) Create(ctx context.Context, t *traineeship.Traineeship, key string, entry audit.Entry) error {
	r, err := s.row(t)
	if err != nil {
		return err
	}
	if key != "" {
		r.RequestKey = &key
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
			return sqldb.Fault(err, what)
		}
		if err := s.writeChildren(ctx, tx, t, children{}); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// Effects are what a change has beside the traineeship itself.
type Effects struct {
	Outgoing []Outgoing
	Audit    []audit.Entry
}

// Change reads a traineeship, lets fn change it and writes it back, in one transaction. Version 0 takes it as it is;
// another one that is not the present is a Conflict. Of several at once on one traineeship one wins, and the others see
// what it did: the version in the row decides. fn returns false to leave everything as it was.
func (s *Store) Change(ctx context.Context, id string, version int64, fn func(t *traineeship.Traineeship) (Effects, bool, error)) (*traineeship.Traineeship, error) {
	var out *traineeship.Traineeship
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		t, err := s.read(ctx, tx, id)
		if err != nil {
			return err
		}
		out = t
		if version != 0 && t.Version != version {
			return fault.New(fault.Conflict, "Somebody else changed this %s in the meantime.", what)
		}
		was, err := s.childrenOf(t)
		if err != nil {
			return err
		}
		effects, changed, err := fn(t)
		if err != nil || !changed {
			return err
		}
		before := t.Version
		t.Version++
		r, err := s.row(t)
		if err != nil {
			return err
		}
		res, err := tx.NewUpdate().Model(r).ExcludeColumn("id", "request_key", "opened_at", "opened_by", "demo").
			Where("id = ?", id).Where("version = ?", before).Exec(ctx)
		if err := sqldb.Versioned(res, err, what); err != nil {
			return err
		}
		if err := s.writeChildren(ctx, tx, t, was); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, effects.Outgoing); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, effects.Audit...)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
