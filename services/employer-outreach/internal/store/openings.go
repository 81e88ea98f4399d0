package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

type openingRow struct {
	bun.BaseModel `bun:"table:opening,alias:opening"`

	ID          string          `bun:"id,pk"`
	Version     int64           `bun:"version"`
	CompanyID   string          `bun:"company_id"`
	SiteID      string          `bun:"site_id"`
	State       opening.State   `bun:"state"`
	Occupation  string          `bun:"occupation"`
	Seats       int             `bun:"seats"`
	SeatsTaken  int             `bun:"seats_taken"`
	ClosesOn    *civil.Date     `bun:"closes_on"`
	PublishedOn *civil.Date     `bun:"published_on"`
	Terms       json.RawMessage `bun:"terms"`
	Demo        bool            `bun:"demo"`
	CreatedAt   time.Time       `bun:"created_at"`
	ChangedAt   time.Time       `bun:"changed_at"`

	// What the orientation desk searches by.
	Kind     opening.Kind `bun:"kind"`
	ISCO     string       `bun:"isco"`
	Words    string       `bun:"words"`
	Searched bool         `bun:"searched"`
}

func (s *Store) openingRow(o opening.Opening) (openingRow, error) {
	terms, err := json.Marshal(o.Terms)
	if err != nil {
		return openingRow{}, fmt.Errorf("write the terms of an opening: %w", err)
	}
	now := s.now().UTC().Truncate(time.Microsecond) // what both databases keep
	return openingRow{
		ID: o.ID, Version: o.Version, CompanyID: o.CompanyID, SiteID: o.Terms.SiteID, State: o.State,
		Occupation: o.Terms.Occupation, Seats: o.Terms.Seats, SeatsTaken: o.Terms.SeatsTaken,
		ClosesOn: o.Terms.ClosesOn, PublishedOn: o.PublishedOn, Terms: terms, Demo: o.Demo, CreatedAt: now, ChangedAt: now,
		Kind: o.Terms.Kind, ISCO: o.Terms.ISCO, Words: Folded(o.Terms.Title + " " + o.Terms.Description), Searched: true,
	}, nil
}

func (r openingRow) opening() (opening.Opening, error) {
	o := opening.Opening{ID: r.ID, Version: r.Version, CompanyID: r.CompanyID, State: r.State, PublishedOn: r.PublishedOn, Demo: r.Demo}
	if err := json.Unmarshal(r.Terms, &o.Terms); err != nil {
		return o, fmt.Errorf("read the terms of an opening: %w", err)
	}
	return o, nil
}

// today is the day in Rome, by which closing days are meant.
func (s *Store) today() civil.Date { return Today(s.now()) }

// Today is the day in Rome at an instant.
func Today(now time.Time) civil.Date {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		rome = time.FixedZone("CET", 60*60) // no zone database: at worst an hour late
	}
	return civil.DateOf(now.In(rome))
}

// Opening reads one opening.
func (s *Store) Opening(ctx context.Context, id string) (opening.Opening, error) {
	var row openingRow
	if err := s.db.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx); err != nil {
		return opening.Opening{}, sqldb.Fault(err, "opening")
	}
	return row.opening()
}

// AddOpening records a new opening. The second of two calls with one form key is a Conflict.
func (s *Store) AddOpening(ctx context.Context, o opening.Opening, key FormKey) error {
	row, err := s.openingRow(o)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		if err := siteBelongs(ctx, tx, o); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
			return sqldb.Fault(err, "opening")
		}
		if err := s.keep(ctx, tx, key, o.ID); err != nil {
			return err
		}
		if err := s.catalogue(ctx, tx, o); err != nil {
			return err
		}
		return s.openingChanged(ctx, tx, o, identity.OpeningCreate)
	})
}

// SaveOpening replaces an opening; o carries the version that it is based on.
func (s *Store) SaveOpening(ctx context.Context, o opening.Opening) error {
	row, err := s.openingRow(o)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		if err := siteBelongs(ctx, tx, o); err != nil {
			return err
		}
		res, err := tx.NewUpdate().Model(&row).
			Column("site_id", "state", "occupation", "seats", "seats_taken", "closes_on", "published_on", "terms", "changed_at",
				"kind", "isco", "words", "searched").
			Set("version = version + 1").Where("id = ?", o.ID).Where("version = ?", o.Version).Exec(ctx)
		if err := sqldb.Versioned(res, err, "opening"); err != nil {
			return err
		}
		if err := s.catalogue(ctx, tx, o); err != nil {
			return err
		}
		return s.openingChanged(ctx, tx, o, identity.OpeningWrite)
	})
}

func siteBelongs(ctx context.Context, tx bun.Tx, o opening.Opening) error {
	n, err := tx.NewSelect().Model((*siteRow)(nil)).Where("id = ?", o.Terms.SiteID).Where("company_id = ?", o.CompanyID).Count(ctx)
	if err != nil {
		return fmt.Errorf("look for the site of an opening: %w", err)
	}
	if n == 0 {
		var v fault.Violations
		v.Add("/siteId", "unknown", "is no site of the company")
		return v.Err()
	}
	return nil
}

func (s *Store) openingChanged(ctx context.Context, tx bun.Tx, o opening.Opening, action identity.Action) error {
	if err := s.audit.Record(ctx, tx, audit.Entry{Action: action, Kind: "opening", ID: o.ID, Detail: string(o.State)}); err != nil {
		return err //nolint:wrapcheck // it names itself
	}
	if !o.Told() {
		return nil
	}
	return s.tell(ctx, tx, o.ID)
}

// tell appends to the feed: the transaction's last statement.
func (s *Store) tell(ctx context.Context, tx bun.Tx, ids ...string) error {
	entries := make([]feed.Entry, len(ids))
	for i, id := range ids {
		entries[i] = feed.Entry{Kind: FeedKind, ID: id}
	}
	return s.feed.Append(ctx, tx, entries...) //nolint:wrapcheck // it names itself
}

// CloseExpired closes published and paused openings whose closing day is past, and tells how many.
func (s *Store) CloseExpired(ctx context.Context) (int, error) {
	var ids []string
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		ids = nil
		_, err := tx.NewUpdate().Model((*openingRow)(nil)).Set("state = ?", opening.Closed).
			Set("version = version + 1").Set("changed_at = ?", s.now().UTC()).
			Where("state IN (?)", bun.List([]opening.State{opening.Published, opening.Paused})).
			Where("closes_on < ?", s.today()).Returning("id").Exec(ctx, &ids)
		if err != nil {
			return fmt.Errorf("close expired openings: %w", err)
		}
		return s.tell(ctx, tx, ids...)
	})
	return len(ids), err //nolint:wrapcheck // the parts are wrapped
}
