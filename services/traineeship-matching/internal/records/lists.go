package records

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Listing narrows a list of traineeships. Empty fields narrow nothing, but Nothing narrows to nothing.
type Listing struct {
	Team, Company, Person string
	States                []traineeship.State
	From, To              civil.Date // of the day that matters next
	Undecided             bool       // ended undecided, and nobody took note
	Duty                  bool       // something is still to be done after a decision or an end
	FollowUp              bool       // asked what became of the person, and nobody answered
	Open                  bool       // a term is open and nobody has decided it
	Cursor                string
	Limit                 int
	Nothing               bool
}

// List returns a page of traineeships, those first whose day comes first, and the cursor of the next page.
func (s *Store) List(ctx context.Context, l Listing) ([]*traineeship.Traineeship, string, error) {
	if l.Nothing {
		return nil, "", nil
	}
	var rows []traineeshipRow
	q := narrowed(s.db.NewSelect().Model(&rows), l).OrderExpr("due_on, id").Limit(int64(l.Limit) + 1)
	if l.Cursor != "" {
		day, id, err := readCursor(l.Cursor)
		if err != nil {
			return nil, "", err
		}
		q = q.Where("(due_on > ? OR (due_on = ? AND id > ?))", day, day, id)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list traineeships: %w", err)
	}
	next := ""
	if len(rows) > l.Limit {
		rows = rows[:l.Limit]
		last := rows[len(rows)-1]
		next = writeCursor(last.DueOn, last.ID)
	}
	all := make([]*traineeship.Traineeship, 0, len(rows))
	for i := range rows {
		t, err := s.traineeship(&rows[i])
		if err != nil {
			return nil, "", err
		}
		all = append(all, t)
	}
	return all, next, s.readChildren(ctx, s.db.DB, all)
}

func narrowed(q *bun.SelectQuery, l Listing) *bun.SelectQuery {
	for _, c := range []struct{ column, value string }{{"team", l.Team}, {"company", l.Company}, {"person", l.Person}} {
		if c.value != "" {
			q = q.Where("t.? = ?", bun.Ident(c.column), c.value)
		}
	}
	if len(l.States) > 0 {
		q = q.Where("t.state IN (?)", bun.List(l.States))
	}
	if l.From.IsValid() {
		q = q.Where("t.due_on >= ?", l.From)
	}
	if l.To.IsValid() {
		q = q.Where("t.due_on <= ?", l.To)
	}
	if l.Duty {
		q = q.Where(dutyOpen)
	}
	if l.FollowUp {
		q = q.Where(followUpWaits)
	}
	if l.Undecided {
		q = q.Where("t.state = 'ended' AND t.outcome = 'undecided' AND t.acknowledged_by = ''")
	}
	if l.Open {
		q = q.Where(NotDecided)
	}
	return q
}

// Count says how many a listing holds, and the earliest day that matters.
func (s *Store) Count(ctx context.Context, l Listing, more string) (int, civil.Date, error) {
	if l.Nothing {
		return 0, civil.Date{}, nil
	}
	var out struct {
		Count int         `bun:"count"`
		First *civil.Date `bun:"first"`
	}
	q := narrowed(s.db.NewSelect().Model((*traineeshipRow)(nil)), l).ColumnExpr("COUNT(*) AS count").ColumnExpr("MIN(t.due_on) AS first")
	if more != "" {
		q = q.Where(more)
	}
	if err := q.Scan(ctx, &out); err != nil {
		return 0, civil.Date{}, fmt.Errorf("count traineeships: %w", err)
	}
	return out.Count, orZero(out.First), nil
}

// NotDecided narrows a count to open terms without a decision in force.
const NotDecided = `NOT EXISTS (SELECT 1 FROM term x JOIN term_decision d ON d.term = x.id AND d.revoked_at IS NULL WHERE x.traineeship = t.id AND x.state = 'open')`

func writeCursor(day civil.Date, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(day.String() + " " + id))
}

func readCursor(cursor string) (civil.Date, string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	text, id, ok := strings.Cut(string(raw), " ")
	day, dayErr := civil.ParseDate(text)
	if err != nil || dayErr != nil || !ok || uuid.Validate(id) != nil {
		return day, "", &fault.Error{
			Kind: fault.Invalid, Message: "The cursor is not one of this list's.",
			Violations: []fault.Violation{{Parameter: "cursor", Code: "cursor", Message: "Begin again without a cursor."}},
		}
	}
	return day, id, nil
}

// SetTeams writes whose traineeships people's are now.
func (s *Store) SetTeams(ctx context.Context, team func(person string) string) error {
	var rows []struct {
		Person string `bun:"person"`
		Team   string `bun:"team"`
	}
	err := s.db.NewSelect().Model((*traineeshipRow)(nil)).Column("person", "team").Where("state <> 'attested'").GroupExpr("person, team").Scan(ctx, &rows)
	if err != nil {
		return fmt.Errorf("read whose traineeships they are: %w", err)
	}
	for _, r := range rows {
		now := team(r.Person)
		if now == "" || now == r.Team {
			continue
		}
		for _, model := range []any{(*traineeshipRow)(nil), (*hireRow)(nil)} {
			if _, err := s.db.NewUpdate().Model(model).Set("team = ?", now).Where("person = ?", r.Person).Exec(ctx); err != nil {
				return fmt.Errorf("follow a person to another team: %w", err)
			}
		}
	}
	return nil
}

// Stamp is when something was made, cut to what both databases keep.
func Stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
