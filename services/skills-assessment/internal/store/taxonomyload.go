package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"github.com/celav/celav/services/skills-assessment/internal/esco"
	"github.com/celav/celav/services/skills-assessment/internal/imports"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// Loading writes one version of a set. It is a sink for package esco; rows that are there are written again.
// Readers see rows as they come, but the taxonomy's version changes only at the end.
type Loading struct {
	store *Store
	set   string
	run   int64
}

// Load begins to load a set.
func (s *Store) Load(ctx context.Context, set string) (*Loading, error) {
	l := &Loading{store: s, set: set}
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw("UPDATE taxonomy_state SET run = run + 1 RETURNING run").Scan(ctx, &l.run)
	})
	if err != nil {
		return nil, fmt.Errorf("begin to load the set %s: %w", set, err)
	}
	return l, nil
}

// Concepts implements esco.Sink.
func (l *Loading) Concepts(ctx context.Context, batch []esco.Concept) error {
	rows := make([]conceptRow, len(batch))
	for i, c := range batch {
		rows[i] = conceptRow{ID: c.ID, SetName: l.set, Kind: string(c.Kind), ISCO: c.ISCO, Run: l.run}
	}
	return l.write(ctx, "concepts", func(tx bun.Tx) *bun.InsertQuery {
		return tx.NewInsert().Model(&rows).On("CONFLICT (id) DO UPDATE").
			Set("set_name = EXCLUDED.set_name").Set("kind = EXCLUDED.kind").Set("isco = EXCLUDED.isco").
			Set("retired = EXCLUDED.retired").Set("run = EXCLUDED.run")
	})
}

// Labels implements esco.Sink.
func (l *Loading) Labels(ctx context.Context, batch []esco.Label) error {
	rows := make([]labelRow, len(batch))
	for i, b := range batch {
		rows[i] = labelRow{
			Concept: b.Concept, Language: string(b.Language), Preferred: b.Preferred, Alternatives: joinLines(b.Alternatives),
			SetName: l.set, Run: l.run,
		}
	}
	return l.write(ctx, "labels", func(tx bun.Tx) *bun.InsertQuery {
		return tx.NewInsert().Model(&rows).On("CONFLICT (concept, language) DO UPDATE").
			Set("preferred = EXCLUDED.preferred").Set("alternatives = EXCLUDED.alternatives").
			Set("set_name = EXCLUDED.set_name").Set("run = EXCLUDED.run")
	})
}

// Links implements esco.Sink.
func (l *Loading) Links(ctx context.Context, batch []esco.Link) error {
	rows := make([]relationRow, len(batch))
	for i, b := range batch {
		rows[i] = relationRow{From: b.From, Relation: string(b.Relation), To: b.To, SetName: l.set, Run: l.run}
	}
	return l.write(ctx, "relations", func(tx bun.Tx) *bun.InsertQuery {
		return tx.NewInsert().Model(&rows).On("CONFLICT (from_id, relation, to_id) DO UPDATE").
			Set("set_name = EXCLUDED.set_name").Set("run = EXCLUDED.run")
	})
}

func (l *Loading) write(ctx context.Context, what string, insert func(tx bun.Tx) *bun.InsertQuery) error {
	err := l.store.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := insert(tx).Exec(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("write %s of %s: %w", what, l.set, err)
	}
	return nil
}

// Finish makes the loaded rows the set's version and changes the taxonomy's. Older rows of what came completely
// go; older concepts are retired.
func (l *Loading) Finish(ctx context.Context, version string, whole imports.Whole) (removed, retired int, err error) {
	err = l.store.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		removed, retired = 0, 0
		if whole.Concepts {
			res, err := tx.NewRaw("UPDATE concept SET retired = ? WHERE set_name = ? AND run < ? AND NOT retired", true, l.set, l.run).Exec(ctx)
			if err != nil {
				return fmt.Errorf("retire concepts: %w", err)
			}
			n, err := res.RowsAffected()
			if err != nil {
				return fmt.Errorf("count retired concepts: %w", err)
			}
			retired = int(n)
		}
		if len(whole.Languages) > 0 {
			_, err := tx.NewRaw("DELETE FROM label WHERE set_name = ? AND run < ? AND language IN (?) AND concept IN (SELECT id FROM concept WHERE NOT retired)",
				l.set, l.run, bun.List(whole.Languages)).Exec(ctx)
			if err != nil {
				return fmt.Errorf("remove older labels: %w", err)
			}
		}
		if len(whole.Relations) > 0 {
			res, err := tx.NewRaw("DELETE FROM relation WHERE set_name = ? AND run < ? AND relation IN (?)", l.set, l.run, bun.List(whole.Relations)).Exec(ctx)
			if err != nil {
				return fmt.Errorf("remove older relations: %w", err)
			}
			n, err := res.RowsAffected()
			if err != nil {
				return fmt.Errorf("count removed relations: %w", err)
			}
			removed = int(n)
		}
		row := setRow{Name: l.set, Version: version, LoadedAt: l.store.instant()}
		_, err := tx.NewInsert().Model(&row).On("CONFLICT (name) DO UPDATE").Set("version = EXCLUDED.version").Set("loaded_at = EXCLUDED.loaded_at").Exec(ctx)
		if err != nil {
			return fmt.Errorf("note the version: %w", err)
		}
		_, err = tx.NewRaw("UPDATE taxonomy_state SET revision = revision + 1").Exec(ctx)
		return err
	})
	if err != nil {
		return 0, 0, fmt.Errorf("finish loading the set %s: %w", l.set, err)
	}
	return removed, retired, nil
}

// LoadStarter loads the shipped set unless this version of it is loaded already.
func (s *Store) LoadStarter(ctx context.Context, set taxonomy.Starter) error {
	sets, err := s.Sets(ctx)
	if err != nil {
		return err
	}
	for _, loaded := range sets {
		if loaded.Name == taxonomy.StarterSet && loaded.Version == set.Version {
			return nil
		}
	}
	l, err := s.Load(ctx, taxonomy.StarterSet)
	if err != nil {
		return err
	}
	var concepts []esco.Concept
	var labels []esco.Label
	var links []esco.Link
	for _, c := range set.Concepts {
		concepts = append(concepts, esco.Concept{ID: c.ID, Kind: c.Kind, ISCO: c.ISCO})
		for _, language := range taxonomy.Languages() {
			labels = append(labels, esco.Label{Concept: c.ID, Language: language, Label: clean(c.Labels[language])})
		}
		for relation, ids := range map[taxonomy.Relation][]string{
			taxonomy.Broader: c.Broader, taxonomy.Related: c.Related, taxonomy.Essential: c.Essential, taxonomy.Optional: c.Optional,
		} {
			for _, id := range distinct(ids) {
				links = append(links, esco.Link{From: c.ID, Relation: relation, To: id})
			}
		}
	}
	if err := inBatches(concepts, func(b []esco.Concept) error { return l.Concepts(ctx, b) }); err != nil {
		return err
	}
	if err := inBatches(labels, func(b []esco.Label) error { return l.Labels(ctx, b) }); err != nil {
		return err
	}
	if err := inBatches(links, func(b []esco.Link) error { return l.Links(ctx, b) }); err != nil {
		return err
	}
	_, _, err = l.Finish(ctx, set.Version, imports.Whole{
		Concepts: true, Languages: taxonomy.Languages(),
		Relations: []taxonomy.Relation{taxonomy.Broader, taxonomy.Related, taxonomy.Essential, taxonomy.Optional},
	})
	if err != nil {
		return err
	}
	_, err = s.Crosswalk(ctx)
	return err
}

func clean(l taxonomy.Label) taxonomy.Label {
	for i, s := range l.Alternatives {
		l.Alternatives[i] = strings.ReplaceAll(s, "\n", " ")
	}
	return l
}

func distinct(ids []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

func inBatches[T any](all []T, write func([]T) error) error {
	for len(all) > 0 {
		n := min(len(all), esco.BatchSize)
		if err := write(all[:n]); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}
