package naming_test

import (
	"testing"

	"github.com/celav/celav/services/employer-outreach/internal/naming"
)

func TestKey(t *testing.T) {
	for _, alike := range [][]string{
		{"Caffè Dell'Angolo S.r.l.", "CAFFE DELL’ANGOLO srl", "dell'angolo caffè"},
		{"Panificio Aurora & C.", "aurora panificio"},
		{"srl", "S.R.L."},
	} {
		for _, name := range alike[1:] {
			if a, b := naming.Key(alike[0]), naming.Key(name); a != b || a == "" {
				t.Errorf("%q is %q and %q is %q", alike[0], a, name, b)
			}
		}
	}
	if naming.Key("Panificio Aurora") == naming.Key("Panificio Alba") {
		t.Error("two companies are one")
	}
}
