package merging_test

import (
	"slices"
	"testing"

	"github.com/celav/celav/services/traineeship-matching/internal/merging"
)

func TestHindrances(t *testing.T) {
	running, papers, ended := "running", "papers", "ended"
	for name, c := range map[string]struct {
		both            merging.Both
		blocks, notices []string
	}{
		"nothing":                          {},
		"two run":                          {merging.Both{Traineeships: []merging.Traineeship{{"k", running}, {"o", "suspended"}}}, []string{"two-traineeships"}, nil},
		"one runs, the other ended":        {merging.Both{Traineeships: []merging.Traineeship{{"k", running}, {"o", ended}}}, nil, nil},
		"one runs, the other is in papers": {merging.Both{Traineeships: []merging.Traineeship{{"k", papers}, {"o", running}}}, nil, []string{"traineeships-both"}},
		"the other's moves":                {merging.Both{Traineeships: []merging.Traineeship{{"o", running}}}, nil, []string{"traineeship-moves"}},
		"open for one opening":             {merging.Both{Entries: []merging.Entry{{"1", "x", "k", true}, {"2", "x", "o", true}}}, []string{"same-opening"}, nil},
		"open for two openings":            {merging.Both{Entries: []merging.Entry{{"1", "x", "k", true}, {"2", "y", "o", true}}}, nil, []string{"shortlists-both"}},
		"closed and open for one":          {merging.Both{Entries: []merging.Entry{{"1", "x", "k", false}, {"2", "x", "o", true}}}, nil, []string{"shortlist-moves"}},
	} {
		blocks, notices := c.both.Hindrances("k", "o")
		if !slices.Equal(blocks, c.blocks) || !slices.Equal(notices, c.notices) {
			t.Errorf("%s: %v, %v", name, blocks, notices)
		}
	}
}

// One entry for an opening: the one that waits for somebody is the kept one's.
func TestRearrange(t *testing.T) {
	b := merging.Both{Entries: []merging.Entry{
		{"k-closed", "x", "k", false},
		{"o-open", "x", "o", true},
		{"k-open", "y", "k", true},
		{"o-closed", "y", "o", false},
		{"o-only", "z", "o", false},
	}}
	taken, left := b.Rearrange("k", "o")
	if !slices.Equal(taken, []string{"o-open", "o-only"}) || !slices.Equal(left, []string{"k-closed"}) {
		t.Errorf("%v, %v", taken, left)
	}
}
