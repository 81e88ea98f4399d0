package suite

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // days begin and end in Europe/Rome, also in an image without zone files

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/telemetry"
)

// Main runs one service alone and returns the exit code: 0 stopped as asked, 1 failed, 2 called or configured wrongly.
func Main(m Module, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet(m.Name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	printConfig := flags.Bool("print-config", false, "print the settings in force, secrets hidden, and stop")
	flags.Usage = func() {
		_, _ = fmt.Fprintf(stderr, "Runs the service %s of CeLav alone. Settings are environment variables; see -print-config.\n", m.Name)
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	settings, err := config.Load(Faults(m))
	if err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return 2
	}
	if *printConfig {
		if err := settings.Print(stdout); err != nil {
			_, _ = fmt.Fprintln(stderr, err)
			return 1
		}
		return 0
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := Serve(ctx, settings, stdout, nil, m); err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		var faults config.Faults
		if errors.As(err, &faults) {
			return 2
		}
		return 1
	}
	return 0
}

// Serve runs the modules until ctx ends, and says on stdout where, and on which backends. started, which may
// be nil, is called once everything is served.
func Serve(ctx context.Context, settings *config.Settings, stdout io.Writer, started func(context.Context, *Suite) error, modules ...Module) error {
	GrowHeap()
	name := "suite"
	if len(modules) == 1 {
		name = modules[0].Name
	}
	tel, err := telemetry.New(ctx, telemetry.Options{
		Service: name, OTLPEndpoint: settings.OTLPEndpoint, LogLevel: settings.LogLevel, LogFormat: settings.LogFormat,
	})
	if err != nil {
		return fmt.Errorf("start telemetry: %w", err)
	}
	s, err := New(ctx, Options{Settings: settings, Telemetry: tel, Modules: modules, Clock: time.Now, Started: started})
	if err != nil {
		return errors.Join(err, tel.Close(context.WithoutCancel(ctx)))
	}
	_, _ = fmt.Fprintf(stdout, "CeLav (%s) serves %s\n", name, s.URL())
	for _, line := range s.Describe() {
		_, _ = fmt.Fprintln(stdout, "  "+line)
	}
	if s.InternalURL() != "" {
		_, _ = fmt.Fprintln(stdout, "  metrics    "+s.InternalURL()+"/metrics")
	}
	err = s.Run(ctx)
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return errors.Join(err, tel.Close(grace))
}
