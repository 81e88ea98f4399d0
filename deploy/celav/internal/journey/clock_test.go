package journey_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/telemetry"
)

// moved is a clock that a journey moves on for as many processes as read its file. The zero one is the real clock.
//
// A journey over months begins in the past and comes back to today: sessions and tokens of sign-in, whose library knows
// the real clock only, have not ended then at either end.
type moved struct{ file string }

// clockVariable tells a process of its own where its clock's file is.
const clockVariable = "CELAVTEST_CLOCK"

// clockAt makes a clock that is so far from the real one.
func clockAt(t *testing.T, off time.Duration) moved {
	t.Helper()
	m := moved{filepath.Join(t.TempDir(), "clock")}
	m.set(t, off)
	return m
}

func (m moved) set(t *testing.T, off time.Duration) {
	t.Helper()
	// Renamed into place: no process ever reads half a number.
	if err := errors.Join(os.WriteFile(m.file+".new", []byte(off.String()), 0o600), os.Rename(m.file+".new", m.file)); err != nil {
		t.Fatal(err)
	}
}

func (m moved) now() time.Time {
	if m.file == "" {
		return time.Now()
	}
	raw, err := os.ReadFile(m.file)
	if err != nil {
		return time.Now() // the journey is over, and its folder gone
	}
	off, err := time.ParseDuration(string(raw))
	if err != nil {
		return time.Now()
	}
	return time.Now().Add(off)
}

// until moves the city's clock on to noon of a day. Loading nothing makes the planner of traineeships look at once, as
// it does every minute.
func (c *city) until(t *testing.T, day civil.Date) {
	t.Helper()
	noon := time.Date(day.Year, day.Month, day.Day, 12, 0, 0, 0, time.UTC)
	c.clock.set(t, time.Until(noon))
	c.as(t, firstOperator).must("POST", "/matching/v1/traineeships/batch", fields{"demo": false, "items": list{}}, nil)
}

// serveMoved runs one service alone under a moved clock, as suite.Main runs it under the real one.
func serveMoved(m suite.Module, clock moved, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := func() error {
		settings, err := config.Load()
		if err != nil {
			return err
		}
		tel, err := telemetry.New(ctx, telemetry.Options{
			Service: m.Name, OTLPEndpoint: settings.OTLPEndpoint, LogLevel: settings.LogLevel, LogFormat: settings.LogFormat, LogTo: stdout,
		})
		if err != nil {
			return err
		}
		s, err := suite.New(ctx, suite.Options{Settings: settings, Telemetry: tel, Modules: []suite.Module{m}, Clock: clock.now})
		if err == nil {
			err = s.Run(ctx)
		}
		return errors.Join(err, tel.Close(context.WithoutCancel(ctx)))
	}()
	if err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}
