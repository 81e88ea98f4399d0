package store

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/cohort"
)

const whatCohort = "cohort"

// Cohort returns one cohort.
func (s *Store) Cohort(ctx context.Context, id string) (cohort.Cohort, error) {
	if uuid.Validate(id) != nil {
		return cohort.Cohort{}, fault.New(fault.NotFound, "There is no such %s.", whatCohort)
	}
	return s.oneCohort(ctx, "id = ?", id)
}

// CohortMadeBy returns the cohort that an earlier call with the same key made.
func (s *Store) CohortMadeBy(ctx context.Context, requestKey string) (cohort.Cohort, bool, error) {
	c, err := s.oneCohort(ctx, "request_key = ?", requestKey)
	if fault.Is(err, fault.NotFound) {
		return c, false, nil
	}
	return c, err == nil, err
}

func (s *Store) oneCohort(ctx context.Context, where, value string) (cohort.Cohort, error) {
	var r cohortRow
	if err := s.db.NewSelect().Model(&r).Where(where, value).Scan(ctx); err != nil {
		return cohort.Cohort{}, sqldb.Fault(err, whatCohort)
	}
	teams, err := s.checkers(ctx)
	return r.cohort(teams[r.Partner]), err
}

// checkers are the teams that check the partners' cohorts.
func (s *Store) checkers(ctx context.Context) (map[string]string, error) {
	var rows []partnerRow
	if err := s.db.NewSelect().Model(&rows).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read who checks cohorts: %w", err)
	}
	teams := make(map[string]string, len(rows))
	for _, r := range rows {
		teams[r.ID] = r.Team
	}
	return teams, nil
}

// CohortListing narrows a list of cohorts. Empty fields narrow nothing.
type CohortListing struct {
	Partner, Team string
	States        []cohort.State
	Limit         int
}

// CohortLine is a cohort with its counts.
type CohortLine struct {
	cohort.Cohort
	Counts cohort.Counts
}

// Cohorts lists cohorts, the latest first.
func (s *Store) Cohorts(ctx context.Context, l CohortListing) ([]CohortLine, error) {
	var rows []cohortRow
	q := s.db.NewSelect().Model(&rows).OrderExpr("created_at DESC, id DESC").Limit(int64(l.Limit))
	if l.Partner != "" {
		q = q.Where("partner = ?", l.Partner)
	}
	if l.Team != "" {
		q = q.Where("partner IN (SELECT id FROM partner WHERE team = ?)", l.Team)
	}
	if len(l.States) > 0 {
		q = q.Where("state IN (?)", bun.List(l.States))
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("list cohorts: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	teams, err := s.checkers(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(rows))
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	counts, err := s.countRows(ctx, ids)
	if err != nil {
		return nil, err
	}
	lines := make([]CohortLine, 0, len(rows))
	for _, r := range rows {
		lines = append(lines, CohortLine{r.cohort(teams[r.Partner]), counts[r.ID]})
	}
	return lines, nil
}

func (s *Store) countRows(ctx context.Context, ids []string) (map[string]cohort.Counts, error) {
	var rows []traineeRow
	err := s.db.NewSelect().Model(&rows).Column("cohort", "result", "decision").Where("cohort IN (?)", bun.List(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("count the people of cohorts: %w", err)
	}
	by := map[string][]cohort.Row{}
	for _, r := range rows {
		by[r.Cohort] = append(by[r.Cohort], cohort.Row{Result: cohort.Result(r.Result), Decision: cohort.Decision(r.Decision)})
	}
	counts := make(map[string]cohort.Counts, len(by))
	for id, list := range by {
		counts[id] = cohort.Count(list)
	}
	return counts, nil
}

// CohortRows returns a cohort's rows in the partner's order.
func (s *Store) CohortRows(ctx context.Context, id string) ([]cohort.Row, error) {
	var rows []traineeRow
	if err := s.db.NewSelect().Model(&rows).Where("cohort = ?", id).OrderExpr("number, id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the people of a cohort: %w", err)
	}
	list := make([]cohort.Row, 0, len(rows))
	for _, r := range rows {
		row, err := s.trainee(r)
		if err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, nil
}

// Elsewhere tells which of the indices belong to rows of the partner's other cohorts.
func (s *Store) Elsewhere(ctx context.Context, cohortID string, refs, people []string) (map[string]bool, error) {
	found := map[string]bool{}
	if len(refs) == 0 && len(people) == 0 {
		return found, nil
	}
	var rows []traineeRow
	err := s.db.NewSelect().Model(&rows).Column("ref_index", "person_index").Where("cohort <> ?", cohortID).
		WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
			if len(refs) > 0 {
				q = q.Where("ref_index IN (?)", bun.List(refs))
			}
			if len(people) > 0 {
				q = q.WhereOr("person_index IN (?)", bun.List(people))
			}
			return q
		}).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for people of other cohorts: %w", err)
	}
	for _, r := range rows {
		if r.RefIndex != "" {
			found[r.RefIndex] = true
		}
		if r.PersonIndex != "" {
			found[r.PersonIndex] = true
		}
	}
	return found, nil
}

// Headings returns what a partner said that its headings mean, by their folded form.
func (s *Store) Headings(ctx context.Context, partner string) (map[string]string, error) {
	var rows []headingRow
	if err := s.db.NewSelect().Model(&rows).Where("partner = ?", partner).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read a partner's headings: %w", err)
	}
	known := make(map[string]string, len(rows))
	for _, r := range rows {
		known[r.Heading] = r.Meaning
	}
	return known, nil
}

// CohortFile returns the file that waits to be read; false when none does.
func (s *Store) CohortFile(ctx context.Context, id string) ([]byte, bool, error) {
	var r cohortFile
	err := s.db.NewSelect().Model(&r).Where("cohort = ?", id).Scan(ctx)
	if sqldb.IsNotFound(err) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("read a cohort's file: %w", err)
	}
	var data []byte
	err = s.openFrom("cohort_file", id, "content", r.Content, &data)
	return data, err == nil, err
}
