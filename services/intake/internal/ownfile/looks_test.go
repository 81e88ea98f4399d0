package ownfile_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/contract/trail"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/ownfile"
	"github.com/celav/celav/services/intake/internal/registration"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const me = "0190a0de-0000-7000-8000-000000000001"

// records answers for the services; a service that is silent answers nothing.
type records struct {
	of     map[string][]trail.Entry // the newest first
	silent string
}

func (r records) Services() []string { return []string{"intake", "assessment", "matching"} }

func (r records) Read(_ context.Context, service, person, cursor string, limit int) (trail.Page, error) {
	if service == r.silent {
		return trail.Page{}, fault.New(fault.Unavailable, "silent")
	}
	var page trail.Page
	for _, e := range r.of[service] {
		if e.Person != person || (cursor != "" && e.ID >= cursor) {
			continue
		}
		if len(page.Items) == limit {
			page.Next = page.Items[limit-1].ID
			break
		}
		page.Items = append(page.Items, e)
	}
	return page, nil
}

type people map[string]registration.Known

func (p people) Who(_ context.Context, subject string) (registration.Known, bool, error) {
	k, ok := p[subject]
	return k, ok, nil
}

func directory() people {
	return people{
		"g": {Name: "Giulia", Team: "Équipe 1", Roles: []identity.Role{identity.Counsellor}},
		"m": {Person: me, Roles: []identity.Role{identity.Person}},
		"o": {Name: "must not be told", Person: "somebody else", Roles: []identity.Role{identity.Person}},
	}
}

// entry n is older the smaller n is.
func entry(n int, subject, action string) trail.Entry {
	return trail.Entry{
		ID: fmt.Sprintf("0190a0de-0000-7000-8000-%012d", n), At: time.Date(2026, 11, 23, 9, n, 0, 0, time.UTC), Subject: subject, Action: action, Kind: "person", Person: me,
	}
}

func numbers(items []ownfile.Look) []string {
	var list []string
	for _, l := range items {
		list = append(list, l.ID[len(l.ID)-2:])
	}
	return list
}

func TestLooksOfAllServicesInOrder(t *testing.T) {
	r := records{of: map[string][]trail.Entry{
		"intake":     {entry(9, "g", "person.read"), entry(7, "m", "person.read"), entry(4, "g", "person.update"), entry(1, "", "person.create")},
		"assessment": {entry(8, "g", "profile.write"), entry(5, "m", "profile.write")},
		"matching":   {entry(6, "x", "shortlist.host"), entry(3, "o", "proposal.read"), entry(2, identity.PersonSubject(me), "proposal.read")},
	}}
	l := &ownfile.Looks{Trails: r, Directory: directory()}
	for name, c := range map[string]struct {
		show ownfile.Show
		want []string
	}{
		"everything but the own looks": {ownfile.Everything, []string{"09", "08", "06", "05", "04", "03", "01"}},
		"looks":                        {ownfile.OnlyLooks, []string{"09", "06", "03"}},
		"changes":                      {ownfile.Changes, []string{"08", "05", "04", "01"}},
	} {
		for size := 1; size <= 9; size++ { // whatever the page's size, each entry is told once
			var got []string
			for cursor, pages := "", 0; pages < 12; pages++ {
				page, err := l.Page(t.Context(), me, c.show, cursor, size)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, numbers(page.Items)...)
				if cursor = page.Next; cursor == "" {
					break
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s, %d at a time: %v, want %v", name, size, got, c.want)
			}
		}
	}
	page, err := l.Page(t.Context(), me, ownfile.Everything, "", 9)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []ownfile.Who{
		{Kind: "counsellor", Name: "Giulia", Team: "Équipe 1"},
		{Kind: "counsellor", Name: "Giulia", Team: "Équipe 1"},
		{Kind: "unknown"},
		{Kind: "you"},
		{Kind: "counsellor", Name: "Giulia", Team: "Équipe 1"},
		{Kind: "another-person"},
		{Kind: "program"},
	} {
		if page.Items[i].Who != want {
			t.Errorf("entry %d: %+v, want %+v", i, page.Items[i].Who, want)
		}
	}
}

// However much is left out on the way, what is older is still told.
func TestLooksBehindManyOwnOnes(t *testing.T) {
	r := records{of: map[string][]trail.Entry{"intake": {}, "matching": {entry(1, "g", "proposal.read")}}}
	for n := 5000; n > 2; n-- {
		r.of["intake"] = append(r.of["intake"], entry(n, "m", "person.read"))
	}
	r.of["intake"] = append(r.of["intake"], entry(2, "g", "person.read"))
	l := &ownfile.Looks{Trails: r, Directory: directory()}
	var got []string
	for cursor, pages := "", 0; pages < 12; pages++ {
		page, err := l.Page(t.Context(), me, ownfile.Everything, cursor, 3)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, numbers(page.Items)...)
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if slices.Sort(got); !slices.Equal(got, []string{"01", "02"}) {
		t.Errorf("told: %v", got)
	}
}

func TestASilentServiceIsNamed(t *testing.T) {
	r := records{of: map[string][]trail.Entry{"intake": {entry(2, "g", "person.read"), entry(1, "g", "person.read")}, "matching": {entry(3, "g", "proposal.read")}}, silent: "matching"}
	l := &ownfile.Looks{Trails: r, Directory: directory()}
	page, err := l.Page(t.Context(), me, ownfile.Everything, "", 1)
	if err != nil || !slices.Equal(page.Silent, []string{"matching"}) || !slices.Equal(numbers(page.Items), []string{"02"}) {
		t.Errorf("%+v, %v", page, err)
	}
	r.silent = "intake" // the own record is not one of several: without it there is no page
	if _, err := (&ownfile.Looks{Trails: r, Directory: directory()}).Page(t.Context(), me, ownfile.Everything, "", 1); !fault.Is(err, fault.Unavailable) {
		t.Errorf("without the own record: %v", err)
	}
	if _, err := l.Page(t.Context(), me, ownfile.Everything, "nonsense", 1); !fault.Is(err, fault.Invalid) {
		t.Errorf("a cursor that nobody gave: %v", err)
	}
}
