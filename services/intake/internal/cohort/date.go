package cohort

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"cloud.google.com/go/civil"
)

// ReadDay reads a date as people and spreadsheets write it: 1998-05-31, 31/05/1998, 31.5.98, 31 mai 1998, 35946 (the
// days that a spreadsheet counts). Where day and month could be either, the day comes first.
func ReadDay(s string) (civil.Date, bool) {
	s = strings.Map(latinDigit, strings.ToLower(Tidy(s)))
	if len(s) > 10 && s[4] == '-' && (s[10] == 't' || s[10] == ' ') {
		s = s[:10] // an instant: the day is all that counts
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '̂' })
	if len(parts) == 1 {
		return serialDay(parts[0])
	}
	if len(parts) != 3 {
		return civil.Date{}, false
	}
	var n [3]int
	named := false
	for i, p := range parts {
		if m := monthNamed(p); m > 0 && i == 1 {
			n[i], named = m, true
			continue
		}
		p = strings.TrimSuffix(strings.TrimSuffix(p, "er"), "°")
		var err error
		if n[i], err = strconv.Atoi(p); err != nil || len(p) > 4 {
			return civil.Date{}, false
		}
	}
	switch {
	case len(parts[0]) == 4:
		return day(n[0], n[1], n[2])
	case len(parts[2]) <= 2:
		n[2] += 1900
		if n[2] < 1940 {
			n[2] += 100
		}
	}
	if !named && n[1] > 12 && n[0] <= 12 { // month first
		return day(n[2], n[0], n[1])
	}
	return day(n[2], n[1], n[0])
}

func day(y, m, d int) (civil.Date, bool) {
	date := civil.Date{Year: y, Month: time.Month(m), Day: d}
	return date, date.IsValid() && y >= 1900 && y <= 2200
}

// serialDay reads the number of days since the end of 1899, as spreadsheets count.
func serialDay(s string) (civil.Date, bool) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 3_000 || n > 80_000 {
		return civil.Date{}, false
	}
	return civil.Date{Year: 1899, Month: 12, Day: 30}.AddDays(n), true
}

func monthNamed(s string) int {
	folded := Fold(s)
	if len(folded) < 3 {
		return 0
	}
	for _, names := range [][]string{
		{"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"},
		{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
		{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"},
		{"جانفي", "فيفري", "مارس", "افريل", "ماي", "جوان", "جويليه", "اوت", "سبتمبر", "اكتوبر", "نوفمبر", "ديسمبر"},
		{"يناير", "فبراير", "مارس", "ابريل", "مايو", "يونيو", "يوليوز", "غشت", "شتنبر", "اكتوبر", "نونبر", "دجنبر"},
	} {
		for i, name := range names {
			if name == folded || (len(folded) >= 4 && strings.HasPrefix(name, folded)) || (len(folded) == 3 && strings.HasPrefix(name, folded) && folded != "jui" && folded != "mar" || folded == name) {
				return i + 1
			}
		}
	}
	return 0
}
