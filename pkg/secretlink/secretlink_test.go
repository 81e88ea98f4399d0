package secretlink_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/celav/celav/pkg/secretlink"
)

func TestToken(t *testing.T) {
	token, hash, err := secretlink.New(bytes.NewReader(bytes.Repeat([]byte{7}, 32)))
	if err != nil || !secretlink.Plausible(token) || secretlink.Hash(token) != hash || strings.Contains(hash, token) || len(token) != 43 {
		t.Errorf("%q, %q, %v", token, hash, err)
	}
	if _, _, err := secretlink.New(bytes.NewReader([]byte("short"))); err == nil {
		t.Error("a token of too little chance")
	}
	for _, bad := range []string{"", "x", token[1:], token + "A", token[:42] + "="} {
		if secretlink.Plausible(bad) {
			t.Errorf("%q looks like a token", bad)
		}
	}
}

func TestFrom(t *testing.T) {
	token, hash := secretlink.From([]byte("tag"))
	again, _ := secretlink.From([]byte("tag"))
	other, _ := secretlink.From([]byte("another"))
	if !secretlink.Plausible(token) || secretlink.Hash(token) != hash || token != again || token == other {
		t.Errorf("%q, %q, %q", token, again, other)
	}
}
