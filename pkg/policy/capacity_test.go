package policy_test

import (
	"testing"

	"github.com/celav/celav/pkg/policy"
)

func TestHostSeats(t *testing.T) {
	set := rules(t)
	for people, want := range map[int]int{0: 1, 5: 1, 6: 2, 20: 2, 21: 3, 30: 3, 31: 4, 100: 10, 101: 11} {
		if got, ok := set.HostSeats("lombardy", people); !ok || got != want {
			t.Errorf("%d people: %d trainees, want %d", people, got, want)
		}
	}
	if _, ok := set.HostSeats("piedmont", 10); ok {
		t.Error("a region without a rule has no known limit")
	}
	if r := set.HostCapacity(1, 1); r.Decision != policy.Block || r.Result().Rule != "TR-09" {
		t.Errorf("a full host: %s", r.Decision)
	}
	if r := set.HostCapacity(0, 1); r.Decision != policy.OK {
		t.Errorf("a host with room: %s", r.Decision)
	}
}
