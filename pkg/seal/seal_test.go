package seal_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/seal"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func fresh(t *testing.T) *seal.Sealer {
	t.Helper()
	value, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	s, err := seal.New(value)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOpensOnlyWhereItWasSealed(t *testing.T) {
	s := fresh(t)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringN(0, 12, -1)
		table, row, column := name.Draw(t, "table"), name.Draw(t, "row"), name.Draw(t, "column")
		plain := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "plain")
		sealed, err := s.Seal(plain, table, row, column)
		if err != nil {
			t.Fatal(err)
		}
		opened, err := s.Open(sealed, table, row, column)
		if err != nil || !bytes.Equal(opened, plain) {
			t.Fatalf("opened %v, %v", opened, err)
		}
		a, b, c := name.Draw(t, "other table"), name.Draw(t, "other row"), name.Draw(t, "other column")
		if a == table && b == row && c == column {
			return
		}
		if _, err := s.Open(sealed, a, b, c); err == nil {
			t.Fatal("opened at another place")
		}
	})
}

func TestPlacesDoNotRunTogether(t *testing.T) {
	s := fresh(t)
	sealed, err := s.Seal([]byte("x"), "ab", "c", "d")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(sealed, "a", "bc", "d"); err == nil {
		t.Error("a value of table ab row c opened in table a row bc")
	}
	sealed[len(sealed)-1] ^= 1
	if _, err := s.Open(sealed, "ab", "c", "d"); err == nil {
		t.Error("a changed value opened")
	}
}

func TestBlindIndex(t *testing.T) {
	s, other := fresh(t), fresh(t)
	index := func(s *seal.Sealer, purpose, value string) string {
		b := s.BlindIndex(purpose, value)
		if len(b) != 32 {
			t.Fatalf("%d bytes", len(b))
		}
		return string(b)
	}
	one := index(s, "tax-code", "RSSMRA80A01F205X")
	if one != index(s, "tax-code", "RSSMRA80A01F205X") {
		t.Error("equal values differ")
	}
	for what, got := range map[string]string{
		"another value":   index(s, "tax-code", "RSSMRA80A01F205Y"),
		"another purpose": index(s, "phone", "RSSMRA80A01F205X"),
		"another key":     index(other, "tax-code", "RSSMRA80A01F205X"),
	} {
		if got == one {
			t.Errorf("%s gives the same index", what)
		}
	}
	if !s.HasTag("tax-code", []byte("RSSMRA80A01F205X"), []byte(one)) || other.HasTag("tax-code", []byte("RSSMRA80A01F205X"), []byte(one)) {
		t.Error("HasTag does not tell keys apart")
	}
}

func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "seal.key")
	first, err := seal.LoadOrCreate(path)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := first.Seal([]byte("kept"), "t", "r", "c")
	if err != nil {
		t.Fatal(err)
	}
	second, err := seal.LoadOrCreate(path)
	if err != nil {
		t.Fatal(err)
	}
	if opened, err := second.Open(sealed, "t", "r", "c"); err != nil || string(opened) != "kept" {
		t.Errorf("opened %q, %v after a restart", opened, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file has mode %v, %v", info.Mode(), err)
	}
}

func TestBadKeysAreNotShown(t *testing.T) {
	for _, value := range []string{"", "hunter2", "aHVudGVyMg==", "e30=", strings.Repeat("QUFB", 20)} {
		_, err := seal.New(value)
		if err == nil || (value != "" && strings.Contains(err.Error(), value)) {
			t.Errorf("New(%q) = %v", value, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	value, err := seal.Generate()
	if err != nil {
		f.Fatal(err)
	}
	s, err := seal.New(value)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte("not sealed"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := s.Open(data, "t", "r", "c"); err == nil {
			t.Error("opened what was never sealed")
		}
	})
}
