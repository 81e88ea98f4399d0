package cohort

import (
	"strings"
	"unicode"
)

// Text is one text in the four languages of the pages.
type Text struct{ IT, EN, FR, AR string }

// In returns the text in a language, in French where there is none: partners' templates are French first.
func (t Text) In(lang string) string {
	switch lang {
	case "it":
		return t.IT
	case "en":
		return t.EN
	case "ar":
		return t.AR
	default:
		return t.FR
	}
}

func (t Text) all() []string { return []string{t.FR, t.IT, t.EN, t.AR} }

// Fold writes a text so that spellings compare equal: no case, accents, punctuation or blanks; Arabic letters without
// the signs that people leave out.
func Fold(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'ً' && r <= 'ْ', r == 'ـ': // Arabic vowel signs, tatweel
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteString(plain(r))
		}
	}
	return b.String()
}

func plain(r rune) string {
	switch {
	case strings.ContainsRune("àáâãäåā", r):
		return "a"
	case strings.ContainsRune("èéêëē", r):
		return "e"
	case strings.ContainsRune("ìíîïī", r):
		return "i"
	case strings.ContainsRune("òóôõöō", r):
		return "o"
	case strings.ContainsRune("ùúûüū", r):
		return "u"
	case strings.ContainsRune("أإآٱ", r):
		return "ا"
	}
	switch r {
	case 'ç':
		return "c"
	case 'ñ':
		return "n"
	case 'ÿ', 'ý':
		return "y"
	case 'œ':
		return "oe"
	case 'æ':
		return "ae"
	case 'ة':
		return "ه"
	case 'ى':
		return "ي"
	}
	return string(latinDigit(r))
}

// latinDigit writes the digits of Arabic and Persian keyboards as 0 to 9.
func latinDigit(r rune) rune {
	switch {
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	default:
		return r
	}
}

// Tidy makes every run of white space one blank and drops what cannot be seen, and the apostrophe that keeps
// spreadsheets from computing a cell.
func Tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == '\ufeff', r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@", rune(s[1])) {
		s = s[1:]
	}
	return s
}
