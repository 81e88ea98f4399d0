package ui

import "testing"

func TestElided(t *testing.T) {
	for text, want := range map[string]string{
		"dal 8\u00a0marzo\u00a02026":                                  "dall’8\u00a0marzo\u00a02026",
		"Dal 11\u00a0ottobre\u00a02026 al 8\u00a0novembre\u00a02026.": "Dall’11\u00a0ottobre\u00a02026 all’8\u00a0novembre\u00a02026.",
		"entro il 8\u00a0agosto, del 11\u00a0maggio":                  "entro l’8\u00a0agosto, dell’11\u00a0maggio",
		"dal 18\u00a0marzo\u00a02026":                                 "dal 18\u00a0marzo\u00a02026",
		"il 8 per cento":                                              "il 8 per cento",
		"8\u00a0marzo\u00a02026":                                      "8\u00a0marzo\u00a02026",
	} {
		if got := elided(text); got != want {
			t.Errorf("%q is written %q, not %q", text, got, want)
		}
	}
}
