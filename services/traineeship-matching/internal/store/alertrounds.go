package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
)

// Alerts keeps new pairs that match well, and how staff want to be told of them.
type Alerts struct {
	db     *sqldb.DB
	sealer *seal.Sealer
	audit  *audit.Recorder
}

// NewAlerts keeps alerts in records that Open has brought up to date.
func NewAlerts(db *sqldb.DB, sealer *seal.Sealer, recorder *audit.Recorder) *Alerts {
	return &Alerts{db, sealer, recorder}
}

type alertRow struct {
	bun.BaseModel `bun:"table:alert,alias:alert"`

	ID        string     `bun:"id,pk"`
	Person    string     `bun:"person"`
	Opening   string     `bun:"opening"`
	Team      string     `bun:"team"`
	About     string     `bun:"about"`
	Total     int32      `bun:"total"`
	FoundAt   time.Time  `bun:"found_at"`
	FoundOn   string     `bun:"found_on"`
	State     string     `bun:"state"`
	Reason    string     `bun:"reason"`
	DecidedBy string     `bun:"decided_by"`
	DecidedAt *time.Time `bun:"decided_at"`
}

func alertOf(r alertRow) alerts.Alert {
	return alerts.Alert{
		Pair: alerts.Pair{Person: r.Person, Opening: r.Opening}, ID: r.ID, Team: r.Team, About: alerts.About(r.About), Total: r.Total,
		FoundAt: r.FoundAt.UTC(), FoundOn: r.FoundOn, State: alerts.State(r.State), Reason: r.Reason, DecidedBy: r.DecidedBy, DecidedAt: r.DecidedAt,
	}
}

func alertsOf(rows []alertRow) []alerts.Alert {
	out := make([]alerts.Alert, len(rows))
	for i, r := range rows {
		out[i] = alertOf(r)
	}
	return out
}

// Position implements alerts.Rounds.
func (s *Alerts) Position(ctx context.Context) (version int64, err error) {
	if err := s.db.NewRaw("SELECT version FROM alert_position WHERE name = 'rows'").Scan(ctx, &version); err != nil {
		return 0, fmt.Errorf("read how far alerts are: %w", err)
	}
	return version, nil
}

// Known implements alerts.Rounds.
func (s *Alerts) Known(ctx context.Context, kind string, ids []string) (map[string]string, error) {
	known := map[string]string{}
	if len(ids) == 0 {
		return known, nil
	}
	var rows []struct {
		ID     string `bun:"id"`
		Digest string `bun:"digest"`
	}
	if err := s.db.NewRaw("SELECT id, digest FROM alert_known WHERE kind = ? AND id IN (?)", kind, bun.List(ids)).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read what alerts know: %w", err)
	}
	for _, r := range rows {
		known[r.ID] = r.Digest
	}
	return known, nil
}

// Told implements alerts.Rounds. Of pairs on a shortlist nothing but that is known.
func (s *Alerts) Told(ctx context.Context) (map[alerts.Pair]alerts.Alert, error) {
	told := map[alerts.Pair]alerts.Alert{}
	var listed []alerts.Pair
	if err := s.db.NewRaw("SELECT person, opening FROM shortlist_entry").Scan(ctx, &listed); err != nil {
		return nil, fmt.Errorf("read the pairs on shortlists: %w", err)
	}
	for _, p := range listed {
		told[p] = alerts.Alert{Pair: p}
	}
	var rows []alertRow
	if err := s.db.NewSelect().Model(&rows).Column("id", "person", "opening", "state", "total").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the pairs that were told: %w", err)
	}
	for _, r := range rows {
		p := alerts.Pair{Person: r.Person, Opening: r.Opening}
		told[p] = alerts.Alert{Pair: p, ID: r.ID, State: alerts.State(r.State), Total: r.Total}
	}
	return told, nil
}

// Day implements alerts.Rounds.
func (s *Alerts) Day(ctx context.Context, day string) ([]alerts.Alert, error) {
	var rows []alertRow
	if err := s.db.NewSelect().Model(&rows).Where("found_on = ?", day).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the alerts of a day: %w", err)
	}
	return alertsOf(rows), nil
}

// Floors implements alerts.Rounds.
func (s *Alerts) Floors(ctx context.Context) (alerts.Floors, error) {
	f := alerts.Floors{Everywhere: alerts.DefaultThreshold * 100, Teams: map[string]int32{}}
	var rows []struct {
		Team string `bun:"team"`
		Low  int32  `bun:"low"`
	}
	if err := s.db.NewRaw("SELECT team, MIN(threshold) AS low FROM alert_setting GROUP BY team").Scan(ctx, &rows); err != nil {
		return f, fmt.Errorf("read from which score on anybody wants to be told: %w", err)
	}
	for _, r := range rows {
		if r.Team == "" {
			f.Everywhere = min(f.Everywhere, r.Low*100)
		} else {
			f.Teams[r.Team] = r.Low * 100
		}
	}
	return f, nil
}

// alertBatch keeps one statement's text small.
const alertBatch = 200

// Save implements alerts.Rounds.
func (s *Alerts) Save(ctx context.Context, c alerts.Change) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		moved, err := tx.NewRaw("UPDATE alert_position SET version = ? WHERE name = 'rows' AND version = ?", c.UpTo, c.From).Exec(ctx)
		if err != nil {
			return fmt.Errorf("remember how far alerts are: %w", err)
		}
		if n, err := moved.RowsAffected(); err != nil || n == 0 {
			return fault.New(fault.Conflict, "Another process looked at what changed.")
		}
		if err := saveAlerts(ctx, tx, c); err != nil {
			return err
		}
		for some := range slices.Chunk(c.Known, alertBatch) {
			query, args := "INSERT INTO alert_known (kind, id, digest) VALUES ", []any{}
			for i, k := range some {
				if i > 0 {
					query += ", "
				}
				query += "(?, ?, ?)"
				args = append(args, k.Kind, k.ID, k.Digest)
			}
			if _, err := tx.NewRaw(query+" ON CONFLICT (kind, id) DO UPDATE SET digest = EXCLUDED.digest", args...).Exec(ctx); err != nil {
				return fmt.Errorf("remember what alerts know: %w", err)
			}
		}
		return nil
	})
}

func saveAlerts(ctx context.Context, tx bun.Tx, c alerts.Change) error {
	for some := range slices.Chunk(c.Add, alertBatch) {
		rows := make([]alertRow, len(some))
		for i, a := range some {
			rows[i] = alertRow{
				ID: a.ID, Person: a.Person, Opening: a.Opening, Team: a.Team, About: string(a.About), Total: a.Total,
				FoundAt: a.FoundAt.UTC(), FoundOn: a.FoundOn, State: string(a.State),
			}
		}
		if _, err := tx.NewInsert().Model(&rows).On("CONFLICT (person, opening) DO NOTHING").Exec(ctx); err != nil {
			return fmt.Errorf("keep new alerts: %w", err)
		}
	}
	for _, a := range c.Raise {
		if _, err := tx.NewRaw("UPDATE alert SET total = ? WHERE id = ?", a.Total, a.ID).Exec(ctx); err != nil {
			return fmt.Errorf("write an alert's new score: %w", err)
		}
	}
	for _, x := range []struct {
		column string
		state  alerts.State
		values []string
	}{{"id", alerts.Passed, c.Pass}, {"person", alerts.Gone, c.GonePeople}, {"opening", alerts.Gone, c.GoneOpenings}} {
		for some := range slices.Chunk(x.values, alertBatch) {
			_, err := tx.NewRaw("UPDATE alert SET state = ? WHERE state = ? AND ? IN (?)", x.state, alerts.Open, bun.Ident(x.column), bun.List(some)).Exec(ctx)
			if err != nil {
				return fmt.Errorf("close alerts: %w", err)
			}
		}
	}
	byTeam := map[string][]string{}
	for person, team := range c.Teams {
		byTeam[team] = append(byTeam[team], person)
	}
	for team, people := range byTeam {
		for some := range slices.Chunk(people, alertBatch) {
			if _, err := tx.NewRaw("UPDATE alert SET team = ? WHERE team <> ? AND person IN (?)", team, team, bun.List(some)).Exec(ctx); err != nil {
				return fmt.Errorf("follow people to another team: %w", err)
			}
		}
	}
	return nil
}
