package personlink_test

import (
	"testing"
	"time"

	"github.com/celav/celav/services/intake/internal/personlink"
)

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
