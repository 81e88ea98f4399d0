package problem_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/problem"
)

// A fault that crosses HTTP is the same fault on the other side.
func TestRoundTrip(t *testing.T) {
	for _, kind := range []fault.Kind{
		fault.Invalid, fault.Unauthenticated, fault.Forbidden, fault.NotFound,
		fault.Conflict, fault.Precondition, fault.Throttled, fault.Unavailable,
	} {
		t.Run(kind.String(), func(t *testing.T) {
			sent := fault.New(kind, "what the caller may read").After(3 * time.Second)
			sent.Violations = []fault.Violation{{Pointer: "/sites/0", Code: "required", Message: "is missing"}, {Parameter: "limit", Code: "range", Message: "is too large"}}
			rec := httptest.NewRecorder()
			if err := problem.Write(rec, fmt.Errorf("read the file: %w", sent), "trace-1"); err != nil {
				t.Fatal(err)
			}
			var got *fault.Error
			if err := problem.Read(rec.Result()); !errors.As(err, &got) {
				t.Fatalf("got %v, want a fault", err)
			}
			if got.Kind != kind || got.Message != sent.Message {
				t.Errorf("got %v %q", got.Kind, got.Message)
			}
			if diff := cmp.Diff(sent.Violations, got.Violations); diff != "" {
				t.Error(diff)
			}
			wantRetry := kind == fault.Throttled || kind == fault.Unavailable
			if (got.RetryAfter == 3*time.Second) != wantRetry {
				t.Errorf("retry after %v", got.RetryAfter)
			}
		})
	}
}

// The text of an internal error stays inside.
func TestInternalSaysNothing(t *testing.T) {
	rec := httptest.NewRecorder()
	if err := problem.Write(rec, errors.New("pq: password is hunter2"), "trace-2"); err != nil {
		t.Fatal(err)
	}
	if rec.Code != http.StatusInternalServerError || strings.Contains(rec.Body.String(), "hunter2") || !strings.Contains(rec.Body.String(), "trace-2") {
		t.Errorf("answer %d %s", rec.Code, rec.Body)
	}
	if err := problem.Read(rec.Result()); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a peer's internal error reads as %v, want unavailable", err)
	}
}

// An answer that is no problem document still gets a kind.
func TestForeignAnswers(t *testing.T) {
	for status, want := range map[int]fault.Kind{
		400: fault.Invalid, 413: fault.Invalid, 404: fault.NotFound, 405: fault.NotFound, 502: fault.Unavailable, 504: fault.Unavailable, 418: fault.Internal,
	} {
		resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: http.NoBody}
		if err := problem.Read(resp); fault.KindOf(err) != want {
			t.Errorf("%d reads as %v, want %v", status, err, want)
		}
	}
}
