package journey_test

import (
	"net/http"
	"strings"
	"testing"
)

// Limits hold on the whole suite: how large, how often, and under which policy of contents.
func TestLimits(t *testing.T) {
	c := together(t, nil)
	t.Run("size", func(t *testing.T) {
		huge := []byte(`{"name":"` + strings.Repeat("x", 3<<20) + `"}`)
		got := c.as(t, "demo-counsellor-1").send("POST", "/intake/v1/people/search", huge)
		if got.status != http.StatusRequestEntityTooLarge && got.status != http.StatusUnprocessableEntity && got.status != http.StatusBadRequest {
			t.Errorf("three megabytes answer %d", got.status)
		}
	})
	t.Run("rate", func(t *testing.T) {
		counsellor, other := c.as(t, "demo-counsellor-1"), c.as(t, "demo-counsellor-2")
		for range 2000 {
			got := counsellor.send("GET", "/intake/v1/teams", nil)
			if got.status == http.StatusTooManyRequests {
				if got.header.Get("Retry-After") == "" {
					t.Error("429 without Retry-After")
				}
				if got := other.send("GET", "/intake/v1/teams", nil); got.status != http.StatusOK {
					t.Errorf("somebody else at the same address is slowed down too: %d", got.status)
				}
				return
			}
		}
		t.Error("two thousand requests at once were all answered")
	})
	t.Run("policy", func(t *testing.T) {
		b := c.browser(t)
		b.signIn("demo-counsellor-1")
		for _, path := range []string{"/", "/home", "/accessibility", "/intake/people", "/nowhere", "/intake/v1/teams"} {
			got := b.send("GET", path, nil)
			policy := got.header.Get("Content-Security-Policy")
			for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
				if !strings.Contains(policy, part) {
					t.Errorf("%s: the policy lacks %s", path, part)
				}
			}
			if strings.Contains(policy, "unsafe") || got.header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s: %v", path, got.header)
			}
			for _, bad := range []string{" style=", "<style", " onclick=", "javascript:", "<script>"} {
				if strings.Contains(string(got.body), bad) {
					t.Errorf("%s holds %q", path, bad)
				}
			}
		}
	})
}
