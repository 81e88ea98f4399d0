package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/suite"
)

// reindexLook is how often the progress is asked for.
const reindexLook = 300 * time.Millisecond

func newReindex() *cobra.Command {
	var fromZero, background bool
	cmd := &cobra.Command{
		Use:   "reindex",
		Short: "Build the search indices anew while searches go on",
		Long: "Builds the candidate and the opening index anew from matching's own records and switches over when each is\n" +
			"complete; searches and changes go on meanwhile. With --from-zero the change feeds are read again first. Leaving\n" +
			"with Ctrl-C does not stop the work of a running suite; calling again shows how far it is.",
		Args: cobra.NoArgs,
	}
	form := outputFlag(cmd, asTable, asJSON)
	cmd.Flags().BoolVar(&fromZero, "from-zero", false, "read the feeds of the other services again from their beginning first")
	cmd.Flags().BoolVar(&background, "background", false, "return at once, do not wait for the end")
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		settings, err := config.Load(suite.Faults(Modules()...))
		if err != nil {
			return err
		}
		c, err := connect(cmd.Context(), settings, "operator")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, c.Close()) }()
		client, err := matching.NewClientWithResponses(c.URL+"/matching", matching.WithHTTPClient(c.Client))
		if err != nil {
			return fmt.Errorf("call matching: %w", err)
		}
		answer, err := client.ReindexWithResponse(cmd.Context(), matching.ReindexRequest{FromZero: &fromZero})
		if err != nil {
			return fmt.Errorf("call matching: %w", err)
		}
		if err := refused(answer.HTTPResponse, answer.Body); err != nil && !fault.Is(err, fault.Conflict) {
			return err
		}
		if background {
			return nil
		}
		body, state, err := awaitReindex(cmd.Context(), client, cmd.ErrOrStderr())
		if err != nil {
			return err
		}
		if output(*form) == asJSON {
			return writeJSON(cmd.OutOrStdout(), body)
		}
		return printIndices(cmd.OutOrStdout(), state)
	}
	return cmd
}

// awaitReindex tells the progress until no index is being rebuilt.
func awaitReindex(ctx context.Context, client *matching.ClientWithResponses, progress io.Writer) ([]byte, *matching.Indices, error) {
	look := time.NewTicker(reindexLook)
	defer look.Stop()
	last := ""
	for {
		answer, err := client.ReadIndicesWithResponse(ctx)
		if err != nil {
			return nil, nil, fmt.Errorf("call matching: %w", err)
		}
		if err := refused(answer.HTTPResponse, answer.Body); err != nil {
			return nil, nil, err
		}
		rebuild := answer.JSON200.Rebuild
		if line := fmt.Sprintf("%s: %d of %d", rebuild.Step, rebuild.Done, rebuild.Total); rebuild.Running && line != last {
			_, _ = fmt.Fprintln(progress, line) // progress that nobody reads is no reason to stop
			last = line
		}
		if !rebuild.Running {
			if rebuild.Failure != nil && *rebuild.Failure != "" {
				return nil, nil, fault.New(fault.Unavailable, "The indices were not built anew: %s", *rebuild.Failure)
			}
			return answer.Body, answer.JSON200, nil
		}
		select {
		case <-ctx.Done():
			return nil, nil, fmt.Errorf("wait for the indices: %w", ctx.Err())
		case <-look.C:
		}
	}
}

func printIndices(out io.Writer, state *matching.Indices) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "index\tdocuments\trecords\tup to date\tdifferences at the last comparison") // the writer keeps its error until Flush
	for _, i := range state.Indices {
		documents := "unknown"
		if i.Documents != nil {
			documents = strconv.Itoa(*i.Documents)
		}
		differences := "not compared yet"
		if d := i.Drift; d != nil {
			differences = fmt.Sprintf("%d (%s)", d.Missing+d.Older+d.Extra, d.CheckedAt.Format(time.RFC3339))
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%d\t%t\t%s\n", i.Name, documents, i.Rows, !i.Behind, differences) // see above
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}
