// Package hostletters keeps what employers are to be told about people on their shortlists, and hands it to outreach,
// which knows how a company is reached. A letter is kept in the transaction of what it tells and handed on at least once
// under one id, so that nobody is written to twice about one thing.
package hostletters

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
)

//go:embed migrations
var migrations embed.FS

// Letter is something that an employer is to be told. It names nobody: Code is how the employer calls the person.
type Letter struct {
	bun.BaseModel `bun:"table:host_letter"`

	ID       string     `bun:"id,pk"`
	Entry    string     `bun:"entry"`
	Company  string     `bun:"company"`
	Kind     string     `bun:"kind"`
	Code     string     `bun:"code"`
	Answer   string     `bun:"answer"`
	MadeAt   time.Time  `bun:"made_at"`
	NextAt   time.Time  `bun:"next_at"` // not before
	Attempts int        `bun:"attempts"`
	SentAt   *time.Time `bun:"sent_at"`
}

// Keeper keeps letters.
type Keeper struct{ db *sqldb.DB }

// Open brings the table up to date.
func Open(ctx context.Context, db *sqldb.DB) (*Keeper, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("letters to employers: %w", err)
	}
	if err := db.MigrateSet(ctx, "hostletters", files); err != nil {
		return nil, fmt.Errorf("letters to employers: %w", err)
	}
	return &Keeper{db}, nil
}

// Put keeps letters in a transaction. One whose id is there already changes nothing.
func (k *Keeper) Put(ctx context.Context, tx bun.Tx, letters ...Letter) error {
	if len(letters) == 0 {
		return nil
	}
	for i := range letters {
		letters[i].MadeAt, letters[i].NextAt = letters[i].MadeAt.UTC(), letters[i].NextAt.UTC()
	}
	if _, err := tx.NewInsert().Model(&letters).On("CONFLICT (id) DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("keep a letter to an employer: %w", err)
	}
	return nil
}

// Recall takes back the letters of a kind about an entry that nobody has been told yet.
func (k *Keeper) Recall(ctx context.Context, tx bun.Tx, entry, kind string) error {
	_, err := tx.NewDelete().Model((*Letter)(nil)).Where("entry = ?", entry).Where("kind = ?", kind).Where("sent_at IS NULL").Exec(ctx)
	if err != nil {
		return fmt.Errorf("take back a letter to an employer: %w", err)
	}
	return nil
}

// Due returns the letters that are to leave now, the oldest first.
func (k *Keeper) Due(ctx context.Context, now time.Time, limit int) ([]Letter, error) {
	var rows []Letter
	err := k.db.NewSelect().Model(&rows).Where("sent_at IS NULL").Where("next_at <= ?", now.UTC()).OrderExpr("next_at, id").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for letters to employers: %w", err)
	}
	return rows, nil
}

// Sent records that outreach took a letter.
func (k *Keeper) Sent(ctx context.Context, id string, at time.Time) error {
	_, err := k.db.NewUpdate().Model((*Letter)(nil)).Set("sent_at = ?", at.UTC()).Set("attempts = attempts + 1").Where("id = ?", id).Exec(ctx)
	if err != nil {
		return fmt.Errorf("record a letter to an employer: %w", err)
	}
	return nil
}

// Later puts a letter off that was not taken.
func (k *Keeper) Later(ctx context.Context, id string, next time.Time) error {
	_, err := k.db.NewUpdate().Model((*Letter)(nil)).Set("next_at = ?", next.UTC()).Set("attempts = attempts + 1").Where("id = ?", id).Exec(ctx)
	if err != nil {
		return fmt.Errorf("put off a letter to an employer: %w", err)
	}
	return nil
}
