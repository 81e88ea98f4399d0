package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/celav/celav/pkg/problem"
)

// refused is the fault that a generated client's answer tells, nil for an answer below 300. The client has read
// the body already.
func refused(resp *http.Response, body []byte) error {
	if resp.StatusCode < http.StatusMultipleChoices {
		return nil
	}
	again := *resp
	again.Body = io.NopCloser(bytes.NewReader(body))
	return problem.Read(&again)
}

// writeJSON writes an answer of the API, indented.
func writeJSON(w io.Writer, body []byte) error {
	var out bytes.Buffer
	if err := json.Indent(&out, body, "", "  "); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if _, err := out.WriteTo(w); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}
