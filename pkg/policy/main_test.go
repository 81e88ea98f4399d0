package policy_test

import (
	"testing"

	"cloud.google.com/go/civil"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/policy"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var today = day("2026-11-23")

func day(s string) civil.Date {
	if s == "" {
		return civil.Date{}
	}
	d, err := civil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func rules(t testing.TB) policy.RuleSet {
	t.Helper()
	library, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	set, err := library.On(today)
	if err != nil {
		t.Fatal(err)
	}
	return set
}
