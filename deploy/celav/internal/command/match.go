package command

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/suite"
)

type matchOptions struct {
	person, opening, via, language string
	limit                          int
	everybody                      bool
}

func newMatch() *cobra.Command {
	var o matchOptions
	cmd := &cobra.Command{
		Use:   "match (--person ID | --opening ID | --all)",
		Short: "Rank the openings for a person, or the people for an opening",
		Long: "Prints the ranking with gate and completeness; -o json gives every part with its evidence. With --all the openings are\n" +
			"ranked for everybody, each as soon as it is there (-o json: a document a line), progress on standard error. Ctrl-C\n" +
			"stops it; what was written stays (exit code 130). The run is logged\n" +
			"like one on the page. It acts as a coordinator of the demonstration, or as whoever CELAV_TOKEN belongs to.",
		Args: cobra.NoArgs,
	}
	form := outputFlag(cmd, asTable, asJSON, asCSV)
	cmd.Flags().StringVar(&o.person, "person", "", "id of a person: rank openings")
	cmd.Flags().StringVar(&o.opening, "opening", "", "id of an opening: rank people")
	cmd.Flags().BoolVar(&o.everybody, "all", false, "rank openings for everybody whom the caller may match")
	cmd.Flags().StringVar(&o.via, "via", "", "snapshot (all, exactly) or recall (what the search engine finds); default snapshot, recall while it loads")
	cmd.Flags().StringVar(&o.language, "language", "en", "of labels: it, en, fr, ar")
	cmd.Flags().IntVar(&o.limit, "limit", 20, "how many of each list, 1 to 100")
	cmd.MarkFlagsOneRequired("person", "opening", "all")
	cmd.MarkFlagsMutuallyExclusive("person", "opening", "all")
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
		if o.everybody {
			return o.runAll(cmd.Context(), c, output(*form), cmd.OutOrStdout(), cmd.ErrOrStderr())
		}
		ranking, body, err := o.rank(cmd.Context(), c)
		if err != nil {
			return err
		}
		switch output(*form) {
		case asJSON:
			return writeJSON(cmd.OutOrStdout(), body)
		case asCSV:
			return writeMatches(csv.NewWriter(cmd.OutOrStdout()), o.rows(ranking))
		default:
			return o.print(cmd.OutOrStdout(), ranking)
		}
	}
	return cmd
}

func (o matchOptions) rank(ctx context.Context, c *connection) (*matching.Ranking, []byte, error) {
	client, err := matching.NewClientWithResponses(c.URL+"/matching", matching.WithHTTPClient(c.Client))
	if err != nil {
		return nil, nil, fmt.Errorf("call matching: %w", err)
	}
	var via *matching.Via
	if o.via != "" {
		via = (*matching.Via)(&o.via)
	}
	language := matching.Language(o.language)
	var resp *http.Response
	var ranking *matching.Ranking
	var body []byte
	if o.person != "" {
		answer, err := client.MatchPersonWithResponse(ctx, o.person, &matching.MatchPersonParams{Via: via, Limit: &o.limit, Language: &language})
		if err != nil {
			return nil, nil, fmt.Errorf("call matching: %w", err)
		}
		resp, ranking, body = answer.HTTPResponse, answer.JSON200, answer.Body
	} else {
		answer, err := client.MatchOpeningWithResponse(ctx, o.opening, &matching.MatchOpeningParams{Via: via, Limit: &o.limit, Language: &language})
		if err != nil {
			return nil, nil, fmt.Errorf("call matching: %w", err)
		}
		resp, ranking, body = answer.HTTPResponse, answer.JSON200, answer.Body
	}
	if err := refused(resp, body); err != nil {
		return nil, nil, err
	}
	return ranking, body, nil
}

// rows are the matches of all three standings, a line each.
func (o matchOptions) rows(r *matching.Ranking) [][]string {
	rows := [][]string{{"standing", "rank", "total", "completeness", "id", "label", "company", "gate"}}
	for _, list := range []matching.MatchList{r.Eligible, r.NotEnoughData, r.Blocked} {
		for i, m := range list.Items {
			total := ""
			if m.Total != nil {
				total = strconv.FormatFloat(float64(*m.Total), 'f', 1, 32)
			}
			id, label, company := m.Person, r.People[m.Person].Label, ""
			if o.person != "" {
				id, label = m.Opening, r.Openings[m.Opening].Title
				if c := r.Openings[m.Opening].Company; c != nil {
					company = *c
				}
			}
			rows = append(rows, []string{string(m.Standing), strconv.Itoa(i + 1), total, strconv.Itoa(m.Completeness), id, label, company, gate(m.Gate)})
		}
	}
	return rows
}

// gate names the outcomes that are not ok.
func gate(checks []matching.Check) string {
	var notable []string
	for _, c := range checks {
		if c.Decision != "ok" {
			notable = append(notable, fmt.Sprintf("%s %s: %s", c.Decision, c.Constraint, c.Reason))
		}
	}
	if len(notable) == 0 {
		return "ok"
	}
	return strings.Join(notable, "; ")
}

func writeMatches(w *csv.Writer, rows [][]string) error {
	if err := w.WriteAll(rows); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

func (o matchOptions) print(out io.Writer, r *matching.Ranking) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, row := range o.rows(r) {
		if _, err := fmt.Fprintln(w, strings.Join(row, "\t")); err != nil {
			return fmt.Errorf("write the result: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	_, err := fmt.Fprintf(out, "\n%d eligible, %d with not enough data, %d blocked; %d judged by %s; rules %s, weights %s, taxonomy %s; run %s\n",
		r.Eligible.Count, r.NotEnoughData.Count, r.Blocked.Count, r.Run.Scored, r.Run.Via, r.Run.Versions.Rules, r.Run.Versions.Weights, r.Run.Versions.Taxonomy, r.Run.Id)
	return err
}
