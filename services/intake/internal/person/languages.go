package person

import "slices"

// Languages lists the languages that can be recorded as a person's own, the most spoken at the desk first.
func Languages() []string {
	return []string{
		"it", "ar", "fr", "en", "es", "zh", "uk", "ro", "sq", "bn", "ur", "pa", "si", "tl", "tr", "fa", "ps",
		"ti", "am", "so", "ff", "wo", "bm", "ha", "ig", "yo", "pt", "ru", "hi", "ta", "ku", "ka", "sr", "pl",
	}
}

// KnownLanguage reports whether tag is in the list.
func KnownLanguage(tag string) bool { return slices.Contains(Languages(), tag) }
