// Package naming compares names as people write them: with and without accents, in another order, in one of
// the many Latin spellings of the same Arabic name.
package naming

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// maxTokens bounds what is stored and asked for one name.
const maxTokens = 8

// Tokens returns the words of a name in a form that compares equal over case, accents and punctuation.
// They are sorted and each stands once, so "Díaz, Ana" and "Ana Diaz" have the same tokens.
func Tokens(name string) []string {
	words := strings.FieldsFunc(fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	slices.Sort(words)
	words = slices.Compact(words)
	return words[:min(len(words), maxTokens)]
}

// Sound returns the consonants of a token without doubles: "mohamed", "muhammad" and "mohammed" are all
// "mhmd". Tokens too short to say anything keep their letters.
func Sound(token string) string {
	var b strings.Builder
	var last rune
	for i, r := range token {
		r = alike(r)
		if (i > 0 && strings.ContainsRune("aeiouyhw", r) && r != 'h') || r == last {
			last = r
			continue
		}
		b.WriteRune(r)
		last = r
	}
	if s := b.String(); len([]rune(s)) > 1 {
		return s
	}
	return token
}

// Likeness says how likely two names are those of one person.
type Likeness int

// The degrees. Some means one word in common, which is not worth a warning by itself.
const (
	None Likeness = iota
	Some
	Likely
	Same
)

// Compare compares two names. It is symmetric, and a name is the Same as itself.
func Compare(a, b string) Likeness {
	ta, tb := Tokens(a), Tokens(b)
	if len(ta) == 0 || len(tb) == 0 {
		return None
	}
	if slices.Equal(ta, tb) {
		return Same
	}
	common := 0
	sb := sounds(tb)
	for s := range sounds(ta) {
		if sb[s] {
			common++
		}
	}
	switch {
	case common >= 2, common == len(sb) && common == len(sounds(ta)):
		return Likely
	case common > 0:
		return Some
	default:
		return None
	}
}

func sounds(tokens []string) map[string]bool {
	set := make(map[string]bool, len(tokens))
	for _, t := range tokens {
		set[Sound(t)] = true
	}
	return set
}

// alike merges letters that transliterations swap.
func alike(r rune) rune {
	switch r {
	case 'q', 'c':
		return 'k'
	case 'z':
		return 's'
	case 'v':
		return 'w'
	case 'j':
		return 'g'
	case 'أ', 'إ', 'آ':
		return 'ا'
	case 'ة':
		return 'ه'
	case 'ى':
		return 'ي'
	default:
		return r
	}
}

func fold(s string) string {
	t := transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	folded, _, err := transform.String(t, s)
	if err != nil { // a transformer over a valid string does not fail; an invalid one is compared as it is
		folded = s
	}
	folded = strings.ToLower(folded)
	return strings.NewReplacer("ß", "ss", "ø", "o", "đ", "d", "ł", "l", "æ", "ae", "œ", "oe", "ı", "i", "'", "", "’", "").Replace(folded)
}
