package linking_test

import (
	"testing"

	"github.com/celav/celav/services/skills-assessment/internal/linking"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

func starter(tb testing.TB) []linking.Entry {
	tb.Helper()
	set, err := taxonomy.LoadStarter()
	if err != nil {
		tb.Fatal(err)
	}
	var entries []linking.Entry
	for _, c := range set.Concepts {
		for language, label := range c.Labels {
			entries = append(entries, linking.Entry{Concept: c.ID, Kind: c.Kind, Language: language, Text: label.Preferred, Preferred: true})
			for _, other := range label.Alternatives {
				entries = append(entries, linking.Entry{Concept: c.ID, Kind: c.Kind, Language: language, Text: other})
			}
		}
	}
	return entries
}

// Over the whole shipped set: each label, with one letter in its middle left out, doubled or swapped with the next, still finds its concept
// among the first three. The share is measured and must not fall.
func TestMisspeltLabelsOfTheShippedSet(t *testing.T) {
	entries := starter(t)
	index := linking.Build(entries)
	spoil := map[string]func(r []rune, i int) []rune{
		"left out": func(r []rune, i int) []rune { return append(append([]rune{}, r[:i]...), r[i+1:]...) },
		"doubled":  func(r []rune, i int) []rune { return append(append([]rune{}, r[:i+1]...), r[i:]...) },
		"swapped": func(r []rune, i int) []rune {
			out := append([]rune{}, r...)
			out[i], out[i+1] = out[i+1], out[i]
			return out
		},
	}
	for how, change := range spoil {
		found, all := map[taxonomy.Language]int{}, map[taxonomy.Language]int{}
		for n, e := range entries {
			runes := []rune(e.Text)
			if len(runes) < 6 || n%19 != 0 {
				continue
			}
			all[e.Language]++
			for _, c := range index.Find(linking.Query{Text: string(change(runes, len(runes)/2)), Language: e.Language, Limit: 3}) {
				if c.Concept == e.Concept {
					found[e.Language]++
					break
				}
			}
		}
		for _, l := range taxonomy.Languages() {
			share := float64(found[l]) / float64(all[l])
			t.Logf("%s %s: %.3f of %d", l, how, share, all[l])
			if share < 0.93 {
				t.Errorf("%s, a letter %s: only %.3f of %d labels find their concept among the first three", l, how, share, all[l])
			}
		}
	}
}

func BenchmarkFindInTheShippedSet(b *testing.B) {
	index := linking.Build(starter(b))
	texts := []string{"lavapiati", "addetta alle pulizie", "aide cuisinière", "عاملة نظافة", "guidare il muletto"}
	for b.Loop() {
		for _, text := range texts {
			index.Find(linking.Query{Text: text, Language: taxonomy.Italian})
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(texts)), "µs/query")
}
