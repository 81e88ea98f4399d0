package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/celav/celav/services/skills-assessment/internal/esco"
	"github.com/celav/celav/services/skills-assessment/internal/linking"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// crosswalkSet marks the relations between concepts of different sets.
const crosswalkSet = "crosswalk"

type crossRow struct {
	ID, SetName, Kind, ISCO, Language, Preferred, Alternatives string
}

// Crosswalk relates the starter's concepts to those of ESCO that have the same name in some language, so that a person
// described by one set is near an opening described by the other. It is rebuilt whenever either set is loaded.
//
// Two skills are the same when their preferred labels are equal, or one's preferred label is an alternative of exactly
// one other. Two occupations must also be in the same ISCO unit group.
func (s *Store) Crosswalk(ctx context.Context) (pairs int, err error) {
	var rows []crossRow
	err = s.db.NewRaw(`SELECT c.id, c.set_name, c.kind, c.isco, l.language, l.preferred, l.alternatives
		FROM concept c JOIN label l ON l.concept = c.id WHERE NOT c.retired AND c.kind <> ? ORDER BY c.id, l.language`, taxonomy.Group).Scan(ctx, &rows)
	if err != nil {
		return 0, fmt.Errorf("read the labels of both sets: %w", err)
	}
	links := cross(rows)
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewRaw("DELETE FROM relation WHERE set_name = ?", crosswalkSet).Exec(ctx)
		if err != nil {
			return err
		}
		gone, err := res.RowsAffected()
		if err != nil || gone == 0 && len(links) == 0 {
			return err
		}
		err = inBatches(links, func(batch []esco.Link) error {
			rows := make([]relationRow, len(batch))
			for i, l := range batch {
				rows[i] = relationRow{From: l.From, Relation: string(l.Relation), To: l.To, SetName: crosswalkSet}
			}
			_, err := tx.NewInsert().Model(&rows).On("CONFLICT DO NOTHING").Exec(ctx)
			return err
		})
		if err != nil {
			return err
		}
		_, err = tx.NewRaw("UPDATE taxonomy_state SET revision = revision + 1").Exec(ctx)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("relate the sets: %w", err)
	}
	return len(links), nil
}

// name is a label as it is compared: occupations by their ISCO group too.
type name struct{ rank, language, reading string }

func (r crossRow) names(label string) []name {
	rank := "skill"
	if r.Kind == string(taxonomy.Occupation) {
		rank = r.ISCO
	}
	var out []name
	for _, reading := range linking.Readings(label) {
		out = append(out, name{rank, r.Language, reading})
	}
	return out
}

// cross finds the pairs, from the starter's concepts to ESCO's.
func cross(rows []crossRow) []esco.Link {
	preferred, others := map[name][]string{}, map[name][]string{}
	note := func(into map[name][]string, names []name, id string) {
		for _, n := range names {
			if !slices.Contains(into[n], id) {
				into[n] = append(into[n], id)
			}
		}
	}
	for _, r := range rows {
		if r.SetName != taxonomy.ESCOSet {
			continue
		}
		note(preferred, r.names(r.Preferred), r.ID)
		for _, other := range splitLines(r.Alternatives) {
			note(others, r.names(other), r.ID)
		}
	}
	var links []esco.Link
	seen := map[esco.Link]bool{}
	for _, r := range rows {
		if r.SetName != taxonomy.StarterSet {
			continue
		}
		for _, n := range r.names(r.Preferred) {
			same := preferred[n]
			if len(same) == 0 && len(others[n]) == 1 {
				same = others[n]
			}
			for _, id := range same {
				link := esco.Link{From: r.ID, Relation: taxonomy.Related, To: id}
				if !seen[link] {
					seen[link] = true
					links = append(links, link)
				}
			}
		}
	}
	return links
}
