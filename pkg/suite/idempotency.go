package suite

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/web"
)

// Answers are kept for a day; a claim that was never finished (the process died) is free again after a minute.
const (
	keyAge   = 24 * time.Hour
	claimAge = time.Minute
)

// keys keeps the answers to POSTs with an Idempotency-Key in the service's records. Bodies may hold
// personal data, so they are sealed.
type keys struct {
	db     *sqldb.DB
	sealer *seal.Sealer
	now    func() time.Time
}

type keptRow struct {
	bun.BaseModel `bun:"table:suite_idempotency"`
	Key           string    `bun:"key,pk"`
	Request       string    `bun:"request"`
	BegunAt       time.Time `bun:"begun_at"`
	Status        int       `bun:"status"`
	ContentType   string    `bun:"content_type"`
	Location      string    `bun:"location"`
	Body          string    `bun:"body"`
}

// Begin implements web.KeyStore.
func (k *keys) Begin(ctx context.Context, key, hash string) (*web.Answer, error) {
	now := k.now().UTC()
	// Old keys go when new ones come: a few at a time keeps the table small without a job of its own.
	if _, err := k.db.NewRaw("DELETE FROM suite_idempotency WHERE begun_at < ? OR (status = 0 AND begun_at < ?)", now.Add(-keyAge), now.Add(-claimAge)).Exec(ctx); err != nil {
		return nil, fmt.Errorf("drop old idempotency keys: %w", err)
	}
	claim := &keptRow{Key: key, Request: hash, BegunAt: now}
	_, err := k.db.NewInsert().Model(claim).Exec(ctx)
	if err == nil {
		return nil, nil
	}
	if !sqldb.IsUnique(err) {
		return nil, fmt.Errorf("claim an idempotency key: %w", err)
	}
	var row keptRow
	if err := k.db.NewSelect().Model(&row).Where("key = ?", key).Scan(ctx); errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.Conflict, "The first request with this Idempotency-Key failed meanwhile: send it again.")
	} else if err != nil {
		return nil, fmt.Errorf("read an idempotency key: %w", err)
	}
	switch {
	case row.Request != hash:
		return nil, fault.New(fault.Conflict, "This Idempotency-Key was used for another request.")
	case row.Status == 0:
		return nil, fault.New(fault.Conflict, "The first request with this Idempotency-Key is still under way.")
	}
	a := &web.Answer{Status: row.Status, ContentType: row.ContentType, Location: row.Location}
	if row.Body == "" {
		return a, nil
	}
	sealed, err := base64.StdEncoding.DecodeString(row.Body)
	if err != nil {
		return nil, fmt.Errorf("read a kept answer: %w", err)
	}
	if a.Body, err = k.sealer.Open(sealed, "suite_idempotency", key, "body"); err != nil {
		return nil, fmt.Errorf("open a kept answer: %w", err)
	}
	return a, nil
}

// Finish implements web.KeyStore.
func (k *keys) Finish(ctx context.Context, key string, a web.Answer) error {
	body := ""
	if len(a.Body) > 0 {
		sealed, err := k.sealer.Seal(a.Body, "suite_idempotency", key, "body")
		if err != nil {
			return fmt.Errorf("seal an answer: %w", err)
		}
		body = base64.StdEncoding.EncodeToString(sealed)
	}
	_, err := k.db.NewUpdate().Model(&keptRow{Status: a.Status, ContentType: a.ContentType, Location: a.Location, Body: body}).
		Column("status", "content_type", "location", "body").Where("key = ?", key).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep an answer: %w", err)
	}
	return nil
}

// Abandon implements web.KeyStore.
func (k *keys) Abandon(ctx context.Context, key string) error {
	if _, err := k.db.NewDelete().Model((*keptRow)(nil)).Where("key = ? AND status = 0", key).Exec(ctx); err != nil {
		return fmt.Errorf("free an idempotency key: %w", err)
	}
	return nil
}
