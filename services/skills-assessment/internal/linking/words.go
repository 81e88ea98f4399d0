package linking

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// maxQuery bounds a query: beyond it a text is not a title or a skill any more. Cut at a word's end.
const maxQuery = 400

// fold brings a text to the form that is compared: lower case, without accents, vowel signs, elongation, and with
// the spellings of one Arabic letter made one.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == 'ـ' || r == '\u200c' || r == '\u200d':
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ø':
			b.WriteByte('o')
		case r == 'ł':
			b.WriteByte('l')
		case r == 'ى' || r == 'ی':
			b.WriteRune('ي')
		case r == 'ة':
			b.WriteRune('ه')
		case r == 'ٱ':
			b.WriteRune('ا')
		case r == 'ک':
			b.WriteRune('ك')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// words splits a folded text. A plus or a sharp sign after a letter stays ("c++", "c#"); everything else that is
// neither letter nor digit separates.
func words(folded string) []string {
	var out []string
	start := -1
	end := func(i int) {
		if start >= 0 {
			out = append(out, folded[start:i])
			start = -1
		}
	}
	for i, r := range folded {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if start < 0 {
				start = i
			}
		case start >= 0 && (r == '+' || r == '#'):
		default:
			end(i)
		}
	}
	end(len(folded))
	return out
}

// Readings are the forms under which a label equals another: each of its genders, without brackets, case, accents and
// punctuation. Unlike Find it forgives nothing else.
func Readings(label string) []string {
	var out []string
	for _, v := range variants(label) {
		if folded := strings.Join(words(fold(v)), " "); folded != "" {
			out = append(out, folded)
		}
	}
	return out
}

// isArabic reports whether the text has Arabic letters.
func isArabic(s string) bool {
	for _, r := range s {
		if unicode.Is(unicode.Arabic, r) {
			return true
		}
	}
	return false
}

// variants are the readings of a label that names both genders or adds something in brackets:
// "cuoco/cuoca", "addetto/a alle pulizie", "serveur/serveuse", "monteur (H/F)",
// "opérateur de presse/opératrice de presse".
func variants(text string) []string {
	plain := strings.TrimSpace(withoutBrackets(text))
	if plain == "" {
		plain = text
	}
	plain = genderMark.ReplaceAllString(plain, " ")
	if !strings.Contains(plain, "/") {
		return []string{strings.TrimSpace(plain)}
	}
	var kept []string
	var out []string
	for _, w := range strings.Fields(strings.ReplaceAll(strings.ReplaceAll(plain, " /", "/"), "/ ", "/")) {
		left, right, slash := strings.Cut(w, "/")
		switch {
		case !slash || right == "":
			kept = append(kept, left)
		case len([]rune(right)) <= 5 || samePrefix(left, right):
			kept = append(kept, left) // the other gender: "cuoco/cuoca", "addetto/a"
		default:
			out = append(out, strings.Join(append(kept, left), " "))
			kept = []string{right}
		}
	}
	return append(out, strings.Join(kept, " "))
}

// genderMark is how advertisements say that both may apply.
var genderMark = regexp.MustCompile(`(?i)(^|\s)[hfm]/[hfmw](\s|$)`)

func samePrefix(a, b string) bool {
	ra, rb := []rune(fold(a)), []rune(fold(b))
	n := min(len(ra), len(rb), 4)
	return n >= 3 && string(ra[:n]) == string(rb[:n])
}

func withoutBrackets(s string) string {
	for {
		open := strings.IndexByte(s, '(')
		if open < 0 {
			return s
		}
		length := strings.IndexByte(s[open:], ')')
		if length < 0 {
			return s
		}
		s = s[:open] + " " + s[open+length+1:]
	}
}

// isStop reports whether a folded word carries no meaning of its own in titles and skills.
func isStop(word string, language taxonomy.Language) bool {
	switch language {
	case taxonomy.Italian:
		switch word {
		case "a", "ad", "al", "alla", "alle", "ai", "agli", "allo", "all", "con", "col", "da", "dal", "dalla", "dai",
			"dalle", "dei", "degli", "del", "della", "delle", "dello", "dell", "di", "d", "e", "ed", "i", "il", "in", "l",
			"la", "le", "lo", "gli", "nel", "nella", "nelle", "nei", "negli", "nell", "o", "per", "su", "sul", "sulla",
			"sui", "sulle", "tra", "fra", "un", "una", "uno":
			return true
		}
	case taxonomy.English:
		switch word {
		case "a", "all", "an", "and", "at", "by", "except", "for", "from", "in", "of", "on", "or", "other", "the", "to",
			"with", "its":
			return true
		}
	case taxonomy.French:
		switch word {
		case "a", "au", "aux", "avec", "ce", "ces", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les",
			"leur", "ou", "par", "pour", "sur", "un", "une", "qu":
			return true
		}
	case taxonomy.Arabic:
		switch word {
		case "في", "من", "علي", "الي", "عن", "مع", "او", "و", "ب", "ل":
			return true
		}
	}
	return false
}
