package store

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

// OpeningLine is an opening in a list, with the company and the place.
type OpeningLine struct {
	opening.Opening
	Company      string
	Municipality string
	Region       string
	createdAt    time.Time
}

// Wanted narrows a list of openings; zero fields do not.
type Wanted struct {
	Company string
	State   opening.State
	// Live keeps what everybody may see: people can be proposed for it today, and its company was looked at. Ordered
	// by publication.
	Live bool
	// IDs keeps the openings named.
	IDs []string
}

type joinedRow struct {
	openingRow `bun:",extend"`

	Company      string `bun:"company"`
	Municipality string `bun:"municipality"`
	Region       string `bun:"region"`
}

func (r joinedRow) line() (OpeningLine, error) {
	o, err := r.opening()
	return OpeningLine{Opening: o, Company: r.Company, Municipality: r.Municipality, Region: r.Region, createdAt: r.CreatedAt}, err
}

// joined selects openings as o with their company and site. Contacts stay where they are.
func (s *Store) joined(rows *[]joinedRow) *bun.SelectQuery {
	return s.db.NewSelect().Model(rows).ModelTableExpr("opening AS o").
		ColumnExpr("o.*, c.name AS company, s.municipality, s.region").
		Join("JOIN company AS c ON c.id = o.company_id").Join("JOIN site AS s ON s.id = o.site_id")
}

// Openings lists openings, the newest first.
func (s *Store) Openings(ctx context.Context, w Wanted, q Query) (lines []OpeningLine, next string, err error) {
	var rows []joinedRow
	query := s.joined(&rows).Limit(q.limit() + 1)
	if w.Company != "" {
		query = query.Where("o.company_id = ?", w.Company)
	}
	if w.State != "" {
		query = query.Where("o.state = ?", w.State)
	}
	if w.IDs != nil {
		query = query.Where("o.id IN (?)", bun.List(w.IDs))
	}
	if w.Live {
		query = query.Where("o.state = ?", opening.Published).Where("o.seats_taken < o.seats").Where("c.standing = ?", company.Confirmed).
			Where("o.closes_on IS NULL OR o.closes_on >= ?", s.today())
	}
	if query, err = ordered(query, w.Live, q.Cursor); err != nil {
		return nil, "", err
	}
	if err := query.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list openings: %w", err)
	}
	more := int64(len(rows)) > q.limit()
	if more {
		rows = rows[:q.limit()]
	}
	lines = make([]OpeningLine, len(rows))
	for i, r := range rows {
		if lines[i], err = r.line(); err != nil {
			return nil, "", err
		}
	}
	if more {
		next = lines[len(lines)-1].place(w.Live).cursor()
	}
	return lines, next, nil
}

// ordered sorts and begins after the cursor: by publication or by creation, the newest first.
func ordered(query *bun.SelectQuery, byPublication bool, cursor string) (*bun.SelectQuery, error) {
	column := "o.created_at"
	if byPublication {
		column = "o.published_on"
	}
	query = query.OrderExpr(column + " DESC, o.id DESC")
	if cursor == "" {
		return query, nil
	}
	p, err := readPlace(cursor)
	if err != nil {
		return nil, err
	}
	if byPublication {
		day, err := civil.ParseDate(p.Key)
		if err != nil {
			_, err = readPlace("!")
			return nil, err
		}
		return query.Where("("+column+", o.id) < (?, ?)", day, p.ID), nil
	}
	at, err := p.instant()
	if err != nil {
		return nil, err
	}
	return query.Where("("+column+", o.id) < (?, ?)", at, p.ID), nil
}

func (l OpeningLine) place(byPublication bool) place {
	if byPublication {
		return place{Key: l.PublishedOn.String(), ID: l.ID}
	}
	return place{Key: l.createdAt.UTC().Format(time.RFC3339Nano), ID: l.ID}
}

// Counts are what waits in a company's openings, or in everybody's when the company is empty.
type Counts struct {
	Drafts, Paused, Live, ClosingSoon, PublishedLately int
	// Since when the first of them stands so; ClosingOn is the first closing day. Nil for none.
	DraftSince, PausedSince, LatelySince, ClosingOn *civil.Date
}

// Count counts openings for the front page; soon and lately are a week.
func (s *Store) Count(ctx context.Context, companyID string) (Counts, error) {
	var c Counts
	today := s.today()
	live := "state = 'published' AND seats_taken < seats AND (closes_on IS NULL OR closes_on >= ?)"
	query := s.db.NewSelect().Model((*openingRow)(nil)).
		ColumnExpr("count(CASE WHEN state = 'draft' THEN 1 END) AS drafts").
		ColumnExpr("count(CASE WHEN state = 'paused' THEN 1 END) AS paused").
		ColumnExpr("count(CASE WHEN "+live+" THEN 1 END) AS live", today).
		ColumnExpr("count(CASE WHEN "+live+" AND closes_on <= ? THEN 1 END) AS closing", today, today.AddDays(7)).
		ColumnExpr("count(CASE WHEN "+live+" AND published_on >= ? THEN 1 END) AS lately", today, today.AddDays(-7)).
		ColumnExpr("min(CASE WHEN "+live+" AND closes_on <= ? THEN closes_on END) AS closing_on", today, today.AddDays(7)).
		ColumnExpr("min(CASE WHEN "+live+" AND published_on >= ? THEN published_on END) AS lately_since", today, today.AddDays(-7))
	if companyID != "" {
		query = query.Where("company_id = ?", companyID)
	}
	if err := query.Scan(ctx, &c.Drafts, &c.Paused, &c.Live, &c.ClosingSoon, &c.PublishedLately, &c.ClosingOn, &c.LatelySince); err != nil {
		return c, fmt.Errorf("count openings: %w", err)
	}
	var err error
	if c.Drafts > 0 {
		c.DraftSince, err = s.oldest(ctx, companyID, opening.Draft)
	}
	if err == nil && c.Paused > 0 {
		c.PausedSince, err = s.oldest(ctx, companyID, opening.Paused)
	}
	return c, err
}

// oldest is the day since when the first opening of a state was not changed.
func (s *Store) oldest(ctx context.Context, companyID string, state opening.State) (*civil.Date, error) {
	var row openingRow
	query := s.db.NewSelect().Model(&row).Column("changed_at").Where("state = ?", state).Order("changed_at").Limit(1)
	if companyID != "" {
		query = query.Where("company_id = ?", companyID)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, fmt.Errorf("find the oldest opening that is %s: %w", state, err)
	}
	day := Today(row.ChangedAt)
	return &day, nil
}
