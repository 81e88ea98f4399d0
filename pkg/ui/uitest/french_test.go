package uitest

import "testing"

func TestFrenchBlanks(t *testing.T) {
	for text, faulty := range map[string]bool{
		"Délivré le:": true, "Délivré le :": true, "Délivré le\u00a0:": false, "{{.Day}}: {{.What}}": true, "{{.Day}}\u00a0: {{.What}}": false,
		"à 14:30": false, "Qui?": true, "Qui ?": true, "Qui\u00a0?": false, "«\u00a0{{.Name}}\u00a0»": false, "« {{.Name}} »": true, "https://example.org/a?b": false,
	} {
		if got := frenchFault(text) != ""; got != faulty {
			t.Errorf("%q: faulty %v, want %v", text, got, faulty)
		}
	}
}
