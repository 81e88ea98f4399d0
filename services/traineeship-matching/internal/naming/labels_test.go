package naming

import (
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Labels are remembered by language, for a while, and never more than a bound.
func TestLabelsAreRememberedForAWhile(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	l := newLabels(func() time.Time { return now })
	asked := func(language string, ids ...string) (found map[string]string, missing []string) {
		found = map[string]string{}
		missing = l.take(language, ids, found)
		return found, missing
	}
	l.keep("it", map[string]string{"a": "cuoco"})
	found, missing := asked("it", "a", "unknown")
	if diff := cmp.Diff(map[string]string{"a": "cuoco"}, found) + cmp.Diff([]string{"unknown"}, missing); diff != "" {
		t.Error(diff)
	}
	if _, missing := asked("fr", "a"); len(missing) != 1 {
		t.Error("a label of another language")
	}
	now = now.Add(labelsFresh + time.Second)
	if found, missing := asked("it", "a"); len(found) != 0 || len(missing) != 1 {
		t.Errorf("an old label is given: %v", found)
	}
	for n := range labelsKept + 10 {
		l.keep("it", map[string]string{strconv.Itoa(n): "x"})
	}
	if kept := len(l.known["it"]); kept > labelsKept {
		t.Errorf("%d labels are kept", kept)
	}
}
