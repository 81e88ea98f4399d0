package needs_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"cloud.google.com/go/civil"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/intake/internal/needs"
)

var today = civil.Date{Year: 2026, Month: 11, Day: 23}

func TestFacts(t *testing.T) {
	for name, c := range map[string]struct {
		fact    needs.Fact
		pointer string
	}{
		"plain":         {needs.Fact{Code: "childcare"}, ""},
		"no code":       {needs.Fact{}, "/code"},
		"a reserved":    {needs.Fact{Code: "health"}, "/code"},
		"unknown state": {needs.Fact{Code: "housing", State: "done"}, "/state"},
		"long note":     {needs.Fact{Code: "housing", Note: strings.Repeat("è", needs.MaxNote+1)}, "/note"},
		"in the past":   {needs.Fact{Code: "housing", ExpiresOn: today.AddDays(-1)}, "/expiresOn"},
		"resolved":      {needs.Fact{Code: "housing", State: needs.Resolved, ExpiresOn: today.AddDays(-1)}, ""},
		"too late":      {needs.Fact{Code: "housing", ExpiresOn: today.AddDays(needs.MaxDays + 1)}, "/expiresOn"},
	} {
		got, err := c.fact.Clean(needs.Codes(), today)
		var f *fault.Error
		errors.As(err, &f)
		switch {
		case c.pointer == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.pointer != "" && (f == nil || f.Violations[0].Pointer != c.pointer):
			t.Errorf("%s: %v, want %s", name, err, c.pointer)
		case err == nil && got.ExpiresOn.IsZero():
			t.Errorf("%s has no end", name)
		}
	}
}

func TestReservedCodesAreNoneOfTheOthers(t *testing.T) {
	for _, c := range needs.ReservedCodes() {
		if slices.Contains(needs.Codes(), c) {
			t.Errorf("%s is in both lists", c)
		}
	}
}

func TestExpired(t *testing.T) {
	f := needs.Fact{State: needs.Open, ExpiresOn: today}
	if f.Expired(today) || !f.Expired(today.AddDays(1)) {
		t.Error("the last day still counts")
	}
	f.State = needs.Resolved
	if f.Expired(today.AddDays(1)) {
		t.Error("what is resolved is not asked about again")
	}
}

func TestConstraintsAreOrderedAndUnique(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SliceOf(rapid.SampledFrom(needs.Constraints())).Draw(t, "in")
		once, err := needs.CleanConstraints(in)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := needs.CleanConstraints(append(slices.Clone(once), in...))
		if !slices.Equal(once, again) {
			t.Fatalf("%v and %v", once, again)
		}
	})
	if _, err := needs.CleanConstraints([]string{"diabetes"}); !fault.Is(err, fault.Invalid) {
		t.Error("a diagnosis is no constraint")
	}
}
