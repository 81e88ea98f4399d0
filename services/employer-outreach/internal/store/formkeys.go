package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
)

// FormKey is the same for each try of one form by one caller, so that a double click makes one record; empty for none.
type FormKey string

// KeyOf makes the key of a form: what it makes, whose it is, and the random value that the form carries.
func KeyOf(kind, subject, typed string) FormKey {
	if typed == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(kind + "\x00" + subject + "\x00" + typed)) // the key of one caller is nobody else's
	return FormKey(hex.EncodeToString(sum[:]))
}

type formKeyRow struct {
	bun.BaseModel `bun:"table:form_key"`

	Key    string    `bun:"key,pk"`
	Record string    `bun:"record"`
	MadeAt time.Time `bun:"made_at"`
}

// Made returns the id of what an earlier try with the key made.
func (s *Store) Made(ctx context.Context, key FormKey) (id string, ok bool, err error) {
	if key == "" {
		return "", false, nil
	}
	var row formKeyRow
	err = s.db.NewSelect().Model(&row).Where("key = ?", string(key)).Scan(ctx)
	if sqldb.IsNotFound(err) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("look for a form's key: %w", err)
	}
	return row.Record, true, nil
}

// keep remembers what a form makes, in the transaction that makes it. The second try is a Conflict.
func (s *Store) keep(ctx context.Context, tx bun.Tx, key FormKey, id string) error {
	if key == "" {
		return nil
	}
	row := formKeyRow{Key: string(key), Record: id, MadeAt: s.now().UTC()}
	if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
		return sqldb.Fault(err, "record")
	}
	return nil
}

// formKeyAge is how long a form may stay open and still be sent twice.
const formKeyAge = 48 * time.Hour

// DropFormKeys forgets the keys of forms that nobody sends any more.
func (s *Store) DropFormKeys(ctx context.Context) error {
	_, err := s.db.NewDelete().Model((*formKeyRow)(nil)).Where("made_at < ?", s.now().UTC().Add(-formKeyAge)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("drop old form keys: %w", err)
	}
	return nil
}
