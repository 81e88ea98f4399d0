package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/celav/celav/deploy/celav/internal/escoimport"
	"github.com/celav/celav/pkg/config"
	contract "github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/suite"
)

func newImport() *cobra.Command {
	cmd := &cobra.Command{Use: "import", Short: "Take in what others publish"}
	cmd.AddCommand(newImportESCO())
	return cmd
}

func newImportESCO() *cobra.Command {
	var o escoimport.Options
	cmd := &cobra.Command{
		Use:   "esco --dir DIR",
		Short: "Load the ESCO classification from the Commission's CSV download",
		Long: "Reads the unzipped CSV files of ESCO (https://esco.ec.europa.eu/en/use-esco/download) in any of the suite's four\n" +
			"languages, at once or one after the other. Loading the same files again changes nothing. What is skipped is counted,\n" +
			"with the reason and the first line. Leaving with Ctrl-C does not stop the work of a running suite; calling again goes on.\n\n" +
			"This service uses the ESCO classification of the European Commission.",
		Args: cobra.NoArgs,
	}
	form := outputFlag(cmd, asTable, asJSON)
	cmd.Flags().StringVar(&o.Dir, "dir", "", "folder with the CSV files")
	cmd.Flags().StringVar(&o.Version, "esco-version", "", "version of the download, such as 1.1.1")
	cmd.Flags().BoolVar(&o.Background, "background", false, "return when the import has started, do not wait for its end")
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		if o.Dir == "" {
			return &usageError{errors.New("--dir names the folder with the CSV files of ESCO")}
		}
		settings, err := config.Load(suite.Faults(Modules()...))
		if err != nil {
			return err
		}
		c, err := connect(cmd.Context(), settings, "operator")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, c.Close()) }()
		client, err := contract.NewClientWithResponses(c.URL+"/assessment", contract.WithHTTPClient(c.Client))
		if err != nil {
			return fmt.Errorf("call the assessment: %w", err)
		}
		var finish func()
		o.Report, finish = showImport(cmd.ErrOrStderr())
		done, err := escoimport.Run(cmd.Context(), client, o)
		finish()
		if err != nil {
			return fmt.Errorf("import ESCO: %w", err)
		}
		if output(*form) == asJSON {
			encoder := json.NewEncoder(cmd.OutOrStdout())
			encoder.SetIndent("", "  ")
			if err := encoder.Encode(done); err != nil {
				return fmt.Errorf("write the result: %w", err)
			}
			return nil
		}
		return printImport(cmd.OutOrStdout(), done)
	}
	return cmd
}

// showImport draws a bar on a terminal and writes plain lines elsewhere.
func showImport(w io.Writer) (report func(escoimport.Progress), finish func()) {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		bars := map[string]*progressbar.ProgressBar{}
		return func(p escoimport.Progress) {
				if bars[p.Step] == nil {
					bars[p.Step] = progressbar.NewOptions64(p.Total, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(p.Step),
						progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish())
				}
				_ = bars[p.Step].Set64(p.Done) // a terminal that cannot be written to is no reason to stop
			}, func() {
				for _, bar := range bars {
					_ = bar.Finish()
				}
			}
	}
	last := ""
	return func(p escoimport.Progress) {
		if line := p.Step + " " + p.File; p.File != "" && line != last {
			last = line
			_, _ = fmt.Fprintln(w, line)
		}
	}, func() {}
}

func printImport(out io.Writer, i *contract.Import) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	// The writer keeps its error until Flush.
	if i.Report == nil {
		_, _ = fmt.Fprintf(w, "import %s is %s\n", i.Id, i.State)
	} else {
		printReport(w, i.Report)
	}
	if i.StartedAt != nil && i.FinishedAt != nil {
		_, _ = fmt.Fprintf(w, "took %.1f s\n", i.FinishedAt.Sub(*i.StartedAt).Seconds())
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

func printReport(w io.Writer, r *contract.ImportReport) {
	_, _ = fmt.Fprintln(w, "file\trows\ttaken\tskipped")
	for _, f := range r.Files {
		var why []string
		if f.Ignored != nil {
			why = append(why, *f.Ignored)
		}
		for _, s := range f.Skipped {
			why = append(why, fmt.Sprintf("%d %s (first in line %d)", s.Count, s.Reason, s.FirstLine))
		}
		_, _ = fmt.Fprintf(w, "%s\t%d\t%d\t%s\n", f.Name, f.Rows, f.Accepted, strings.Join(why, "; "))
	}
	_, _ = fmt.Fprintf(w, "\nconcepts\t%s\nlabels\t%s\nrelations\t%s\n", counts(r.Concepts), counts(r.Labels), counts(r.Links))
	if r.Retired != nil && *r.Retired+r.Removed > 0 {
		_, _ = fmt.Fprintf(w, "of the version before\t%d concepts retired, %d relations removed\n", *r.Retired, r.Removed)
	}
}

func counts(by map[string]int) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(by)) {
		parts = append(parts, fmt.Sprintf("%d %s", by[name], name))
	}
	return strings.Join(parts, ", ")
}
