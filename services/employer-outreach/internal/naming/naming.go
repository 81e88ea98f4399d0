// Package naming compares companies' names as people write them.
package naming

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// legalForms say nothing about which company it is.
func legalForms() []string {
	return []string{"srl", "srls", "spa", "snc", "sas", "sapa", "scarl", "scrl", "soc", "coop", "cooperativa", "societa", "sociale", "onlus", "ets", "demo", "di", "e", "c", "the", "ltd"}
}

// Key is what is left of a name when spelling, legal form and the order of words do not count: companies with
// the same key are likely the same.
func Key(name string) string {
	var plain strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '.' || r == '\'' || r == '’':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			plain.WriteRune(r)
		default:
			plain.WriteRune(' ')
		}
	}
	words := strings.Fields(plain.String())
	kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(legalForms(), w) })
	if len(kept) == 0 {
		kept = words
	}
	slices.Sort(kept)
	return strings.Join(kept, " ")
}
