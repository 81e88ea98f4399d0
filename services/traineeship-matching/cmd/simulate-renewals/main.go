// Command simulate-renewals lives a year of traineeships through, with everything that does the work killed at random, and
// says what was lost, done twice or done early. Package simulate has the rest.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"syscall"

	"github.com/celav/celav/services/traineeship-matching/internal/simulate"
)

func main() { os.Exit(run()) }

func run() int {
	if os.Getenv(simulate.Environment) != "" {
		if err := simulate.Serve(context.Background(), os.Stdin, os.Stdout, os.Stderr); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	}
	o := simulate.Options{Progress: os.Stderr, Command: []string{os.Args[0]}}
	steps := 0
	flag.IntVar(&o.Terms, "terms", 100_000, "first terms to start")
	flag.IntVar(&o.Days, "days", 365, "simulated days")
	flag.Uint64Var(&o.Seed, "seed", 0, "of what people do and what is killed when; 0 draws one")
	flag.StringVar(&o.Store, "store", "embedded:", "records: embedded: (SQLite in a temporary folder), sqlite:DIR/ or postgres://…")
	flag.StringVar(&o.Redis, "redis", "embedded:", "embedded:, redis://… or server (starts a redis-server and kills it too)")
	flag.IntVar(&o.Troubles, "troubles", 24, "how often something is killed, wiped, put back or the clock jumps")
	flag.IntVar(&steps, "reconcile", 0, "measure a reconcile of so many open steps instead")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if o.Seed == 0 {
		o.Seed = rand.Uint64N(1_000_000) + 1 //nolint:gosec // it is printed, to be repeated
	}
	folder, err := os.MkdirTemp("", "simulate-renewals-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "simulate-renewals:", err)
		return 1
	}
	o.Folder = folder
	if o.Store == "embedded:" {
		o.Store = "sqlite:" + folder + "/"
	}
	if steps > 0 {
		err = simulate.Reconcile(ctx, o, steps, os.Stdout)
	} else {
		fmt.Fprintf(os.Stderr, "simulate-renewals: seed %d; Ctrl-C stops and judges what was done so far\n", o.Seed)
		var report simulate.Report
		if report, err = simulate.Run(ctx, o); err == nil {
			fmt.Print(report)
			switch {
			case !report.Sound():
				err = fmt.Errorf("not sound; what the service said is in %s", folder)
			case report.Interrupted:
				err = fmt.Errorf("interrupted")
			}
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "simulate-renewals:", err)
		return 1
	}
	_ = os.RemoveAll(folder) // nothing in it is wanted any more
	return 0
}
