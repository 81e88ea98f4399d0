package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/filemerge"
	"github.com/celav/celav/services/intake/internal/project"
)

// MovesWithAMerge says of every column that names a person what a merge of two files does to it. A test fails for a
// column that is not here.
func MovesWithAMerge() []filemerge.Table {
	follows := func(table, key string) filemerge.Table {
		return filemerge.Table{Name: table, Column: "person", Key: key, How: filemerge.Follows}
	}
	stays := func(table, column, why string) filemerge.Table {
		return filemerge.Table{Name: table, Column: column, How: filemerge.Stays, Why: why}
	}
	combined := func(table, why string) filemerge.Table {
		return filemerge.Table{Name: table, Column: "person", How: filemerge.Combined, Why: why}
	}
	appointments, trainees := follows("appointment", "id"), follows("cohort_row", "id")
	appointments.Team, trainees.Versioned = "team", true
	return []filemerge.Table{
		filemerge.Audit(),
		appointments,
		follows("need", "id"),
		follows("referral", "id"),      // with the link by which a service answers
		follows("reserved_fact", "id"), // each stays in the team that noted it
		trainees,                       // the partner follows the file that stays
		follows("person_link", "id"),   // so does who holds a personal link
		follows("correction", "id"),
		follows("staff", "subject"), // who signs in as the person comes to the file that stays
		combined("project", "what the kept one says wins, the other's actions are added: project.Combine"),
		combined("project_action", "what lists need of a project, written with it"),
		stays("person", "merged_into", "it says where a merged file leads"),
		stays("person_name", "person", "the words of each file's own name"),
		stays("level_change", "person", "each file's own history; the kept one's level counts"),
		stays("reserved_opening", "person", "who opened which file, and why, is not rewritten"),
		stays("merge", "kept", "it is the merge"),
		stays("merge", "other", "it is the merge"),
		stays("not_duplicate", "first", "two files that were told apart stay told apart"),
		stays("not_duplicate", "second", "two files that were told apart stay told apart"),
	}
}

// MergedInto returns the files that became part of somebody's.
func (s *Store) MergedInto(ctx context.Context, id string) ([]string, error) {
	return filemerge.Gathered(ctx, id, func(ctx context.Context, files []string) (others []string, err error) {
		err = s.db.NewSelect().Model((*personRow)(nil)).Column("id").Where("merged_into IN (?)", bun.List(files)).Scan(ctx, &others)
		if err != nil {
			return nil, fmt.Errorf("read who was merged into a file: %w", err)
		}
		return others, nil
	})
}

// putProject writes a project at its version plus one in a transaction of its own maker; one that nobody has begun is
// taken out.
func (s *Store) putProject(ctx context.Context, tx bun.Tx, p *project.Project, m Merge) error {
	if p == nil {
		return nil
	}
	if p.Goal == "" && p.Learn == "" && len(p.Actions) == 0 {
		if _, err := tx.NewDelete().Model((*projectRow)(nil)).Where("person = ?", p.Person).Exec(ctx); err != nil {
			return fmt.Errorf("take a project out: %w", err)
		}
		return nil
	}
	r, actions, err := s.projectRows(*p, m.At)
	if err != nil {
		return err
	}
	if _, err := tx.NewInsert().Model(r).On("CONFLICT (person) DO UPDATE").Set("document = EXCLUDED.document").
		Set("changed_at = EXCLUDED.changed_at").Set("version = EXCLUDED.version").Exec(ctx); err != nil {
		return fmt.Errorf("write a project: %w", err)
	}
	return replaceActions(ctx, tx, p.Person, actions)
}
