package linking

import (
	"strings"

	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// analysed is a text taken apart.
type analysed struct {
	folded string   // all words, in order, joined by one space
	stems  []string // of the words that carry meaning, in order
	grams  []string // distinct character n-grams of the words
}

// analyse prepares a label or a query. Both go through the same steps: what is forgiven in one is forgiven in the other.
func analyse(text string, language taxonomy.Language) analysed {
	all := words(fold(text))
	a := analysed{folded: strings.Join(all, " ")}
	seen := map[string]bool{}
	for _, w := range all {
		if len(all) > 1 && isStop(w, language) {
			continue
		}
		s := stem(w, language)
		a.stems = append(a.stems, s)
		for _, g := range grams(s) {
			if !seen[g] {
				seen[g] = true
				a.grams = append(a.grams, g)
			}
		}
	}
	return a
}

// Sizes of the character n-grams.
const (
	shortest = 2
	longest  = 3
)

// grams lists the character n-grams of a word with its borders marked: "cuoc" gives _c cu uo oc c_ _cu cuo uoc oc_ ...
// Two-letter ones only at the border, where they say how a word begins.
func grams(word string) []string {
	runes := []rune("_" + word + "_")
	out := make([]string, 0, 2*len(runes))
	out = append(out, string(runes[:2]))
	for n := shortest + 1; n <= longest; n++ {
		for i := 0; i+n <= len(runes); i++ {
			out = append(out, string(runes[i:i+n]))
		}
	}
	return out
}
