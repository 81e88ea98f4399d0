package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/merging"
)

// What merge_moved calls the choices of plans that went to the file that stays, and those that made place for its own.
const (
	choicesMoved = "assignment_plan"
	choicesLeft  = "assignment_plan left"
)

// choice is one pair of one plan, as merge_moved remembers it.
type choice struct {
	Group    string   `json:"group"`
	Override Override `json:"override"`
}

// settled is a plan once two files are one person's. What was chosen for the file that stays wins: of the other file's
// choices those are left out that speak of the same opening, or that fix a person who is fixed already.
func settled(list []Override, kept, other string) (now, moved, left []Override) {
	for _, o := range list {
		if o.Person != other {
			now = append(now, o)
			continue
		}
		if slices.ContainsFunc(list, func(x Override) bool { return x.Person == kept && (x.Opening == o.Opening || x.Fixed && o.Fixed) }) {
			left = append(left, o)
			continue
		}
		moved = append(moved, o)
		o.Person = kept
		now = append(now, o)
	}
	return now, moved, left
}

// apart is a plan once the files are two again: what moved and still stands goes back, what made place returns.
func apart(list []Override, kept string, moved, left []Override) []Override {
	now := slices.Clone(list)
	for _, m := range moved {
		for i, o := range now {
			if o.Person == kept && o.Opening == m.Opening && o.Fixed == m.Fixed {
				now[i].Person = m.Person
			}
		}
	}
	return append(now, left...)
}

// takeChoices lets the plans in which the other file's pairs are fixed or forbidden speak of the file that stays.
func (s *Merges) takeChoices(ctx context.Context, tx bun.Tx, m merging.Told) error {
	rows, err := s.plansWith(ctx, tx, "overrides LIKE ?", "%"+m.Other+"%")
	if err != nil {
		return err
	}
	for _, row := range rows {
		var list []Override
		if err := json.Unmarshal([]byte(row.Overrides), &list); err != nil {
			return fmt.Errorf("read the overrides of a plan: %w", err)
		}
		now, moved, left := settled(list, m.Kept, m.Other)
		if err := s.rewrite(ctx, tx, row, now); err != nil {
			return err
		}
		for name, choices := range map[string][]Override{choicesMoved: moved, choicesLeft: left} {
			for _, o := range choices {
				record, err := json.Marshal(choice{row.Group, o})
				if err != nil {
					return fmt.Errorf("remember what moves: %w", err)
				}
				if _, err := tx.NewRaw("INSERT INTO merge_moved (merge, tbl, record) VALUES (?, ?, ?)", m.ID, name, string(record)).Exec(ctx); err != nil {
					return fmt.Errorf("remember what moves: %w", err)
				}
			}
		}
	}
	return nil
}

func (s *Merges) returnChoices(ctx context.Context, tx bun.Tx, m merging.Told) error {
	remembered := map[string]map[string][]Override{} // by table name, by group
	var groups []string
	for _, name := range []string{choicesMoved, choicesLeft} {
		remembered[name] = map[string][]Override{}
		var records []string
		if err := tx.NewRaw("SELECT record FROM merge_moved WHERE merge = ? AND tbl = ? ORDER BY record", m.ID, name).Scan(ctx, &records); err != nil {
			return fmt.Errorf("read what moved: %w", err)
		}
		for _, record := range records {
			var c choice
			if err := json.Unmarshal([]byte(record), &c); err != nil {
				return fmt.Errorf("read what moved: %w", err)
			}
			remembered[name][c.Group] = append(remembered[name][c.Group], c.Override)
			groups = append(groups, c.Group)
		}
	}
	if len(groups) == 0 {
		return nil
	}
	rows, err := s.plansWith(ctx, tx, "people_group IN (?)", bun.List(groups))
	if err != nil {
		return err
	}
	for _, row := range rows {
		var list []Override
		if err := json.Unmarshal([]byte(row.Overrides), &list); err != nil {
			return fmt.Errorf("read the overrides of a plan: %w", err)
		}
		if err := s.rewrite(ctx, tx, row, apart(list, m.Kept, remembered[choicesMoved][row.Group], remembered[choicesLeft][row.Group])); err != nil {
			return err
		}
	}
	return nil
}

// plansWith reads plans, and keeps them from being changed until the transaction ends.
func (s *Merges) plansWith(ctx context.Context, tx bun.Tx, where string, args ...any) ([]planRow, error) {
	var rows []planRow
	q := tx.NewSelect().Model(&rows).Where(where, args...).OrderExpr("people_group")
	if s.db.Dialect == sqldb.Postgres {
		q = q.For("UPDATE")
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read plans: %w", err)
	}
	return rows, nil
}

// rewrite writes a plan as a new version, so that who read the one before cannot write it back.
func (s *Merges) rewrite(ctx context.Context, tx bun.Tx, row planRow, list []Override) error {
	text, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("write the overrides of a plan: %w", err)
	}
	row.Version, row.Overrides = row.Version+1, string(text)
	if _, err := tx.NewUpdate().Model(&row).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("write a plan: %w", err)
	}
	return nil
}
