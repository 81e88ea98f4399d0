package policy_test

import (
	"testing"

	"github.com/celav/celav/pkg/policy"
)

func TestPay(t *testing.T) {
	set := shippedRules(t)
	for name, c := range map[string]struct {
		attended int
		cents    int64
		decision policy.Decision
	}{
		"all of it":     {6000, 50_000, policy.OK},
		"more":          {7000, 50_000, policy.OK},
		"80 percent":    {4800, 50_000, policy.OK},
		"a minute less": {4799, 39_992, policy.Human},
		"half":          {3000, 25_000, policy.Human},
		"nothing":       {0, 0, policy.Human},
	} {
		cents, r := set.Pay(50_000, c.attended, 6000)
		if cents != c.cents || r.Decision != c.decision || r.Rule != "TR-08" || r.Version == "" {
			t.Errorf("%s: %d %+v", name, cents, r)
		}
	}
}
