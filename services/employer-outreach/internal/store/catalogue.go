package store

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/uptrace/bun"
	"golang.org/x/text/unicode/norm"

	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

// Need is what an opening wants with a skill.
type Need string

// The needs.
const (
	NeededAtStart Need = "start"
	Useful        Need = "useful"
	LearnedHere   Need = "learned"
)

type skillRow struct {
	bun.BaseModel `bun:"table:opening_skill"`

	OpeningID string `bun:"opening_id,pk"`
	Skill     string `bun:"skill,pk"`
	Need      Need   `bun:"need,pk"`
}

type languageRow struct {
	bun.BaseModel `bun:"table:opening_language"`

	OpeningID string `bun:"opening_id,pk"`
	Language  string `bun:"language,pk"`
	Level     string `bun:"level"`
}

// catalogueBatch bounds the rows of one statement.
const catalogueBatch = 500

// catalogue writes the skills and languages that the orientation desk searches openings by, in the transaction that writes them.
func (s *Store) catalogue(ctx context.Context, tx bun.Tx, openings ...opening.Opening) error {
	ids := make([]string, len(openings))
	var skills []skillRow
	var languages []languageRow
	for i, o := range openings {
		ids[i] = o.ID
		skills = append(skills, skillRows(o)...)
		seen := map[string]bool{}
		for _, l := range o.Terms.Languages {
			if !seen[l.Language] {
				languages = append(languages, languageRow{OpeningID: o.ID, Language: l.Language, Level: l.Level})
			}
			seen[l.Language] = true
		}
	}
	if len(ids) == 0 {
		return nil
	}
	for _, model := range []any{(*skillRow)(nil), (*languageRow)(nil)} {
		if _, err := tx.NewDelete().Model(model).Where("opening_id IN (?)", bun.List(ids)).Exec(ctx); err != nil {
			return fmt.Errorf("forget what openings were searched by: %w", err)
		}
	}
	if err := insert(ctx, tx, skills); err != nil {
		return err
	}
	if err := insert(ctx, tx, languages); err != nil {
		return err
	}
	s.fresh.add(openings)
	return nil
}

func insert[T any](ctx context.Context, tx bun.Tx, rows []T) error {
	for len(rows) > 0 {
		part := rows[:min(len(rows), catalogueBatch)]
		if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
			return fmt.Errorf("write what openings are searched by: %w", err)
		}
		rows = rows[len(part):]
	}
	return nil
}

func skillRows(o opening.Opening) []skillRow {
	var rows []skillRow
	seen := map[skillRow]bool{}
	add := func(skill string, need Need) {
		r := skillRow{OpeningID: o.ID, Skill: skill, Need: need}
		if !seen[r] {
			rows = append(rows, r)
		}
		seen[r] = true
	}
	for _, d := range o.Terms.NeededAtStart {
		add(d.Skill, NeededAtStart)
	}
	for _, d := range o.Terms.Optional {
		add(d.Skill, Useful)
	}
	for _, skill := range o.Terms.LearnedHere {
		add(skill, LearnedHere)
	}
	return rows
}

// CatalogueMissing reads openings from before the orientation desk once, and tells how many there were.
func (s *Store) CatalogueMissing(ctx context.Context) (int, error) {
	done := 0
	for {
		var rows []openingRow
		err := s.db.NewSelect().Model(&rows).Where("searched = ?", false).OrderExpr("id").Limit(catalogueBatch).Scan(ctx)
		if err != nil {
			return done, fmt.Errorf("find openings that cannot be searched yet: %w", err)
		}
		if len(rows) == 0 {
			return done, nil
		}
		openings := make([]opening.Opening, len(rows))
		for i, r := range rows {
			if openings[i], err = r.opening(); err != nil {
				return done, err
			}
		}
		err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
			for _, o := range openings {
				row, err := s.openingRow(o)
				if err != nil {
					return err
				}
				_, err = tx.NewUpdate().Model(&row).Column("kind", "isco", "words", "searched").Where("id = ?", o.ID).Exec(ctx)
				if err != nil {
					return fmt.Errorf("write what an opening is searched by: %w", err)
				}
			}
			return s.catalogue(ctx, tx, openings...)
		})
		if err != nil {
			return done, err //nolint:wrapcheck // the parts are wrapped
		}
		done += len(rows)
	}
}

// Folded is a text as the orientation desk compares it: small letters without accents, one space between words.
func Folded(text string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
