package command

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/celav/celav/deploy/celav/internal/demo"
	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/suite"
)

// demoSeed is what the demonstration city follows from unless another seed is asked for.
const demoSeed = 1

func newServe() *cobra.Command {
	var printConfig, withDemo bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the four services in one process",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			settings, err := config.Load(suite.Faults(Modules()...))
			if err != nil {
				return err
			}
			if printConfig {
				return settings.Print(cmd.OutOrStdout())
			}
			var started func(context.Context, *suite.Suite) error
			if withDemo {
				if started, err = loadDemo(settings, cmd.OutOrStdout()); err != nil {
					return err
				}
			}
			if err := suite.Serve(cmd.Context(), settings, cmd.OutOrStdout(), started, Modules()...); err != nil {
				return fmt.Errorf("serve: %w", err)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&printConfig, "print-config", false, "print the settings in force, secrets hidden, and stop")
	cmd.Flags().BoolVar(&withDemo, "demo", false, "also load an invented city, marked as a demonstration on every page")
	return cmd
}

// loadDemo loads the demonstration into the suite that has just started, unless it is there.
func loadDemo(settings *config.Settings, stdout io.Writer) (func(context.Context, *suite.Suite) error, error) {
	if settings.Profile == config.Production {
		return nil, &usageError{fmt.Errorf("--demo is refused with CELAV_PROFILE=production")}
	}
	return func(ctx context.Context, s *suite.Suite) error {
		if s.Demonstration(suite.Intake, suite.Assessment, suite.Outreach) {
			// It is there already: loading again would put back what somebody changed while trying it.
			_, err := fmt.Fprintln(stdout, "demonstration ready")
			return err
		}
		token := settings.Token.Reveal()
		if issuer := s.Issuer(); token == "" && issuer != nil {
			var err error
			if token, err = issuer.AccessToken("operator"); err != nil {
				return fmt.Errorf("load the demonstration: %w", err)
			}
		}
		if token == "" {
			return errNoToken()
		}
		day, err := demo.Day(time.Now())
		if err != nil {
			return fmt.Errorf("load the demonstration: %w", err)
		}
		if _, err := demo.Load(ctx, demo.Suite{URL: s.LocalURL(), Client: bearing(token)}, demo.Options{Seed: demoSeed, Today: day}, nil); err != nil {
			return fmt.Errorf("load the demonstration: %w", err)
		}
		_, err = fmt.Fprintln(stdout, "demonstration ready")
		return err
	}, nil
}
