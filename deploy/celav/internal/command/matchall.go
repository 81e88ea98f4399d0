package command

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/fault"
)

// allPage is how many people are asked for at a time.
const allPage = 100

// everyPeople is after how many people the progress is told.
const everyPeople = 25

// writeRows takes the rows of one person's ranking; whose says whose it is.
type writeRows func(whose string, r *matching.Ranking) error

// all ranks the openings for everybody whom the caller may match, one person after the other, and writes each ranking as
// soon as it is there. Each is a run of its own on record.
func (o matchOptions) all(ctx context.Context, c *connection, write writeRows, report func(done int)) error {
	people, err := intake.NewClientWithResponses(c.URL+"/intake", intake.WithHTTPClient(c.Client))
	if err != nil {
		return fmt.Errorf("call intake: %w", err)
	}
	active, size := intake.State("active"), allPage
	params := intake.ListPeopleParams{State: &active, Limit: &size}
	for done := 0; ; {
		page, err := people.ListPeopleWithResponse(ctx, &params)
		if err != nil {
			return fmt.Errorf("list the people: %w", err)
		}
		if err := refused(page.HTTPResponse, page.Body); err != nil {
			return err
		}
		for _, p := range page.JSON200.Items {
			one := o
			one.person = p.Id
			ranking, _, err := one.rank(ctx, c)
			switch {
			case fault.Is(err, fault.NotFound): // matching has not heard of this person yet
			case err != nil:
				return err
			default:
				if err := write(p.Id, ranking); err != nil {
					return err
				}
			}
			done++
			report(done)
		}
		if page.JSON200.Next == nil {
			return nil
		}
		params.Cursor = page.JSON200.Next
	}
}

// runAll writes everybody's rankings in a form: a line each, JSON as one document a line.
func (o matchOptions) runAll(ctx context.Context, c *connection, form output, out, progress io.Writer) error {
	told := 0
	report := func(done int) { // progress that cannot be shown is no reason to stop
		if told = done; done%everyPeople == 0 {
			_, _ = fmt.Fprintf(progress, "%d people\n", done)
		}
	}
	defer func() { _, _ = fmt.Fprintf(progress, "%d people in all\n", told) }()
	switch form {
	case asJSON:
		encoder := json.NewEncoder(out)
		return o.all(ctx, c, func(_ string, r *matching.Ranking) error {
			if err := encoder.Encode(r); err != nil {
				return fmt.Errorf("write the result: %w", err)
			}
			return nil
		}, report)
	case asCSV:
		w := csv.NewWriter(out)
		err := o.all(ctx, c, o.lines(func(row []string) error { return w.Write(row) }), report)
		w.Flush()
		return errors.Join(err, w.Error())
	default:
		return o.all(ctx, c, o.lines(func(row []string) error {
			_, err := fmt.Fprintln(out, strings.Join(row, "\t"))
			return err
		}), report)
	}
}

// lines writes a ranking row by row, whose it is first; the heading once.
func (o matchOptions) lines(write func(row []string) error) writeRows {
	o.person = "somebody" // the rows are openings
	headed := false
	return func(whose string, r *matching.Ranking) error {
		for i, row := range o.rows(r) {
			first := whose
			if i == 0 {
				if headed {
					continue
				}
				headed, first = true, "person"
			}
			if err := write(append([]string{first}, row...)); err != nil {
				return fmt.Errorf("write the result: %w", err)
			}
		}
		return nil
	}
}
