package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/planning"
	"github.com/celav/celav/services/intake/internal/project"
)

type projectRow struct {
	bun.BaseModel `bun:"table:project"`

	Person    string    `bun:"person,pk"`
	Version   int64     `bun:"version"`
	Document  string    `bun:"document"`
	ChangedAt time.Time `bun:"changed_at"`
}

type actionRow struct {
	bun.BaseModel `bun:"table:project_action"`

	ID     string     `bun:"id,pk"`
	Person string     `bun:"person,pk"`
	Party  string     `bun:"party"`
	Due    civil.Date `bun:"due,type:date"`
	Ended  bool       `bun:"ended"`
}

// projectJSON is the sealed document, which only this package reads.
type projectJSON struct {
	Goal     string       `json:"goal"`
	Learn    string       `json:"learn,omitempty"`
	AgreedOn *civil.Date  `json:"agreedOn,omitempty"`
	Changed  bool         `json:"changed,omitempty"`
	Actions  []actionJSON `json:"actions,omitempty"`
}

type actionJSON struct {
	ID      string        `json:"id"`
	By      project.Party `json:"by"`
	What    string        `json:"what"`
	Due     civil.Date    `json:"due"`
	State   project.State `json:"state"`
	EndedOn *civil.Date   `json:"endedOn,omitempty"`
}

// Project returns somebody's project; one that nobody has begun has version 0.
func (s *Store) Project(ctx context.Context, person string) (project.Project, error) {
	p := project.Project{Person: person}
	if uuid.Validate(person) != nil {
		return p, noFile()
	}
	var r projectRow
	err := s.db.NewSelect().Model(&r).Where("person = ?", person).Scan(ctx)
	if sqldb.IsNotFound(err) {
		return p, nil
	}
	if err != nil {
		return p, fmt.Errorf("read a project: %w", err)
	}
	return s.openProject(r)
}

func (s *Store) openProject(r projectRow) (project.Project, error) {
	p := project.Project{Person: r.Person, Version: r.Version}
	raw, err := base64.StdEncoding.DecodeString(r.Document)
	if err != nil {
		return p, fmt.Errorf("read a sealed project: %w", err)
	}
	plain, err := s.sealer.Open(raw, "project", r.Person, "document")
	if err != nil {
		return p, fmt.Errorf("open a sealed project: %w", err)
	}
	var j projectJSON
	if err := json.Unmarshal(plain, &j); err != nil {
		return p, fmt.Errorf("read a project: %w", err)
	}
	p.Goal, p.Learn, p.AgreedOn, p.Changed = j.Goal, j.Learn, j.AgreedOn, j.Changed
	for _, a := range j.Actions {
		p.Actions = append(p.Actions, project.Action(a))
	}
	return p, nil
}

func (s *Store) projectRows(p project.Project, at time.Time) (*projectRow, []actionRow, error) {
	j := projectJSON{Goal: p.Goal, Learn: p.Learn, AgreedOn: p.AgreedOn, Changed: p.Changed}
	var actions []actionRow
	for _, a := range p.Actions {
		j.Actions = append(j.Actions, actionJSON(a))
		actions = append(actions, actionRow{ID: a.ID, Person: p.Person, Party: string(a.By), Due: a.Due, Ended: a.State.Ended()})
	}
	plain, err := json.Marshal(j)
	if err != nil {
		return nil, nil, fmt.Errorf("write a project: %w", err)
	}
	sealed, err := s.sealer.Seal(plain, "project", p.Person, "document")
	if err != nil {
		return nil, nil, err
	}
	return &projectRow{Person: p.Person, Version: p.Version + 1, Document: base64.StdEncoding.EncodeToString(sealed), ChangedAt: at}, actions, nil
}

// SaveProject implements planning.Records.
func (s *Store) SaveProject(ctx context.Context, p project.Project, at time.Time, entry audit.Entry) (int64, error) {
	r, actions, err := s.projectRows(p, at)
	if err != nil {
		return 0, err
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if p.Version == 0 {
			if _, err := tx.NewInsert().Model(r).Exec(ctx); sqldb.IsUnique(err) {
				return fault.New(fault.Conflict, "Somebody else began the project in the meantime.")
			} else if err != nil {
				return fmt.Errorf("begin a project: %w", err)
			}
		} else {
			res, err := tx.NewUpdate().Model(r).WherePK().Where("version = ?", p.Version).Exec(ctx)
			if err := sqldb.Versioned(res, err, "project"); err != nil {
				return err
			}
		}
		if err := replaceActions(ctx, tx, p.Person, actions); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
	return r.Version, err
}

func replaceActions(ctx context.Context, tx bun.Tx, person string, actions []actionRow) error {
	if _, err := tx.NewDelete().Model((*actionRow)(nil)).Where("person = ?", person).Exec(ctx); err != nil {
		return fmt.Errorf("replace the actions: %w", err)
	}
	if len(actions) == 0 {
		return nil
	}
	if _, err := tx.NewInsert().Model(&actions).Exec(ctx); err != nil {
		return fmt.Errorf("write the actions: %w", err)
	}
	return nil
}

// LoadProjects implements planning.Records.
func (s *Store) LoadProjects(ctx context.Context, all []project.Project, at time.Time, entry audit.Entry) (int, error) {
	created := 0
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		created = 0
		for _, p := range all {
			r, actions, err := s.projectRows(p, at)
			if err != nil {
				return err
			}
			res, err := tx.NewInsert().Model(r).On("CONFLICT (person) DO NOTHING").Exec(ctx)
			if err != nil {
				return sqldb.Fault(err, "project")
			}
			if n, err := res.RowsAffected(); err != nil {
				return fmt.Errorf("load a project: %w", err)
			} else if n > 0 {
				created++
			} else if _, err := tx.NewUpdate().Model(r).Set("document = ?document").Set("changed_at = ?changed_at").Set("version = version + 1").WherePK().Exec(ctx); err != nil {
				return fmt.Errorf("replace a project: %w", err)
			}
			if err := replaceActions(ctx, tx, p.Person, actions); err != nil {
				return err
			}
		}
		return s.audit.Record(ctx, tx, entry)
	})
	return created, err
}

// LateActions implements planning.Records.
func (s *Store) LateActions(ctx context.Context, q planning.Late) ([]planning.LatePerson, error) {
	var rows []struct {
		Person string     `bun:"person"`
		Count  int        `bun:"count"`
		Since  civil.Date `bun:"since,type:date"`
	}
	query := s.db.NewSelect().TableExpr("project_action AS a").Join("JOIN person AS p ON p.id = a.person").
		ColumnExpr("a.person AS person, COUNT(*) AS count, MIN(a.due) AS since").
		Where("NOT a.ended").Where("a.due < ?", q.Before).Where("p.state = 'active'").
		GroupExpr("a.person").OrderExpr("MIN(a.due), a.person").Limit(int64(q.Limit))
	if q.By != "" {
		query = query.Where("a.party = ?", string(q.By))
	}
	if q.Team != "" {
		query = query.Where("p.team = ?", q.Team)
	}
	if q.Person != "" {
		query = query.Where("a.person = ?", q.Person)
	}
	if err := query.Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("look for late actions: %w", err)
	}
	late := make([]planning.LatePerson, 0, len(rows))
	for _, r := range rows {
		late = append(late, planning.LatePerson(r))
	}
	return late, nil
}
