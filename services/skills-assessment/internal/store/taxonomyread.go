package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/skills-assessment/internal/linking"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// Set is a loaded set of the taxonomy.
type Set struct {
	Name, Version string
	LoadedAt      time.Time
	Concepts      map[string]int // by kind
	Labels        map[string]int // by language
}

// Sets lists what is loaded, without counts.
func (s *Store) Sets(ctx context.Context) ([]Set, error) {
	var rows []setRow
	if err := s.db.NewSelect().Model(&rows).Order("name").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the taxonomy's sets: %w", err)
	}
	out := make([]Set, len(rows))
	for i, r := range rows {
		out[i] = Set{Name: r.Name, Version: r.Version, LoadedAt: r.LoadedAt, Concepts: map[string]int{}, Labels: map[string]int{}}
	}
	return out, nil
}

// Counted adds the counts to the sets.
func (s *Store) Counted(ctx context.Context, sets []Set) error {
	type count struct {
		SetName, Key string
		N            int
	}
	var kinds, languages []count
	err := s.db.NewRaw("SELECT set_name, kind AS key, count(*) AS n FROM concept WHERE NOT retired GROUP BY set_name, kind").Scan(ctx, &kinds)
	if err != nil {
		return fmt.Errorf("count concepts: %w", err)
	}
	err = s.db.NewRaw("SELECT set_name, language AS key, count(*) AS n FROM label GROUP BY set_name, language").Scan(ctx, &languages)
	if err != nil {
		return fmt.Errorf("count labels: %w", err)
	}
	for _, set := range sets {
		for _, c := range kinds {
			if c.SetName == set.Name {
				set.Concepts[c.Key] = c.N
			}
		}
		for _, c := range languages {
			if c.SetName == set.Name {
				set.Labels[c.Key] = c.N
			}
		}
	}
	return nil
}

// Version names the taxonomy as it is: the sets' versions and a revision, which grows with every change.
func (s *Store) Version(ctx context.Context) (string, error) {
	var revision int64
	if err := s.db.NewRaw("SELECT revision FROM taxonomy_state").Scan(ctx, &revision); err != nil {
		return "", fmt.Errorf("read the taxonomy's revision: %w", err)
	}
	sets, err := s.Sets(ctx)
	if err != nil {
		return "", err
	}
	var names []string
	for _, set := range sets {
		names = append(names, set.Version)
	}
	return fmt.Sprintf("%s.r%d", strings.Join(names, "+"), revision), nil
}

// Labels returns the preferred labels of concepts in a language, else in the first of the suite's languages that has one.
func (s *Store) Labels(ctx context.Context, ids []string, language taxonomy.Language) (map[string]string, error) {
	found, err := s.labelled(ctx, ids)
	out := make(map[string]string, len(found))
	for id, c := range found {
		out[id] = c.Label(language)
	}
	return out, err
}

// Named is like Labels and tells of each label in which language it is.
func (s *Store) Named(ctx context.Context, ids []string, language taxonomy.Language) (map[string]taxonomy.Name, error) {
	found, err := s.labelled(ctx, ids)
	out := make(map[string]taxonomy.Name, len(found))
	for id, c := range found {
		out[id] = c.Name(language)
	}
	return out, err
}

// labelled reads the preferred labels of concepts in every language.
func (s *Store) labelled(ctx context.Context, ids []string) (map[string]taxonomy.Concept, error) {
	found := map[string]taxonomy.Concept{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []labelRow
	if err := s.db.NewSelect().Model(&rows).Column("concept", "language", "preferred").Where("concept IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read %d labels: %w", len(ids), err)
	}
	for _, r := range rows {
		c, ok := found[r.Concept]
		if !ok {
			c = taxonomy.Concept{ID: r.Concept, Labels: map[taxonomy.Language]taxonomy.Label{}}
			found[r.Concept] = c
		}
		c.Labels[taxonomy.Language(r.Language)] = taxonomy.Label{Preferred: r.Preferred}
	}
	return found, nil
}

// Known tells of each id that is a concept in use which kind it is and its ISCO group; retired ones are left out.
func (s *Store) Known(ctx context.Context, ids []string) (map[string]taxonomy.Concept, error) {
	out := make(map[string]taxonomy.Concept, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	var rows []conceptRow
	if err := s.db.NewSelect().Model(&rows).Where("id IN (?)", bun.List(ids)).Where("NOT retired").Scan(ctx); err != nil {
		return nil, fmt.Errorf("look up %d concepts: %w", len(ids), err)
	}
	for _, r := range rows {
		out[r.ID] = r.concept()
	}
	return out, nil
}

// SetKinds returns the ids and kinds of a set's concepts.
func (s *Store) SetKinds(ctx context.Context, set string) (map[string]taxonomy.Kind, error) {
	var rows []conceptRow
	if err := s.db.NewSelect().Model(&rows).Column("id", "kind").Where("set_name = ?", set).Where("NOT retired").Scan(ctx); err != nil {
		return nil, fmt.Errorf("list the concepts of %s: %w", set, err)
	}
	out := make(map[string]taxonomy.Kind, len(rows))
	for _, r := range rows {
		out[r.ID] = taxonomy.Kind(r.Kind)
	}
	return out, nil
}

// Concept returns one concept with labels and relations; narrower are the ids of those of which it is the broader one.
func (s *Store) Concept(ctx context.Context, id string) (c taxonomy.Concept, narrower []string, err error) {
	var row conceptRow
	err = s.db.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx)
	if err != nil {
		return c, nil, fmt.Errorf("read a concept: %w", sqldb.Fault(err, "concept"))
	}
	c = row.concept()
	var labels []labelRow
	if err := s.db.NewSelect().Model(&labels).Where("concept = ?", id).Scan(ctx); err != nil {
		return c, nil, fmt.Errorf("read a concept's labels: %w", err)
	}
	for _, l := range labels {
		c.Labels[taxonomy.Language(l.Language)] = taxonomy.Label{Preferred: l.Preferred, Alternatives: splitLines(l.Alternatives)}
	}
	var links []relationRow
	if err := s.db.NewSelect().Model(&links).Where("from_id = ?", id).Order("relation", "to_id").Scan(ctx); err != nil {
		return c, nil, fmt.Errorf("read a concept's relations: %w", err)
	}
	for _, l := range links {
		l.add(&c)
	}
	err = s.db.NewSelect().Model((*relationRow)(nil)).Column("from_id").Where("to_id = ?", id).Where("relation = ?", taxonomy.Broader).
		Order("from_id").Limit(500).Scan(ctx, &narrower)
	if err != nil {
		return c, nil, fmt.Errorf("read narrower concepts: %w", err)
	}
	return c, narrower, nil
}

// Relations returns concepts with their relations and without labels, by id after the given one.
func (s *Store) Relations(ctx context.Context, set, after string, limit int) ([]taxonomy.Concept, error) {
	var rows []conceptRow
	q := s.db.NewSelect().Model(&rows).Where("id > ?", after).Where("NOT retired").Order("id").Limit(int64(limit))
	if set != "" {
		q = q.Where("set_name = ?", set)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read a page of concepts: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	var links []relationRow
	err := s.db.NewSelect().Model(&links).Where("from_id >= ?", rows[0].ID).Where("from_id <= ?", rows[len(rows)-1].ID).
		Order("from_id", "relation", "to_id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read a page of relations: %w", err)
	}
	out := make([]taxonomy.Concept, len(rows))
	place := make(map[string]int, len(rows))
	for i, r := range rows {
		out[i] = r.concept()
		place[r.ID] = i
	}
	for _, l := range links {
		if i, ok := place[l.From]; ok {
			l.add(&out[i])
		}
	}
	return out, nil
}

// Entries returns every label in use, for the linking index.
func (s *Store) Entries(ctx context.Context) ([]linking.Entry, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT c.id, c.kind, l.language, l.preferred, l.alternatives
		FROM label l JOIN concept c ON c.id = l.concept WHERE NOT c.retired AND c.kind <> 'group' ORDER BY c.id, l.language`)
	if err != nil {
		return nil, fmt.Errorf("read the labels: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []linking.Entry
	for rows.Next() {
		var id, kind, language, preferred, alternatives string
		if err := rows.Scan(&id, &kind, &language, &preferred, &alternatives); err != nil {
			return nil, fmt.Errorf("read a label: %w", err)
		}
		e := linking.Entry{Concept: id, Kind: taxonomy.Kind(kind), Language: taxonomy.Language(language), Text: preferred, Preferred: true}
		out = append(out, e)
		for _, other := range splitLines(alternatives) {
			if other == preferred {
				continue
			}
			e.Text, e.Preferred = other, false
			out = append(out, e)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the labels: %w", err)
	}
	return out, nil
}

// Listed is a concept in an alphabetical list.
type Listed struct{ ID, Kind, ISCO, Label string }

// List returns concepts by label, from after the given label and id. occupations chooses between the two ranks.
// Concepts without a label in the language are not listed.
func (s *Store) List(ctx context.Context, language taxonomy.Language, occupations bool, afterLabel, afterID string, limit int) ([]Listed, error) {
	kinds := []taxonomy.Kind{taxonomy.Occupation}
	if !occupations {
		kinds = []taxonomy.Kind{taxonomy.Skill, taxonomy.Knowledge, taxonomy.Transversal, taxonomy.Tool}
	}
	var out []Listed
	err := s.db.NewRaw(`SELECT c.id, c.kind, c.isco, l.preferred AS label FROM concept c JOIN label l ON l.concept = c.id
		WHERE l.language = ? AND c.kind IN (?) AND NOT c.retired AND (l.preferred > ? OR (l.preferred = ? AND c.id > ?))
		ORDER BY l.preferred, c.id LIMIT ?`, string(language), bun.List(kinds), afterLabel, afterLabel, afterID, limit).Scan(ctx, &out)
	if err != nil {
		return nil, fmt.Errorf("list concepts: %w", err)
	}
	return out, nil
}
