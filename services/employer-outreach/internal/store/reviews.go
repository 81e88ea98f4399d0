package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/employer-outreach/internal/portal"
)

type reviewRow struct {
	bun.BaseModel `bun:"table:page_review"`

	ID          string     `bun:"id,pk"`
	Page        string     `bun:"page"`
	Seq         int        `bun:"seq"`
	Version     int        `bun:"version"`
	Fingerprint string     `bun:"fingerprint"`
	Act         portal.Act `bun:"act"`
	Note        string     `bun:"note"`
	Subject     string     `bun:"subject"`
	Name        string     `bun:"name"`
	Body        string     `bun:"body"`
	At          time.Time  `bun:"at"`
	Demo        bool       `bun:"demo"`
}

// mostReviews bounds what is read of a table that grows by hand: pages times acts.
const mostReviews = 5000

// Reviews implements portal.Records. Of more than can be read, the newest count.
func (s *Store) Reviews(ctx context.Context) (map[string][]portal.Review, error) {
	var rows []reviewRow
	if err := s.db.NewSelect().Model(&rows).OrderExpr("at DESC, page, seq DESC").Limit(mostReviews).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the reviews: %w", err)
	}
	reviews := map[string][]portal.Review{}
	for i := range rows {
		r := rows[len(rows)-1-i]
		reviews[r.Page] = append(reviews[r.Page], portal.Review{
			ID: r.ID, Page: r.Page, Seq: r.Seq, Version: r.Version, Fingerprint: r.Fingerprint, Act: r.Act, Note: r.Note,
			Subject: r.Subject, Name: r.Name, Body: r.Body, At: r.At.UTC(), Demo: r.Demo,
		})
	}
	return reviews, nil
}

// AddReview implements portal.Records.
func (s *Store) AddReview(ctx context.Context, action identity.Action, reviews ...portal.Review) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		entries := make([]audit.Entry, len(reviews))
		for i, r := range reviews {
			row := reviewRow{
				ID: r.ID, Page: r.Page, Seq: r.Seq, Version: r.Version, Fingerprint: r.Fingerprint, Act: r.Act, Note: r.Note,
				Subject: r.Subject, Name: r.Name, Body: r.Body, At: r.At.UTC().Truncate(time.Microsecond), Demo: r.Demo,
			}
			_, err := tx.NewInsert().Model(&row).Exec(ctx)
			if sqldb.IsUnique(err) {
				return fault.New(fault.Conflict, "Somebody else acted on the page: look at it again.").Because(err)
			}
			if err != nil {
				return fmt.Errorf("record a review: %w", err)
			}
			entries[i] = audit.Entry{Action: action, Kind: "page", ID: r.Page, Detail: fmt.Sprintf("%s, version %d", r.Act, r.Version)}
		}
		return s.audit.Record(ctx, tx, entries...) //nolint:wrapcheck // it names itself
	})
}
