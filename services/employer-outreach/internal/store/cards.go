package store

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

// Card is what is shown of an opening beside a match. Matches show sixty at once, so that the rest of its terms stays
// unread: decoding them whole was most of the time that such a list took.
type Card struct {
	ID           string        `bun:"id"`
	CompanyID    string        `bun:"company_id"`
	Company      string        `bun:"company"`
	Municipality string        `bun:"municipality"`
	Title        string        `bun:"title"`
	Language     string        `bun:"language"`
	Kind         opening.Kind  `bun:"kind"`
	Occupation   string        `bun:"occupation"`
	State        opening.State `bun:"state"`
	Seats        int           `bun:"seats"`
	SeatsTaken   int           `bun:"seats_taken"`
	Start        civil.Date    `bun:"start"`
	ClosesOn     *civil.Date   `bun:"closes_on"`
}

// Live reports whether people can be proposed on a day.
func (c Card) Live(today civil.Date) bool {
	return opening.Opening{State: c.State, Terms: opening.Terms{Seats: c.Seats, SeatsTaken: c.SeatsTaken, ClosesOn: c.ClosesOn}}.Live(today)
}

// Cards finds the openings named, in no order; of one company alone unless it is empty. What is not found is left out.
// The caller names no more than a page of them.
func (s *Store) Cards(ctx context.Context, companyID string, ids []string) ([]Card, error) {
	var cards []Card
	query := s.db.NewSelect().Model(&cards).ModelTableExpr("opening AS o").
		ColumnExpr("o.id, o.company_id, c.name AS company, s.municipality").
		ColumnExpr("o.terms ->> 'title' AS title, o.terms ->> 'language' AS language, o.terms ->> 'start' AS start").
		ColumnExpr("o.terms ->> 'kind' AS kind, o.occupation, o.state, o.seats, o.seats_taken, o.closes_on").
		Join("JOIN company AS c ON c.id = o.company_id").Join("JOIN site AS s ON s.id = o.site_id").
		Where("o.id IN (?)", bun.List(ids)).Limit(MaxPage)
	if companyID != "" {
		query = query.Where("o.company_id = ?", companyID)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the cards of openings: %w", err)
	}
	return cards, nil
}
