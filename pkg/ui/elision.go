package ui

import "strings"

// elided writes Italian as it is spoken before the eighth and the eleventh of a month: "dall’8 marzo", not "dal 8 marzo".
// A text does not know which day is put into it. A day is one word here: its blanks are those of Date, which do not break.
func elided(text string) string {
	if !strings.Contains(text, " 8\u00a0") && !strings.Contains(text, " 11\u00a0") {
		return text
	}
	words := strings.Split(text, " ")
	out := words[0]
	for i := 1; i < len(words); i++ {
		before, joined := elisions()[words[i-1]]
		if joined && elides(words[i]) {
			out = strings.TrimSuffix(out, words[i-1]) + before + "’" + words[i]
			continue
		}
		out += " " + words[i]
	}
	return out
}

// elides tells a day of a month that is spoken with a vowel first.
func elides(word string) bool {
	day, rest, _ := strings.Cut(word, "\u00a0")
	month, _, _ := strings.Cut(rest, "\u00a0")
	return (day == "8" || day == "11") && isMonth(month)
}

func elisions() map[string]string {
	return map[string]string{
		"il": "l", "al": "all", "dal": "dall", "del": "dell", "nel": "nell", "sul": "sull",
		"Il": "L", "Al": "All", "Dal": "Dall", "Del": "Dell", "Nel": "Nell", "Sul": "Sull",
	}
}

func isMonth(word string) bool {
	switch strings.TrimRight(word, ",.;:)") {
	case "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre":
		return true
	}
	return false
}
