package store

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/needs"
	"github.com/celav/celav/services/intake/internal/person"
)

const whatNeed = "need"

type needRow struct {
	bun.BaseModel `bun:"table:need"`

	ID        string     `bun:"id,pk"`
	Person    string     `bun:"person"`
	Version   int64      `bun:"version"`
	Code      string     `bun:"code"`
	State     string     `bun:"state"`
	Note      string     `bun:"note"`
	Author    string     `bun:"author"`
	NotedOn   civil.Date `bun:"noted_on,type:date"`
	ExpiresOn civil.Date `bun:"expires_on,type:date"`
}

func (s *Store) needRow(f needs.Fact) (*needRow, error) {
	note, err := s.seal([]byte(f.Note), f.ID, "need_note")
	if err != nil {
		return nil, err
	}
	return &needRow{
		ID: f.ID, Person: f.Person, Version: f.Version, Code: string(f.Code), State: string(f.State), Note: note,
		Author: f.Author, NotedOn: f.NotedOn, ExpiresOn: f.ExpiresOn,
	}, nil
}

// Needs returns a person's needs and obstacles, the newest first.
func (s *Store) Needs(ctx context.Context, person string) ([]needs.Fact, error) {
	var rows []needRow
	if err := s.db.NewSelect().Model(&rows).Where("person = ?", person).OrderExpr("noted_on DESC, id DESC").Limit(2 * needs.MaxFacts).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read needs: %w", err)
	}
	list := make([]needs.Fact, 0, len(rows))
	for _, r := range rows {
		note, err := s.open(r.Note, r.ID, "need_note")
		if err != nil {
			return nil, err
		}
		list = append(list, needs.Fact{
			ID: r.ID, Person: r.Person, Version: r.Version, Code: needs.Code(r.Code), State: needs.State(r.State), Note: string(note),
			Author: r.Author, NotedOn: r.NotedOn, ExpiresOn: r.ExpiresOn,
		})
	}
	return list, nil
}

// CreateNeed writes a new need. The same id again, for the same person, changes nothing: a double click makes one.
func (s *Store) CreateNeed(ctx context.Context, f needs.Fact, entry audit.Entry) error {
	if uuid.Validate(f.ID) != nil {
		return fault.New(fault.Invalid, "The form cannot be read.")
	}
	r, err := s.needRow(f)
	if err != nil {
		return err
	}
	return s.createFact(ctx, r, f, entry)
}

// createFact inserts the row of a need or of a reserved fact, once.
func (s *Store) createFact(ctx context.Context, row any, f needs.Fact, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		there, err := tx.NewSelect().Model(row).Where("person = ?", f.Person).Count(ctx)
		switch {
		case err != nil:
			return fmt.Errorf("count needs: %w", err)
		case there >= needs.MaxFacts:
			return fault.New(fault.Precondition, "There are %d already: take out what no longer holds.", needs.MaxFacts)
		}
		res, err := tx.NewInsert().Model(row).On("CONFLICT (id) DO NOTHING").Exec(ctx)
		if err != nil {
			return sqldb.Fault(err, whatNeed)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			if err != nil {
				return fmt.Errorf("write a need: %w", err)
			}
			return nil
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// SaveNeed writes a changed need, if it is still at its version.
func (s *Store) SaveNeed(ctx context.Context, f needs.Fact, entry audit.Entry) error {
	r, err := s.needRow(f)
	if err != nil {
		return err
	}
	r.Version++
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewUpdate().Model(r).ExcludeColumn("id", "person", "code").
			Where("id = ?", f.ID).Where("person = ?", f.Person).Where("version = ?", f.Version).Exec(ctx)
		if err := sqldb.Versioned(res, err, whatNeed); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// RemoveNeed takes a need out, if it is still at the version.
func (s *Store) RemoveNeed(ctx context.Context, person, id string, version int64, entry audit.Entry) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewDelete().Model((*needRow)(nil)).Where("id = ?", id).Where("person = ?", person).Where("version = ?", version).Exec(ctx)
		if err := sqldb.Versioned(res, err, whatNeed); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

// Stale is how many needs of a team's active files are to be asked about again, and since when the oldest is; of every
// team with "". First is a file that has one.
type Stale struct {
	Count int        `bun:"count"`
	Since civil.Date `bun:"-"`
	First string     `bun:"-"`
}

// StaleNeeds counts the needs that nobody has confirmed in time.
func (s *Store) StaleNeeds(ctx context.Context, team string, on civil.Date) (Stale, error) {
	stale := func() *bun.SelectQuery {
		q := s.db.NewSelect().TableExpr("need AS n").Join("JOIN person AS p ON p.id = n.person").
			Where("p.state = ?", string(person.Active)).Where("n.state <> ?", string(needs.Resolved)).Where("n.expires_on < ?", on)
		if team != "" {
			q = q.Where("p.team = ?", team)
		}
		return q
	}
	n, err := stale().Count(ctx)
	if err != nil || n == 0 {
		if err != nil {
			err = fmt.Errorf("count needs to confirm: %w", err)
		}
		return Stale{}, err
	}
	var oldest struct {
		Person    string     `bun:"person"`
		ExpiresOn civil.Date `bun:"expires_on"`
	}
	if err := stale().ColumnExpr("n.person, n.expires_on").OrderExpr("n.expires_on, n.id").Limit(1).Scan(ctx, &oldest); err != nil {
		return Stale{}, fmt.Errorf("find the oldest need to confirm: %w", err)
	}
	return Stale{Count: int(n), Since: oldest.ExpiresOn, First: oldest.Person}, nil
}
