package command

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/celav/celav/pkg/seal"
)

func newKey() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "key",
		Short: "Make a key for the configuration",
		Long:  "Prints a new key. Keep it in the secret store of the deployment: without the seal key, sealed fields cannot be read again.",
	}
	cmd.AddCommand(
		&cobra.Command{
			Use: "seal", Short: "Print a value for CELAV_SEAL_KEY", Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				key, err := seal.Generate()
				if err != nil {
					return fmt.Errorf("make a seal key: %w", err)
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), key)
				return err
			},
		},
		&cobra.Command{
			Use: "service", Short: "Print a value for CELAV_SERVICE_KEY", Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				seed := make([]byte, 32)
				if _, err := rand.Read(seed); err != nil {
					return fmt.Errorf("make a service key: %w", err)
				}
				_, err := fmt.Fprintln(cmd.OutOrStdout(), base64.StdEncoding.EncodeToString(seed))
				return err
			},
		},
	)
	return cmd
}
