package naming

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Likeness
	}{
		{"Ana Díaz", "DIAZ, ana", Same},
		{"Mohamed El Amrani", "Muhammad El-Amrani", Likely},
		{"Mohammed Ben Ali", "Mohamed Ben Ali", Likely},
		{"محمد أمين", "محمد امين", Same},
		{"Fatou Diop", "Fatou Ndiaye", Some},
		{"Giulia Rossi", "Marco Bianchi", None},
		{"", "Marco", None},
		{"N'Diaye Awa", "Ndiaye Awa", Same},
	} {
		if got := Compare(c.a, c.b); got != c.want {
			t.Errorf("Compare(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestCompareIsSymmetricAndReflexive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		if Compare(a, b) != Compare(b, a) {
			t.Fatalf("Compare(%q, %q) depends on the order", a, b)
		}
		if len(Tokens(a)) > 0 && Compare(a, a) != Same {
			t.Fatalf("%q is not itself", a)
		}
	})
}

func TestTokensIgnoreCaseAndOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zàèéìòù]{1,10}`), 1, 6).Draw(t, "words")
		turned := slices.Clone(words)
		slices.Reverse(turned)
		if !slices.Equal(Tokens(strings.Join(words, " ")), Tokens(strings.ToUpper(strings.Join(turned, ", ")))) {
			t.Fatalf("%q", words)
		}
	})
}
