package directory

import (
	"errors"
	"slices"
	"testing"

	"github.com/celav/celav/pkg/fault"
)

func codes(err error) []string {
	var f *fault.Error
	var out []string
	if errors.As(err, &f) {
		for _, v := range f.Violations {
			out = append(out, v.Pointer+" "+v.Code)
		}
	}
	return out
}

func TestEntryClean(t *testing.T) {
	known := []string{"counsellor", "partner", "person", "auditor"}
	for _, c := range []struct {
		name string
		in   Entry
		want []string
	}{
		{"nothing taken away", Entry{Subject: "s"}, nil},
		{"counsellor", Entry{Subject: "s", Roles: []string{"counsellor", "counsellor"}, Team: "equipe-1"}, nil},
		{"roles over nothing", Entry{Subject: "s", Roles: []string{"person", "partner", "counsellor"}}, []string{"/team required", "/partner required", "/person required"}},
		{"a role of services", Entry{Subject: "s", Roles: []string{"service"}}, []string{"/roles unknown"}},
		{"no subject", Entry{}, []string{" invalid"}},
		{"unseen characters", Entry{Subject: "a\x00b"}, []string{" invalid"}},
	} {
		got, err := c.in.Clean(known)
		if !slices.Equal(codes(err), c.want) {
			t.Errorf("%s: %v, want %v", c.name, codes(err), c.want)
		}
		if c.name == "counsellor" && len(got.Roles) != 1 {
			t.Errorf("roles %v", got.Roles)
		}
	}
}

func TestTeamAndPartnerClean(t *testing.T) {
	if _, err := (Team{"equipe-1", " Équipe 1 ", "x"}).Clean(); err != nil {
		t.Error(err)
	}
	if _, err := (Team{"Équipe", "", "a\x00"}).Clean(); !slices.Equal(codes(err), []string{" bad-id", "/code required", "/label invalid"}) {
		t.Error(codes(err))
	}
	if _, err := (Partner{ID: "anapec", Name: "ANAPEC", Country: "ma"}).Clean(); !slices.Equal(codes(err), []string{"/country not-a-country"}) {
		t.Error(codes(err))
	}
}

// The codes that everybody sees must tell nothing: the labels do.
func TestDevelopmentDirectoryHolds(t *testing.T) {
	teams, partners, entries := Development()
	ids := map[string]bool{}
	for _, team := range teams {
		if _, err := team.Clean(); err != nil {
			t.Error(err)
		}
		if team.Code == team.Label {
			t.Errorf("%s has no neutral code", team.ID)
		}
		ids[team.ID] = true
	}
	for _, p := range partners {
		ids[p.ID] = true
	}
	for _, e := range entries {
		if _, err := e.Clean([]string{"counsellor", "coordinator", "employer", "partner", "reviewer", "auditor", "person", "operator"}); err != nil {
			t.Errorf("%s: %v", e.Subject, err)
		}
		if (e.Team != "" && !ids[e.Team]) || (e.Partner != "" && !ids[e.Partner]) {
			t.Errorf("%s is bound to what does not exist", e.Subject)
		}
	}
}
