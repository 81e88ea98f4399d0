package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

// Looking narrows the live openings as somebody does who looks for work; zero fields do not.
type Looking struct {
	Text         string // words of title, description, occupation or skills, in any of the languages known
	Kind         opening.Kind
	Municipality string
	Near         company.Area // sites within about four kilometres; the zero area is none
	Group        string       // the first figure of the occupation's ISCO-08 code
	// Italian is the most Italian that may be asked: "none", or a CEFR level.
	Italian string
	// Language keeps openings that ask for a language.
	Language string
	// Skill keeps openings that need the skill, find it useful or teach it.
	Skill string
}

// NoItalian in Looking.Italian keeps openings that ask for none.
const NoItalian = "none"

// Four kilometres, in degrees at Milan's latitude.
const (
	nearLat = 0.036
	nearLon = 0.051
)

func (s *Store) live(query *bun.SelectQuery) *bun.SelectQuery {
	return query.Where("o.state = ?", opening.Published).Where("o.seats_taken < o.seats").
		Where("(o.closes_on IS NULL OR o.closes_on >= ?)", s.today()).
		Where("NOT EXISTS (SELECT 1 FROM company AS w WHERE w.id = o.company_id AND w.standing <> ?)", company.Confirmed)
}

// narrowed applies what somebody looks for. meant are concepts that the words of Text may mean.
func (l Looking) narrowed(query *bun.SelectQuery, meant []string) *bun.SelectQuery {
	if l.Kind == opening.Traineeship || l.Kind == opening.Contract { // both is either
		query = query.Where("o.kind IN (?)", bun.List([]opening.Kind{l.Kind, opening.Both}))
	} else if l.Kind != "" {
		query = query.Where("o.kind = ?", l.Kind)
	}
	if l.Municipality != "" {
		query = query.Where("s.municipality = ?", l.Municipality)
	}
	if l.Near.ID != "" {
		query = query.Where("s.lat BETWEEN ? AND ?", l.Near.Lat-nearLat, l.Near.Lat+nearLat).
			Where("s.lon BETWEEN ? AND ?", l.Near.Lon-nearLon, l.Near.Lon+nearLon)
	}
	if l.Group != "" {
		query = query.Where("o.isco LIKE ?", l.Group+"%")
	}
	if l.Italian != "" {
		levels := opening.Levels()
		above := levels[slices.Index(levels, l.Italian)+1:]
		query = query.Where("NOT EXISTS (SELECT 1 FROM opening_language AS g WHERE g.opening_id = o.id AND g.language = 'it' AND g.level IN (?))",
			bun.List(append([]string{""}, above...)))
	}
	if l.Language != "" {
		query = query.Where("EXISTS (SELECT 1 FROM opening_language AS g WHERE g.opening_id = o.id AND g.language = ?)", l.Language)
	}
	if l.Skill != "" {
		query = query.Where("EXISTS (SELECT 1 FROM opening_skill AS k WHERE k.opening_id = o.id AND k.skill = ?)", l.Skill)
	}
	return l.worded(query, meant)
}

// worded keeps openings that have all the words, or a concept that all of them may mean.
func (l Looking) worded(query *bun.SelectQuery, meant []string) *bun.SelectQuery {
	words := strings.Fields(Folded(l.Text))
	if len(words) == 0 {
		return query
	}
	return query.WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
		q = q.WhereGroup(" OR ", func(q *bun.SelectQuery) *bun.SelectQuery {
			for _, w := range words {
				q = q.Where("o.words LIKE ?", "%"+stem(w)+"%")
			}
			return q
		})
		if len(meant) > 0 {
			q = q.WhereOr("o.occupation IN (?)", bun.List(meant)).
				WhereOr("EXISTS (SELECT 1 FROM opening_skill AS k WHERE k.opening_id = o.id AND k.skill IN (?))", bun.List(meant))
		}
		return q
	})
}

// stem forgives the ending of a longer word: cuoca finds cuoco, magazzini finds magazzino.
func stem(word string) string {
	letters := []rune(word)
	if len(letters) > 4 {
		return string(letters[:len(letters)-1])
	}
	return word
}

// meant finds the concepts of openings whose label has all the words, in any language that is remembered.
func (s *Store) meant(ctx context.Context, text string) ([]string, error) {
	words := strings.Fields(Folded(text))
	if len(words) == 0 {
		return nil, nil
	}
	var rows []labelRow
	if err := s.db.NewSelect().Model(&rows).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read labels: %w", err)
	}
	var ids []string
	for _, r := range rows {
		label := Folded(r.Label)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(label, stem(w)) }) {
			ids = append(ids, r.Concept)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return ids[:min(len(ids), catalogueBatch)], nil
}

// Look lists the live openings that fit, the newest first, and counts all of them.
func (s *Store) Look(ctx context.Context, l Looking, q Query) (lines []OpeningLine, next string, total int, err error) {
	meant, err := s.meant(ctx, l.Text)
	if err != nil {
		return nil, "", 0, err
	}
	var rows []joinedRow
	query := l.narrowed(s.live(s.joined(&rows)), meant)
	all, err := query.Clone().Count(ctx)
	if err != nil {
		return nil, "", 0, fmt.Errorf("count openings: %w", err)
	}
	if query, err = ordered(query.Limit(q.limit()+1), true, q.Cursor); err != nil {
		return nil, "", 0, err
	}
	if err := query.Scan(ctx); err != nil {
		return nil, "", 0, fmt.Errorf("look for openings: %w", err)
	}
	more := int64(len(rows)) > q.limit()
	if more {
		rows = rows[:q.limit()]
	}
	lines = make([]OpeningLine, len(rows))
	for i, r := range rows {
		if lines[i], err = r.line(); err != nil {
			return nil, "", 0, err
		}
	}
	if more {
		next = lines[len(lines)-1].place(true).cursor()
	}
	return lines, next, int(all), nil
}
