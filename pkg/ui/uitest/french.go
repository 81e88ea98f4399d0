package uitest

import (
	"regexp"
	"strings"
	"testing"
)

// outside are the parts of a text that no typographer touches: what is put in, and addresses.
var outside = regexp.MustCompile(`\{\{.*?\}\}|https?://\S+`)

// frenchFaults are signs without the blank that French puts beside them, or with one that may break.
var frenchFaults = regexp.MustCompile(`(?:[^\x{00a0}]|^)[;?!»]|«[^\x{00a0}]|[^\x{00a0}\d]:(?:\s|$)| [:;?!»]`)

// checkFrench fails where a French text writes ":", ";", "?", "!" or "»" without a no-break blank (U+00A0) before it, or
// "«" without one after it.
func checkFrench(t *testing.T, id, text string) {
	t.Helper()
	if fault := frenchFault(text); fault != "" {
		t.Errorf("fr.json: %s needs a no-break blank at %q", id, fault)
	}
}

func frenchFault(text string) string {
	return frenchFaults.FindString(outside.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("x", len(s)) }))
}
