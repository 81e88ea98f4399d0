// Package command is the command line of celav. Every command but serve talks to a running suite over its
// API; when none runs, it starts one in its own process on the data folder for as long as it takes.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/suite"
	matching "github.com/celav/celav/services/traineeship-matching"

	outreach "github.com/celav/celav/services/employer-outreach"
	"github.com/celav/celav/services/intake"
	assessment "github.com/celav/celav/services/skills-assessment"
)

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2 // called or configured wrongly
	exitGone   = 3 // the suite or a part of it does not answer

	exitInterrupted = 130 // stopped by whoever called
)

// Modules are the four services.
func Modules() []suite.Module {
	return []suite.Module{intake.Module(), assessment.Module(), matching.Module(), outreach.Module()}
}

// Run executes a command line and returns the exit code: 0 done, 1 failed, 2 called or configured wrongly,
// 3 the suite does not answer, 130 interrupted.
func Run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, args, stdout, stderr)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		_, _ = fmt.Fprintln(stderr, "celav: interrupted")
		return exitInterrupted
	}
	_, _ = fmt.Fprintln(stderr, "celav:", explain(err))
	return exitCode(err)
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "celav",
		Short: "Job mediation: people, skills, traineeships, employers",
		Long: "celav runs the four services of CeLav in one process (celav serve) and holds the operator's commands.\n" +
			"Settings are CELAV_* environment variables: celav check prints them.",
		SilenceUsage: true, SilenceErrors: true,
	}
	root.AddCommand(newServe(), newCheck(), newToken(), newDemo(), newImport(), newMatch(), newAssign(), newReindex(), newKey(), newRoutes())
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &usageError{err} })
	return root
}

// usageError is a command line that cannot be understood.
type usageError struct{ err error }

// Error implements error.
func (e *usageError) Error() string { return e.err.Error() }

// Unwrap gives the cause.
func (e *usageError) Unwrap() error { return e.err }

func exitCode(err error) int {
	var faults config.Faults
	var usage *usageError
	switch {
	case errors.As(err, &faults), errors.As(err, &usage):
		return exitUsage
	case fault.Is(err, fault.Unavailable):
		return exitGone
	default:
		return exitFailed
	}
}

// explain writes an error for the person at the terminal: a fault with what to correct, field by field.
func explain(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err.Error()
	}
	text := f.Message
	for _, v := range f.Violations {
		text += "\n  " + v.Pointer + v.Parameter + ": " + v.Message
	}
	return text
}

// output is the form of a command's result.
type output string

// The forms.
const (
	asTable output = "table"
	asJSON  output = "json"
	asCSV   output = "csv"
)

// outputFlag adds -o to a command.
func outputFlag(cmd *cobra.Command, forms ...output) *string {
	names := ""
	for i, f := range forms {
		if i > 0 {
			names += ", "
		}
		names += string(f)
	}
	value := cmd.Flags().StringP("output", "o", string(forms[0]), "form of the result: "+names)
	cmd.PreRunE = func(*cobra.Command, []string) error {
		for _, f := range forms {
			if *value == string(f) {
				return nil
			}
		}
		return &usageError{fmt.Errorf("-o %s: want one of %s", *value, names)}
	}
	return value
}
