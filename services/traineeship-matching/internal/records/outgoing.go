package records

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
)

// Target is whom a letter is for.
type Target string

// The targets.
const (
	ToPerson  Target = "person"
	ToCompany Target = "company"
	ToStaff   Target = "staff" // the colleague who follows
	// ToCoordination is whoever coordinates when it is told: the rows name the team that is concerned.
	ToCoordination Target = "coordination"
	Seats          Target = "seats" // of an opening: how many are taken
)

// Outgoing is something to be told to a peer, at least once.
type Outgoing struct {
	bun.BaseModel `bun:"table:outgoing"`

	ID          string      `bun:"id,pk"`
	Traineeship string      `bun:"traineeship"`
	Target      Target      `bun:"target"`
	TargetID    string      `bun:"target_id"`
	Kind        string      `bun:"kind"`
	Day         *civil.Date `bun:"day"`
	MadeAt      time.Time   `bun:"made_at"`
	NextAt      time.Time   `bun:"next_at"`
	Attempts    int         `bun:"attempts"`
	SentAt      *time.Time  `bun:"sent_at"`
}

func (s *Store) tell(ctx context.Context, tx bun.Tx, all []Outgoing) error {
	if len(all) == 0 {
		return nil
	}
	if _, err := tx.NewInsert().Model(&all).Exec(ctx); err != nil {
		return fmt.Errorf("write what is to be told: %w", err)
	}
	return nil
}

// Waiting returns what is to be told now, the oldest first.
func (s *Store) Waiting(ctx context.Context, now time.Time, limit int) ([]Outgoing, error) {
	var rows []Outgoing
	err := s.db.NewSelect().Model(&rows).Where("sent_at IS NULL").Where("next_at <= ?", now.UTC()).OrderExpr("next_at, id").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for what is to be told: %w", err)
	}
	return rows, nil
}

// Told records that a peer took it.
func (s *Store) Told(ctx context.Context, id string, at time.Time) error {
	_, err := s.db.NewUpdate().Model((*Outgoing)(nil)).Set("sent_at = ?", at.UTC()).Set("attempts = attempts + 1").Where("id = ?", id).Exec(ctx)
	if err != nil {
		return fmt.Errorf("record what was told: %w", err)
	}
	return nil
}

// Later puts it off, because a peer did not take it.
func (s *Store) Later(ctx context.Context, id string, next time.Time) error {
	_, err := s.db.NewUpdate().Model((*Outgoing)(nil)).Set("next_at = ?", next.UTC()).Set("attempts = attempts + 1").Where("id = ?", id).Exec(ctx)
	if err != nil {
		return fmt.Errorf("put off what is to be told: %w", err)
	}
	return nil
}

// Letters returns what was or is to be told about a traineeship, the newest first.
func (s *Store) Letters(ctx context.Context, id string) ([]Outgoing, error) {
	var rows []Outgoing
	err := s.db.NewSelect().Model(&rows).Where("traineeship = ?", id).Where("target <> ?", Seats).OrderExpr("made_at DESC, id").Limit(100).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read letters: %w", err)
	}
	return rows, nil
}

// Tutor is the colleague who follows a traineeship, "" when nobody does.
func (s *Store) Tutor(ctx context.Context, id string) (string, error) {
	var tutor string
	err := s.db.NewSelect().Model((*traineeshipRow)(nil)).Column("city_tutor").Where("id = ?", id).Scan(ctx, &tutor)
	if err != nil && !sqldb.IsNotFound(err) {
		return "", fmt.Errorf("find who follows a traineeship: %w", err)
	}
	return tutor, nil
}

// SeatsTaken counts who has a place of an opening: running traineeships, and hires without one.
func (s *Store) SeatsTaken(ctx context.Context, opening string) (int, error) {
	trainees, err := s.db.NewSelect().Model((*traineeshipRow)(nil)).Where("opening = ?", opening).Where("state IN ('running', 'suspended')").Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count trainees: %w", err)
	}
	hired, err := s.db.NewSelect().Model((*hireRow)(nil)).Where("opening = ?", opening).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count hires: %w", err)
	}
	return int(trainees) + int(hired), nil
}

// TraineesByOpening counts a company's running traineeships by the opening they came from.
func (s *Store) TraineesByOpening(ctx context.Context, company string) (map[string]int, error) {
	var rows []struct {
		Opening string `bun:"opening"`
		Count   int    `bun:"count"`
	}
	err := s.db.NewSelect().Model((*traineeshipRow)(nil)).Column("opening").ColumnExpr("COUNT(*) AS count").
		Where("company = ?", company).Where("state IN ('running', 'suspended')").GroupExpr("opening").Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count a host's trainees: %w", err)
	}
	out := map[string]int{}
	for _, r := range rows {
		out[r.Opening] = r.Count
	}
	return out, nil
}
