package personlink_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/celav/celav/services/intake/internal/personlink"
)

func TestToken(t *testing.T) {
	token, hash, err := personlink.Token(bytes.NewReader(bytes.Repeat([]byte{7}, 32)))
	if err != nil || !personlink.Plausible(token) || personlink.Hash(token) != hash || strings.Contains(hash, token) || len(token) != 43 {
		t.Errorf("%q, %q, %v", token, hash, err)
	}
	if _, _, err := personlink.Token(bytes.NewReader([]byte("short"))); err == nil {
		t.Error("a token of too little chance")
	}
	for _, bad := range []string{"", "x", token[1:], token + "A", token[:42] + "="} {
		if personlink.Plausible(bad) {
			t.Errorf("%q looks like a token", bad)
		}
	}
}

func TestLive(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		link personlink.Link
		want bool
	}{
		"holds":     {personlink.Link{ExpiresAt: now.Add(time.Second)}, true},
		"expired":   {personlink.Link{ExpiresAt: now}, false},
		"withdrawn": {personlink.Link{ExpiresAt: now.Add(time.Hour), RevokedAt: now.Add(-time.Hour)}, false},
	} {
		if got := c.link.Live(now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
