package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/suite"
)

func newServe() *cobra.Command {
	var printConfig bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the four services in one process",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			settings, err := config.Load()
			if err != nil {
				return err
			}
			if printConfig {
				return settings.Print(cmd.OutOrStdout())
			}
			if err := suite.Serve(cmd.Context(), settings, cmd.OutOrStdout(), Modules()...); err != nil {
				return fmt.Errorf("serve: %w", err)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&printConfig, "print-config", false, "print the settings in force, secrets hidden, and stop")
	return cmd
}
