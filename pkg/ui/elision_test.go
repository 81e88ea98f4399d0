package ui

import "testing"

func TestElided(t *testing.T) {
	for text, want := range map[string]string{
		"dal 8 marzo 2026":                        "dall’8 marzo 2026",
		"Dal 11 ottobre 2026 al 8 novembre 2026.": "Dall’11 ottobre 2026 all’8 novembre 2026.",
		"entro il 8 agosto, del 11 maggio":        "entro l’8 agosto, dell’11 maggio",
		"dal 18 marzo 2026":                       "dal 18 marzo 2026",
		"il 8 per cento":                          "il 8 per cento",
		"8 marzo 2026":                            "8 marzo 2026",
	} {
		if got := elided(text); got != want {
			t.Errorf("%q is written %q, not %q", text, got, want)
		}
	}
}
