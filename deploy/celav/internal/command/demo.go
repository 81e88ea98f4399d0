package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/celav/celav/deploy/celav/internal/demo"
	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/suite"
)

func newDemo() *cobra.Command {
	var o demo.Options
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Load an invented city, marked as a demonstration",
		Long: "Invents people, companies and openings from the taxonomy that is loaded (ESCO if it was imported, else the\n" +
			"starter set) and loads them. The same seed gives the same city: loading it again replaces it and doubles nothing.\n" +
			"The records are marked, and every page says from then on that this is a demonstration.",
		Args: cobra.NoArgs,
	}
	form := outputFlag(cmd, asTable, asJSON)
	cmd.Flags().IntVar(&o.People, "people", demo.DefaultPeople, "how many people")
	cmd.Flags().IntVar(&o.Openings, "openings", demo.DefaultOpenings, "how many openings")
	cmd.Flags().IntVar(&o.Companies, "companies", 0, "how many companies (8 for 25 openings if 0)")
	cmd.Flags().Uint64Var(&o.Seed, "seed", demoSeed, "what the city follows from")
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		settings, err := config.Load(suite.Faults(Modules()...))
		if err != nil {
			return err
		}
		if settings.Profile == config.Production {
			return &usageError{errors.New("demo is refused with CELAV_PROFILE=production: invented people do not belong among real ones")}
		}
		if o.Today, err = demo.Day(time.Now()); err != nil {
			return err
		}
		c, err := connect(cmd.Context(), settings, "operator")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, c.Close()) }()
		report, finish := showProgress(cmd.ErrOrStderr())
		done, err := demo.Load(cmd.Context(), demo.Suite{URL: c.URL, Client: c.Client}, o, report)
		finish()
		if err != nil {
			return fmt.Errorf("load the demonstration: %w", err)
		}
		return printLoaded(cmd.OutOrStdout(), output(*form), done)
	}
	return cmd
}

// tellAbove is from how many records of a part on every tenth of it is told.
const tellAbove = 5_000

// showProgress draws a bar on a terminal and writes plain lines elsewhere.
func showProgress(w io.Writer) (report func(demo.Progress), finish func()) {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		var bar *progressbar.ProgressBar
		return func(p demo.Progress) {
				if bar == nil {
					bar = progressbar.NewOptions(p.AllOf, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("demonstration"),
						progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
				}
				_ = bar.Set(p.AllDone) // a terminal that cannot be written to is no reason to stop
			}, func() {
				if bar != nil {
					_ = bar.Finish()
				}
			}
	}
	told := map[string]int{} // tenths, by part
	return func(p demo.Progress) {
		if p.Done == p.Total {
			_, _ = fmt.Fprintf(w, "%s: %d\n", p.Part, p.Total)
		} else if tenths := 10 * p.Done / max(p.Total, 1); p.Total >= tellAbove && tenths > told[p.Part] {
			told[p.Part] = tenths
			_, _ = fmt.Fprintf(w, "%s: %d of %d\n", p.Part, p.Done, p.Total)
		}
	}, func() {}
}

func printLoaded(w io.Writer, form output, s demo.Summary) error {
	if form == asJSON {
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(s); err != nil {
			return fmt.Errorf("write the result: %w", err)
		}
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "\tcreated\treplaced")
	for _, row := range []struct {
		name string
		demo.Count
	}{{"people", s.People}, {"profiles", s.Profiles}, {"companies", s.Companies}, {"openings", s.Openings}, {"shortlists", s.Shortlists}} {
		_, _ = fmt.Fprintf(t, "%s\t%d\t%d\n", row.name, row.Created, row.Updated)
	}
	_, _ = fmt.Fprintf(t, "taxonomy %s, seed %d, %.1f s\n", s.Taxonomy, s.Seed, s.Seconds)
	if err := t.Flush(); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}
