package command

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/suite"
)

func newToken() *cobra.Command {
	var as string
	cmd := &cobra.Command{
		Use:   "token --as ROLE",
		Short: "Print a bearer token of the embedded development provider",
		Long: "Prints a short-lived bearer token, so that the JSON API of a running suite can be tried with curl:\n\n" +
			"  curl -H \"Authorization: Bearer $(celav token --as counsellor)\" http://127.0.0.1:8080/intake/v1/people\n\n" +
			"Roles: counsellor, coordinator, employer, partner, reviewer, auditor, person, operator; or the subject of a\n" +
			"demonstration user. Refused with CELAV_PROFILE=production and with any other identity provider.",
		Args: cobra.NoArgs,
	}
	form := outputFlag(cmd, "text", asJSON)
	cmd.Flags().StringVar(&as, "as", "", "role or demonstration user to take on")
	_ = cmd.MarkFlagRequired("as") // fails only for a flag that does not exist
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		settings, err := config.Load(suite.Faults(Modules()...))
		if err != nil {
			return err
		}
		if settings.Profile == config.Production {
			return fault.New(fault.Forbidden, "Refused with CELAV_PROFILE=production.")
		}
		url := settings.URL
		if url == "" {
			url = "http://" + settings.Addr
		}
		if !alive(cmd.Context(), url) {
			return fault.New(fault.Unavailable, "No suite runs at %s: a token is worth something only beside one. Start it with: celav serve", config.Address(url))
		}
		settings.Token = ""
		token, err := tokenFor(cmd.Context(), settings, url, as)
		if fault.Is(err, fault.Unauthenticated) {
			return errors.New("the suite does not use the embedded development provider: take a token from its own")
		}
		if err != nil {
			return err
		}
		if output(*form) == asJSON {
			return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]string{"token": token})
		}
		_, err = fmt.Fprintln(cmd.OutOrStdout(), token)
		return err
	}
	return cmd
}
