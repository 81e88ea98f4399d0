package correction_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/intake/internal/correction"
)

func pointers(err error) []string {
	var f *fault.Error
	var out []string
	if errors.As(err, &f) {
		for _, v := range f.Violations {
			out = append(out, v.Pointer+" "+v.Code)
		}
	}
	return out
}

func TestAsk(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 30, 15, 7, time.UTC)
	for _, c := range []struct {
		name, item, text string
		want             []string
	}{
		{"all right", "identity", " My name is written with two n. ", nil},
		{"nothing said", "", " ", []string{"/item required", "/text required"}},
		{"no such item", "team", "x", []string{"/item unknown"}},
		{"too long", "other", strings.Repeat("è", correction.MaxText+1), []string{"/text too-long"}},
	} {
		r, err := correction.Ask("id", "p", correction.Item(c.item), c.text, now)
		if !slices.Equal(pointers(err), c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		if err == nil && (r.State != correction.Open || r.Text != strings.TrimSpace(c.text) || !r.Due().Equal(time.Date(2026, 12, 23, 9, 30, 15, 0, time.UTC))) {
			t.Errorf("%s: %+v, due %s", c.name, r, r.Due())
		}
	}
}

// The whole machine: every state, every answer.
func TestAnswered(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for _, from := range []correction.State{correction.Open, correction.Corrected, correction.Declined} {
		for _, c := range []struct {
			to     correction.State
			answer string
			want   []string
		}{
			{correction.Corrected, "", nil},
			{correction.Corrected, "Done.", nil},
			{correction.Declined, "It is what the paper says.", nil},
			{correction.Declined, " ", []string{"/answer required"}},
			{correction.Open, "x", []string{"/state required"}},
			{"", "", []string{"/state required"}},
			{correction.Corrected, strings.Repeat("x", correction.MaxText+1), []string{"/answer too-long"}},
		} {
			before := correction.Request{ID: "id", State: from, Text: "t"}
			after, err := before.Answered(c.to, c.answer, "s", now)
			switch {
			case from != correction.Open:
				if !fault.Is(err, fault.Precondition) || after != before {
					t.Errorf("%s to %s: %+v, %v", from, c.to, after, err)
				}
			case !slices.Equal(pointers(err), c.want):
				t.Errorf("%s to %s with %.10q: %v, want %v", from, c.to, c.answer, err, c.want)
			case err != nil && after != before:
				t.Errorf("a refused answer changed the request: %+v", after)
			case err == nil && (after.State != c.to || after.AnsweredBy != "s" || !after.AnsweredAt.Equal(now)):
				t.Errorf("answered: %+v", after)
			}
		}
	}
}
