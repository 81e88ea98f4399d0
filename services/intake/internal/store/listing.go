package store

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/intake/internal/naming"
	"github.com/celav/celav/services/intake/internal/person"
)

// Listing narrows and pages a list of files. Team "" means every team.
type Listing struct {
	Team string
	// Partner leaves only the people of a partner; "" those of all and of none.
	Partner string
	State   person.State // "" for both
	Name    string       // "" for every name; else each word must begin a word of the name
	After   string       // a cursor of an earlier page
	Limit   int
	NoTeam  bool // the caller has no team: the list is empty
	// Missing leaves only the files in which this has not been asked yet; "" leaves all.
	Missing Missing
	// Tutor leaves only the files that this colleague follows, Unassigned only those that nobody does.
	Tutor      string
	Unassigned bool
	// Due leaves only the files in which something runs out; the zero value leaves all.
	Due Due
}

// Missing is a part of a file that may not have been asked yet.
type Missing string

// The parts.
const (
	NoAvailability Missing = "availability"
	NoReach        Missing = "reach"
	NoWorkAccess   Missing = "work-access"
)

func (m Missing) column() string {
	switch m {
	case NoAvailability:
		return "availability"
	case NoReach:
		return "reach"
	case NoWorkAccess:
		return "work_access"
	default:
		return ""
	}
}

// List returns a page of files, the longest waiting first, and the cursor of the next one ("" at the end).
func (s *Store) List(ctx context.Context, l Listing) ([]person.Person, string, error) {
	if l.NoTeam {
		return nil, "", nil
	}
	var rows []personRow
	q := s.db.NewSelect().Model(&rows).
		ExcludeColumn("contact", "contact_index", "request", "work_file", "work_access", "availability", "reach").
		OrderExpr("waiting_since, id").Limit(int64(l.Limit) + 1)
	q = q.Where("merged_into = ''")
	if l.Tutor != "" {
		q = q.Where("tutor = ?", l.Tutor)
	}
	if l.Unassigned {
		q = q.Where("tutor = ''")
	}
	if l.Team != "" {
		q = q.Where("team = ?", l.Team)
	}
	if l.Partner != "" {
		q = q.Where("partner = ?", l.Partner)
	}
	if l.State != "" {
		q = q.Where("state = ?", string(l.State))
	}
	if column := l.Missing.column(); column != "" {
		q = q.Where("? IS NULL", bun.Ident(column)).Where("residence = ?", string(person.Local)) // nobody asks this of who lives abroad
	}
	q = l.Due.narrow(q)
	for _, token := range naming.Tokens(l.Name) {
		q = q.Where("EXISTS (SELECT 1 FROM person_name n WHERE n.person = ?TableAlias.id AND n.token LIKE ?)", token+"%")
	}
	if l.After != "" {
		since, id, err := readCursor(l.After)
		if err != nil {
			return nil, "", err
		}
		q = q.Where("(waiting_since > ? OR (waiting_since = ? AND id > ?))", since, since, id)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list files: %w", err)
	}
	next := ""
	if len(rows) > l.Limit {
		rows = rows[:l.Limit]
		last := rows[len(rows)-1]
		next = base64.RawURLEncoding.EncodeToString([]byte(last.WaitingSince.String() + " " + last.ID))
	}
	people, err := lines(rows)
	return people, next, err
}

func readCursor(cursor string) (civil.Date, string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	since, id, ok := strings.Cut(string(raw), " ")
	date, errDate := civil.ParseDate(since)
	if err != nil || !ok || errDate != nil || uuid.Validate(id) != nil {
		return date, "", &fault.Error{
			Kind: fault.Invalid, Message: "The cursor is not one of this list's.",
			Violations: []fault.Violation{{Parameter: "cursor", Code: "cursor", Message: "Begin again without a cursor."}},
		}
	}
	return date, id, nil
}

// Gap says in how many active files a part is missing, and since when the longest of them waits.
type Gap struct {
	Missing Missing
	Count   int
	Since   civil.Date
}

// Gaps counts what is missing in the active files of a team, of every team with "".
func (s *Store) Gaps(ctx context.Context, team string) ([]Gap, error) {
	var gaps []Gap
	for _, m := range []Missing{NoAvailability, NoReach, NoWorkAccess} {
		var row struct {
			Count int         `bun:"count"`
			Since *civil.Date `bun:"since"`
		}
		q := s.db.NewSelect().Model((*personRow)(nil)).ColumnExpr("COUNT(*) AS count").ColumnExpr("MIN(waiting_since) AS since").
			Where("merged_into = ''").Where("state = ?", string(person.Active)).Where("residence = ?", string(person.Local)).Where("? IS NULL", bun.Ident(m.column()))
		if team != "" {
			q = q.Where("team = ?", team)
		}
		if err := q.Scan(ctx, &row); err != nil {
			return nil, fmt.Errorf("count files without %s: %w", m, err)
		}
		if row.Count > 0 {
			gaps = append(gaps, Gap{m, row.Count, orZero(row.Since)})
		}
	}
	return gaps, nil
}
