package command

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/telemetry"
)

// newRoutes prints the pages of the four services, for the browser tests: a page that no test visits is a fault.
func newRoutes() *cobra.Command {
	return &cobra.Command{
		Use: "routes", Short: "Print the paths of all pages", Args: cobra.NoArgs, Hidden: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			paths, err := pagePaths(cmd.Context())
			if err != nil {
				return err
			}
			for _, p := range paths {
				if _, err := fmt.Fprintln(cmd.OutOrStdout(), p); err != nil {
					return fmt.Errorf("print the routes: %w", err)
				}
			}
			return nil
		},
	}
}

// pagePaths makes the suite on a folder of its own, asks it for its pages, and throws it away.
func pagePaths(ctx context.Context) (paths []string, err error) {
	dir, err := os.MkdirTemp("", "celav-routes-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the suite: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	settings := &config.Settings{
		Addr: "127.0.0.1:0", InternalAddr: "off", DataDir: dir, Profile: config.Development, LogLevel: "error",
		StoreURL: config.Address("sqlite:" + dir + "/"), SearchURL: config.Address("embedded:" + filepath.Join(dir, "index")),
		RedisURL: "embedded:", OIDCIssuer: "embedded:", OIDCClientID: "celav", OIDCAudience: "celav-api", StopTimeout: 5 * time.Second,
	}
	s, err := suite.New(ctx, suite.Options{Settings: settings, Telemetry: telemetry.Discard(), Modules: Modules(), Clock: time.Now})
	if err != nil {
		return nil, fmt.Errorf("make the suite: %w", err)
	}
	for _, routes := range s.Routes() {
		for _, r := range routes {
			if r.Method == http.MethodGet && !r.API && !strings.Contains(r.Path, "/v1/") {
				paths = append(paths, r.Path)
			}
		}
	}
	stopped, stop := context.WithCancel(ctx)
	stop() // running it for no time at all closes what New opened
	if err := s.Run(stopped); err != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("close the suite: %w", err)
	}
	slices.Sort(paths)
	return slices.Compact(paths), nil
}
