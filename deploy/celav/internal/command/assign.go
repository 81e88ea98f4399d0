package command

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/suite"
)

type assignOptions struct {
	cohort, team, language string
	all                    bool
	unplaced               int
}

func newAssign() *cobra.Command {
	var o assignOptions
	cmd := &cobra.Command{
		Use:   "assign (--cohort ID | --team ID | --all)",
		Short: "Place a group of people at once, as well as it can be done",
		Long: "Prints the best placement of a cohort, of a team's people or of everybody: where each would be placed, who stays\n" +
			"unplaced and why. What counsellors fixed and forbade on the page holds here too. Nobody is proposed by it. The run is\n" +
			"logged like one on the page. It acts as a coordinator of the demonstration, or as whoever CELAV_TOKEN belongs to.",
		Args: cobra.NoArgs,
	}
	form := outputFlag(cmd, asTable, asJSON, asCSV)
	cmd.Flags().StringVar(&o.cohort, "cohort", "", "id of a cohort")
	cmd.Flags().StringVar(&o.team, "team", "", "id of a team")
	cmd.Flags().BoolVar(&o.all, "all", false, "everybody whom the caller may match")
	cmd.Flags().IntVar(&o.unplaced, "unplaced", 0, "points that the total loses for everybody unplaced, 0 to 1000; 100 places as many as possible")
	cmd.Flags().StringVar(&o.language, "language", "en", "of labels: it, en, fr, ar")
	cmd.MarkFlagsOneRequired("cohort", "team", "all")
	cmd.MarkFlagsMutuallyExclusive("cohort", "team", "all")
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		settings, err := config.Load(suite.Faults(Modules()...))
		if err != nil {
			return err
		}
		c, err := connect(cmd.Context(), settings, "coordinator")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, c.Close()) }()
		report, finish := showLines(cmd.ErrOrStderr())
		plan, err := o.plan(cmd.Context(), c, report)
		finish()
		if err != nil {
			return err
		}
		switch output(*form) {
		case asJSON:
			encoder := json.NewEncoder(cmd.OutOrStdout())
			encoder.SetIndent("", "  ")
			if err := encoder.Encode(plan); err != nil {
				return fmt.Errorf("write the result: %w", err)
			}
			return nil
		case asCSV:
			return writeMatches(csv.NewWriter(cmd.OutOrStdout()), assignRows(plan))
		default:
			return printPlan(cmd.OutOrStdout(), plan)
		}
	}
	return cmd
}

// plan reads all pages of a plan into one. The first takes the time of the solving.
func (o assignOptions) plan(ctx context.Context, c *connection, report func(done, all int)) (*matching.Assignment, error) {
	client, err := matching.NewClientWithResponses(c.URL+"/matching", matching.WithHTTPClient(c.Client))
	if err != nil {
		return nil, fmt.Errorf("call matching: %w", err)
	}
	limit, language := 200, matching.Language(o.language)
	params := matching.PlanAssignmentParams{Unplaced: &o.unplaced, Limit: &limit, Language: &language}
	if o.cohort != "" {
		params.Cohort = &o.cohort
	}
	if o.team != "" {
		params.Team = &o.team
	}
	var plan *matching.Assignment
	report(0, 0)
	for {
		answer, err := client.PlanAssignmentWithResponse(ctx, &params)
		if err != nil {
			return nil, fmt.Errorf("call matching: %w", err)
		}
		if err := refused(answer.HTTPResponse, answer.Body); err != nil {
			return nil, err
		}
		page := answer.JSON200
		if plan == nil {
			plan = page
		} else {
			plan.Items = append(plan.Items, page.Items...)
			for id, l := range page.Labels {
				plan.Labels[id] = l
			}
			for id, l := range page.OpeningLabels {
				plan.OpeningLabels[id] = l
			}
		}
		report(len(plan.Items), plan.People)
		if page.Next == nil {
			plan.Next = nil
			return plan, nil
		}
		params.Cursor = page.Next
	}
}

// showLines draws a bar on a terminal and writes plain lines elsewhere.
func showLines(w io.Writer) (report func(done, all int), finish func()) {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		var bar *progressbar.ProgressBar
		return func(done, all int) {
				switch {
				case all == 0:
					_, _ = fmt.Fprint(w, "placing ...\r")
				case bar == nil:
					bar = progressbar.NewOptions(all, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("people"), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
					_ = bar.Set(done)
				default:
					_ = bar.Set(done) // a terminal that cannot be written to is no reason to stop
				}
			}, func() {
				if bar != nil {
					_ = bar.Finish()
				}
			}
	}
	return func(done, all int) {
		if all == 0 {
			_, _ = fmt.Fprintln(w, "placing")
		} else {
			_, _ = fmt.Fprintf(w, "%d of %d people\n", done, all)
		}
	}, func() {}
}

// assignRows are the people of a plan, a line each.
func assignRows(p *matching.Assignment) [][]string {
	rows := [][]string{{"person", "label", "opening", "title", "company", "total", "fixed", "together", "why"}}
	for _, x := range p.Items {
		row := []string{x.Person, p.Labels[x.Person].Label, "", "", "", "", strconv.FormatBool(x.Fixed), togetherOf(p, x.Person), whyUnplaced(x.Why)}
		if x.Opening != nil {
			label := p.OpeningLabels[*x.Opening]
			row[2], row[3] = *x.Opening, label.Title
			if label.Company != nil {
				row[4] = *label.Company
			}
		}
		if x.Total != nil {
			row[5] = strconv.FormatFloat(*x.Total, 'f', 2, 64)
		}
		rows = append(rows, row)
	}
	return rows
}

// togetherOf is the number of the group in which somebody is kept together with others.
func togetherOf(p *matching.Assignment, person string) string {
	for n, g := range p.Together {
		if !g.Void && slices.Contains(g.People, person) {
			return strconv.Itoa(n + 1)
		}
	}
	return ""
}

// printTogether says what keeping people together costs, and how well that is known.
func printTogether(out io.Writer, p *matching.Assignment) error {
	if p.Gap == nil {
		return nil
	}
	for n, g := range p.Together {
		var names []string
		for _, id := range g.People {
			names = append(names, cmp.Or(p.Labels[id].Label, id))
		}
		cost := "cost not worked out alone"
		switch {
		case g.Void:
			cost = "not possible any more, left out"
		case g.Cost != nil:
			cost = fmt.Sprintf("costs %.2f", *g.Cost)
		}
		if _, err := fmt.Fprintf(out, "together %d: %s: %s\n", n+1, strings.Join(names, ", "), cost); err != nil {
			return fmt.Errorf("write the result: %w", err)
		}
	}
	proof := "proved to be the best that keeps them together"
	if p.Gap.Most > 0 {
		proof = fmt.Sprintf("stopped after %d steps: at most %.2f below the best that keeps them together", p.Gap.Steps, p.Gap.Most)
	}
	if _, err := fmt.Fprintf(out, "kept together they cost %.2f in all; %s\n", p.Gap.Cost, proof); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

func whyUnplaced(w *matching.AssignmentWhy) string {
	if w == nil {
		return ""
	}
	parts := []string{fmt.Sprintf("%d would do and are taken", w.Eligible)}
	if w.NotEnoughData > 0 {
		parts = append(parts, fmt.Sprintf("%d with not enough data", w.NotEnoughData))
	}
	for _, b := range w.Blocked {
		parts = append(parts, fmt.Sprintf("%s blocks %d", b.Constraint, b.Openings))
	}
	return strings.Join(parts, "; ")
}

func printPlan(out io.Writer, p *matching.Assignment) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, row := range assignRows(p) {
		if _, err := fmt.Fprintln(w, strings.Join(row, "\t")); err != nil {
			return fmt.Errorf("write the result: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	_, err := fmt.Fprintf(out, "\n%d of %d placed, total %.2f (first come, first served: %d, %.2f); %d overrides, without them %.2f; %d pairs judged with %d openings; "+
		"rules %s, weights %s, taxonomy %s; run %s\n", p.Placed, p.People, p.Total, p.FirstCome.Placed, p.FirstCome.Total, len(p.Overrides), p.TotalWithoutOverrides,
		p.Judged, p.Openings, p.Versions.Rules, p.Versions.Weights, p.Versions.Taxonomy, p.Run)
	if err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return printTogether(out, p)
}
