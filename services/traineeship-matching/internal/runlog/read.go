package runlog

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
)

// Filter narrows a list of runs; empty fields narrow nothing. Rankings leaves out runs that name a person.
type Filter struct {
	Person, Opening string
	Rankings        bool
	Cursor          string
	Limit           int
}

// List returns runs, the newest first, and the cursor of the next page. What was found is not read.
func (l *Log) List(ctx context.Context, f Filter) ([]Run, string, error) {
	var rows []Run
	q := l.db.NewSelect().Model(&rows).ExcludeColumn("results", "shown").OrderExpr("at DESC, id DESC").Limit(int64(f.Limit) + 1)
	if f.Person != "" {
		q = q.Where("person = ?", f.Person)
	}
	if f.Opening != "" {
		q = q.Where("opening = ?", f.Opening)
	}
	if f.Rankings {
		q = q.Where("person = ''")
	}
	if f.Cursor != "" {
		text, id, found := strings.Cut(f.Cursor, "~")
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil || !found {
			return nil, "", fault.Violations{{Parameter: "cursor", Code: "format", Message: "Use the cursor of a former answer."}}.Err()
		}
		q = q.Where("(at < ? OR (at = ? AND id < ?))", at.UTC(), at.UTC(), id)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list runs: %w", err)
	}
	next := ""
	if len(rows) > f.Limit {
		rows = rows[:f.Limit]
		last := rows[f.Limit-1]
		next = last.At.UTC().Format(time.RFC3339Nano) + "~" + last.ID
	}
	return rows, next, nil
}

// Known reports whether a run is on record.
func (l *Log) Known(ctx context.Context, id string) (bool, error) {
	n, err := l.db.NewSelect().Model((*Run)(nil)).Where("id = ?", id).Count(ctx)
	if err != nil {
		return false, fmt.Errorf("look for run %s: %w", id, err)
	}
	return n > 0, nil
}

// Get reads one run with what was found. Of a run that kept no reasons, what was shown stands in their place.
func (l *Log) Get(ctx context.Context, id string) (Run, error) {
	var r Run
	if err := l.db.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx); err != nil {
		return r, sqldb.Fault(err, "run")
	}
	results, err := l.unpack(r.ID, r.Packed)
	if err != nil {
		return r, err
	}
	r.Results = results
	if r.WeightParts != "" {
		if err := json.Unmarshal([]byte(r.WeightParts), &r.Parts); err != nil {
			return r, fmt.Errorf("read the weights of run %s: %w", id, err)
		}
	}
	if r.Packed != "" {
		return r, nil
	}
	var shown []Shown
	if err := json.Unmarshal([]byte(r.Shown), &shown); err != nil {
		return r, fmt.Errorf("read what run %s showed: %w", id, err)
	}
	for _, s := range shown {
		x := Result{Person: r.Person, Opening: r.Opening}
		switch r.Direction {
		case ForPerson, ForPair:
			x.Opening, x.OpeningVersion = s.ID, s.Version
		default:
			x.Person, x.PersonVersion = s.ID, s.Version
			if r.Direction == ForGroup {
				x.Opening = s.Opening
			}
		}
		if x.Opening != "" && s.Total > 0 {
			total := s.Total
			x.Total = &total
		}
		r.Results = append(r.Results, x)
	}
	return r, nil
}

// Saw records that somebody read a run, in the trail of everybody whom it shows.
func (l *Log) Saw(ctx context.Context, r Run) error {
	var people []string
	for i := range r.Results {
		people = append(people, r.Results[i].Person)
	}
	return l.audit.Seen(ctx, ofEach(audit.Entry{Action: identity.RunRead, Kind: "run", ID: r.ID, Person: r.Person, Detail: "read"}, people)...)
}

// SawList records that somebody read which runs there are on a person.
func (l *Log) SawList(ctx context.Context, person string) error {
	return l.audit.Seen(ctx, audit.Entry{Action: identity.RunRead, Kind: "run", Person: person, Detail: "list"})
}

// Decision is what somebody decided on a run.
type Decision struct {
	bun.BaseModel `bun:"table:run_decision"`

	ID         string    `bun:"id,pk"`
	Run        string    `bun:"run"`
	At         time.Time `bun:"at"`
	Subject    string    `bun:"subject"`
	Entry      string    `bun:"entry"` // of the shortlist
	Person     string    `bun:"person"`
	Opening    string    `bun:"opening"`
	Act        string    `bun:"act"`
	Reason     string    `bun:"reason"`
	SkipReason string    `bun:"skip_reason"`
	Override   string    `bun:"override"`
	Higher     int       `bun:"higher"`
	AboveIDs   string    `bun:"above"`

	Above []string `bun:"-"` // who stood higher and was passed over, the best first
}

// mostAbove bounds how many of those above are kept by id; how many they were is kept in full.
const mostAbove = 50

// Decided writes a decision down, in the transaction that makes it.
func (l *Log) Decided(ctx context.Context, tx bun.Tx, d Decision) error {
	d.At = d.At.UTC()
	d.AboveIDs = strings.Join(d.Above[:min(len(d.Above), mostAbove)], " ")
	if _, err := tx.NewInsert().Model(&d).Exec(ctx); err != nil {
		return fmt.Errorf("record a decision on run %s: %w", d.Run, err)
	}
	return nil
}

// mostDecisions bounds what is read with one run.
const mostDecisions = 200

// Decisions reads what was decided on a run; of a ranking, what was decided from then on about those who are in it.
func (l *Log) Decisions(ctx context.Context, r Run) ([]Decision, error) {
	var rows []Decision
	q := l.db.NewSelect().Model(&rows).OrderExpr("at, id").Limit(mostDecisions)
	switch r.Direction {
	case ForPerson:
		q = q.Where("person = ?", r.Person).Where("at >= ?", r.At.UTC())
	case ForOpening:
		q = q.Where("opening = ?", r.Opening).Where("at >= ?", r.At.UTC())
	default:
		q = q.Where("run = ?", r.ID)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read what was decided on run %s: %w", r.ID, err)
	}
	for i := range rows {
		rows[i].Above = strings.Fields(rows[i].AboveIDs)
	}
	return rows, nil
}
