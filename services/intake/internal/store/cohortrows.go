package store

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/naming"
)

type cohortRow struct {
	bun.BaseModel `bun:"table:cohort"`

	ID          string      `bun:"id,pk"`
	Version     int64       `bun:"version"`
	Partner     string      `bun:"partner"`
	Title       string      `bun:"title"`
	State       string      `bun:"state"`
	Demo        bool        `bun:"demo"`
	SubmittedOn *civil.Date `bun:"submitted_on,type:date"`
	RequestKey  *string     `bun:"request_key"`
	CreatedAt   time.Time   `bun:"created_at"`
	ChangedAt   time.Time   `bun:"changed_at"`
}

type cohortFile struct {
	bun.BaseModel `bun:"table:cohort_file"`

	Cohort  string    `bun:"cohort,pk"`
	Content string    `bun:"content"`
	SentAt  time.Time `bun:"sent_at"`
}

type traineeRow struct {
	bun.BaseModel `bun:"table:cohort_row"`

	ID             string `bun:"id,pk"`
	Cohort         string `bun:"cohort"`
	Version        int64  `bun:"version"`
	Number         int    `bun:"number"`
	Cells          string `bun:"cells"`
	Findings       string `bun:"findings"`
	Result         string `bun:"result"`
	Known          bool   `bun:"known"`
	Source         string `bun:"source"`
	RefIndex       string `bun:"ref_index"`
	PersonIndex    string `bun:"person_index"`
	Decision       string `bun:"decision"`
	Reason         string `bun:"reason"`
	Person         string `bun:"person"`
	ProfilePending bool   `bun:"profile_pending"`
	Papers         string `bun:"papers"`
}

type headingRow struct {
	bun.BaseModel `bun:"table:partner_heading"`

	Partner string `bun:"partner,pk"`
	Heading string `bun:"heading,pk"`
	Meaning string `bun:"meaning"`
}

func rowOfCohort(c cohort.Cohort) *cohortRow {
	return &cohortRow{
		ID: c.ID, Version: c.Version, Partner: c.Partner, Title: c.Title, State: string(c.State), Demo: c.Demo,
		SubmittedOn: orNil(c.Submitted), CreatedAt: c.CreatedAt.UTC(), ChangedAt: c.ChangedAt.UTC(),
	}
}

func (r cohortRow) cohort(team string) cohort.Cohort {
	return cohort.Cohort{
		ID: r.ID, Version: r.Version, Partner: r.Partner, Team: team, Title: r.Title, State: cohort.State(r.State), Demo: r.Demo,
		Submitted: orZero(r.SubmittedOn), CreatedAt: r.CreatedAt.UTC(), ChangedAt: r.ChangedAt.UTC(),
	}
}

// Source is the keyed digest of a line as it was read: the same line gives the same one, and nothing else can be learnt
// from it.
func (s *Store) Source(cells map[string]string) string {
	keys := make([]string, 0, len(cells))
	for k := range cells {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var b strings.Builder
	for _, k := range keys {
		b.WriteString(k + "\x00" + cells[k] + "\x01")
	}
	return s.blind("intake/cohort-line", b.String())
}

// RefIndex and PersonIndex are the blind indices by which a partner's people are found again; "" for who cannot be.
func (s *Store) RefIndex(partner, ref string) string {
	if ref == "" {
		return ""
	}
	return s.blind("intake/cohort-ref", partner+"\x00"+cohort.Fold(ref))
}

// PersonIndex is of the name and the date of birth, in whatever order and spelling of accents the name is written.
func (s *Store) PersonIndex(partner, name string, born civil.Date) string {
	tokens := naming.Tokens(name)
	if len(tokens) == 0 || !born.IsValid() {
		return ""
	}
	return s.blind("intake/cohort-person", partner+"\x00"+strings.Join(tokens, " ")+"\x00"+born.String())
}

func (s *Store) blind(purpose, value string) string {
	return base64.StdEncoding.EncodeToString(s.sealer.BlindIndex(purpose, value))
}

func (s *Store) sealIn(table, id, column string, v any) (string, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("write %s: %w", column, err)
	}
	sealed, err := s.sealer.Seal(plain, table, id, column)
	if err != nil {
		return "", fmt.Errorf("seal %s: %w", column, err)
	}
	return base64.StdEncoding.EncodeToString(sealed), nil
}

func (s *Store) openFrom(table, id, column, sealed string, into any) error {
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return fmt.Errorf("read sealed %s: %w", column, err)
	}
	plain, err := s.sealer.Open(raw, table, id, column)
	if err != nil {
		return fmt.Errorf("open sealed %s: %w", column, err)
	}
	if err := json.Unmarshal(plain, into); err != nil {
		return fmt.Errorf("read %s: %w", column, err)
	}
	return nil
}

// paperJSON and findingJSON are what stands in the columns papers and findings.
type paperJSON struct {
	Stage    cohort.Stage `json:"stage"`
	On       civil.Date   `json:"on"`
	At       string       `json:"at,omitempty"`
	Document string       `json:"document"`
}

type findingJSON struct {
	Column string `json:"column"`
	Code   string `json:"code"`
	Warn   bool   `json:"warn,omitempty"`
}

func (s *Store) rowOfTrainee(partner string, r cohort.Row) (*traineeRow, error) {
	out := &traineeRow{
		ID: r.ID, Cohort: r.Cohort, Version: r.Version, Number: r.Number, Result: string(r.Result), Known: r.Known, Source: r.Source,
		RefIndex: s.RefIndex(partner, r.Cells[cohort.Ref]), Decision: string(r.Decision), Person: r.Person, ProfilePending: r.ProfilePending,
	}
	if born, ok := cohort.ReadDay(r.Cells[cohort.BirthDate]); ok {
		out.PersonIndex = s.PersonIndex(partner, r.Name(), born)
	}
	findings := make([]findingJSON, 0, len(r.Findings))
	for _, f := range r.Findings {
		findings = append(findings, findingJSON(f))
	}
	raw, err := json.Marshal(findings)
	if err != nil {
		return nil, fmt.Errorf("write findings: %w", err)
	}
	out.Findings = string(raw)
	papers := make([]paperJSON, 0, len(r.Papers))
	for _, p := range r.Papers {
		papers = append(papers, paperJSON(p))
	}
	for _, x := range []struct {
		column string
		value  any
		to     *string
	}{{"cells", r.Cells, &out.Cells}, {"reason", r.Reason, &out.Reason}, {"papers", papers, &out.Papers}} {
		if *x.to, err = s.sealIn("cohort_row", r.ID, x.column, x.value); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s *Store) trainee(r traineeRow) (cohort.Row, error) {
	out := cohort.Row{
		ID: r.ID, Cohort: r.Cohort, Version: r.Version, Number: r.Number, Result: cohort.Result(r.Result), Known: r.Known, Source: r.Source,
		Decision: cohort.Decision(r.Decision), Person: r.Person, ProfilePending: r.ProfilePending,
	}
	var findings []findingJSON
	if err := json.Unmarshal([]byte(r.Findings), &findings); err != nil {
		return out, fmt.Errorf("read findings of %s: %w", r.ID, err)
	}
	for _, f := range findings {
		out.Findings = append(out.Findings, cohort.Finding(f))
	}
	var papers []paperJSON
	for _, x := range []struct {
		column, sealed string
		into           any
	}{{"cells", r.Cells, &out.Cells}, {"reason", r.Reason, &out.Reason}, {"papers", r.Papers, &papers}} {
		if err := s.openFrom("cohort_row", r.ID, x.column, x.sealed, x.into); err != nil {
			return out, err
		}
	}
	for _, p := range papers {
		out.Papers = append(out.Papers, cohort.PaperStep(p))
	}
	return out, nil
}
