package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
)

// Override is a pair that somebody fixed or forbade.
type Override struct {
	Person  string    `json:"person"`
	Opening string    `json:"opening"`
	Fixed   bool      `json:"fixed"` // else forbidden
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// Together are people who are to be placed at one site, in the order of their ids.
type Together struct {
	People []string  `json:"people"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// Plan is what was fixed and forbidden for a group of people, and who of them is kept together. Version 0 stands for a plan
// that nobody touched.
type Plan struct {
	Group     string
	Version   int64
	Overrides []Override
	Together  []Together
}

// Same reports whether two plans ask for the same, whoever asked and when.
func (p Plan) Same(q Plan) bool {
	return (p.Group == q.Group || p.Group == "" || q.Group == "") && slices.EqualFunc(p.Overrides, q.Overrides, func(a, b Override) bool {
		return a.Person == b.Person && a.Opening == b.Opening && a.Fixed == b.Fixed
	}) && slices.EqualFunc(p.Together, q.Together, func(a, b Together) bool { return slices.Equal(a.People, b.People) })
}

// Assignments keeps plans.
type Assignments struct {
	db    *sqldb.DB
	audit *audit.Recorder
}

// NewAssignments keeps plans in records that Open has brought up to date.
func NewAssignments(db *sqldb.DB, recorder *audit.Recorder) *Assignments {
	return &Assignments{db, recorder}
}

type planRow struct {
	bun.BaseModel `bun:"table:assignment_plan"`

	Group     string    `bun:"people_group,pk"`
	Version   int64     `bun:"version"`
	Overrides string    `bun:"overrides"`
	Together  string    `bun:"together"`
	ChangedAt time.Time `bun:"changed_at"`
	ChangedBy string    `bun:"changed_by"`
}

// Plan reads the plan of a group; one that nobody touched is empty.
func (s *Assignments) Plan(ctx context.Context, group string) (Plan, error) {
	var rows []planRow
	if err := s.db.NewSelect().Model(&rows).Where("people_group = ?", group).Scan(ctx); err != nil {
		return Plan{}, fmt.Errorf("read a plan: %w", err)
	}
	p := Plan{Group: group}
	if len(rows) == 0 {
		return p, nil
	}
	p.Version = rows[0].Version
	if err := json.Unmarshal([]byte(rows[0].Overrides), &p.Overrides); err != nil {
		return p, fmt.Errorf("read the overrides of a plan: %w", err)
	}
	if err := json.Unmarshal([]byte(rows[0].Together), &p.Together); err != nil {
		return p, fmt.Errorf("read who is kept together: %w", err)
	}
	return p, nil
}

// Save writes a plan over the version it was read in, and that the person's plan was changed. Somebody else's change in
// between is a Conflict fault.
func (s *Assignments) Save(ctx context.Context, p Plan, person, act string, now time.Time) (Plan, error) {
	text, err := json.Marshal(p.Overrides)
	if err != nil {
		return p, fmt.Errorf("write the overrides of a plan: %w", err)
	}
	together, err := json.Marshal(p.Together)
	if err != nil {
		return p, fmt.Errorf("write who is kept together: %w", err)
	}
	caller, _ := identity.From(ctx)
	row := planRow{Group: p.Group, Version: p.Version + 1, Overrides: string(text), Together: string(together), ChangedAt: now.UTC(), ChangedBy: caller.Subject}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := write(ctx, tx, &row); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.AssignmentWrite, Kind: "assignment", ID: p.Group, Person: person, Detail: act})
	})
	if err != nil {
		return p, err
	}
	p.Version++
	return p, nil
}

func write(ctx context.Context, tx bun.Tx, row *planRow) error {
	if row.Version == 1 {
		if _, err := tx.NewInsert().Model(row).Exec(ctx); err != nil {
			if err := sqldb.Fault(err, "plan"); fault.Is(err, fault.Conflict) {
				return planChanged()
			}
			return fmt.Errorf("write a plan: %w", err)
		}
		return nil
	}
	result, err := tx.NewUpdate().Model(row).WherePK().Where("version = ?", row.Version-1).Exec(ctx)
	if err != nil {
		return fmt.Errorf("write a plan: %w", err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return planChanged()
	}
	return nil
}

func planChanged() error {
	return fault.New(fault.Conflict, "Somebody else changed this plan in the meantime.")
}
