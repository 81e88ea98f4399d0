package command

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/suite"
)

func newCheck() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check the configuration and reach every backend",
		Long:  "Reports every fault of the configuration at once, then tries to reach each configured backend.\nExit code 0: all is well; 2: the configuration has faults; 3: a backend does not answer.",
		Args:  cobra.NoArgs,
	}
	form := outputFlag(cmd, asTable, asJSON)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		settings, err := config.Load(suite.Faults(Modules()...))
		if err != nil {
			return err
		}
		findings := suite.Check(cmd.Context(), settings)
		if output(*form) == asJSON {
			encoder := json.NewEncoder(cmd.OutOrStdout())
			encoder.SetIndent("", "  ")
			if err := encoder.Encode(findings); err != nil {
				return fmt.Errorf("write the result: %w", err)
			}
		} else if err := printFindings(cmd, findings); err != nil {
			return err
		}
		for _, f := range findings {
			if !f.OK {
				return fault.New(fault.Unavailable, "A backend cannot be reached.")
			}
		}
		return nil
	}
	return cmd
}

func printFindings(cmd *cobra.Command, findings []suite.Finding) error {
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 4, 2, ' ', 0)
	for _, f := range findings {
		state := "ok"
		if !f.OK {
			state = "FAILED"
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", f.Role, state, f.Backend, f.Detail); err != nil {
			return fmt.Errorf("write the result: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}
