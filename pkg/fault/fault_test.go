package fault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/celav/celav/pkg/fault"
)

func TestKindSurvivesWrapping(t *testing.T) {
	for kind := fault.Invalid; kind <= fault.Unavailable; kind++ {
		err := fmt.Errorf("read the file: %w", fault.New(kind, "no %s", "luck"))
		if fault.KindOf(err) != kind || !fault.Is(err, kind) || fault.Is(err, fault.Internal) {
			t.Errorf("%v reads as %v", kind, fault.KindOf(err))
		}
	}
	if fault.KindOf(errors.New("plain")) != fault.Internal || fault.Is(nil, fault.Internal) {
		t.Error("an error without a kind is internal, no error is nothing")
	}
}

// The cause is for the log: it is in the error's text and chain, not in the message that leaves.
func TestCauseStaysInside(t *testing.T) {
	cause := errors.New("connection refused")
	f := fault.New(fault.Unavailable, "The index does not answer.").Because(cause).After(time.Second)
	if !errors.Is(f, cause) || !strings.Contains(f.Error(), "refused") || strings.Contains(f.Message, "refused") || f.RetryAfter != time.Second {
		t.Errorf("%+v", f)
	}
	again := f.Because(nil)
	if errors.Is(again, cause) || !errors.Is(f, cause) {
		t.Error("a fault is changed by being completed")
	}
}

func TestViolationsAreToldTogether(t *testing.T) {
	var v fault.Violations
	if err := v.Err(); err != nil {
		t.Errorf("nothing is wrong, got %v", err)
	}
	v.Add("/name", "required", "is required")
	v.Add("/sites/0", "unknown", "is not one of %d sites", 3)
	var f *fault.Error
	if err := v.Err(); !errors.As(err, &f) || f.Kind != fault.Invalid || len(f.Violations) != 2 || f.Violations[1].Message != "is not one of 3 sites" {
		t.Errorf("got %+v", f)
	}
}
