package essearch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/elastic/go-elasticsearch/v8/esapi"

	"github.com/celav/celav/pkg/fault"
)

// object is a JSON object of a request.
type object = map[string]any

// maxAnswer bounds what is read of one answer: a thousand hits take some hundred kilobytes.
const maxAnswer = 64 << 20

// refusal is an answer with an error status. The engine's reason is left out on purpose: it may quote documents and
// what people searched for.
type refusal struct {
	status int
	kind   string
}

// Error implements error.
func (r *refusal) Error() string {
	return fmt.Sprintf("elasticsearch answered %d %s", r.status, r.kind)
}

func isMissing(err error) bool {
	var r *refusal
	return errors.As(err, &r) && r.status == http.StatusNotFound
}

// do sends a request and decodes the answer into out, when out is not nil.
func (d *Driver) do(ctx context.Context, attempted string, request esapi.Request, out any) error {
	res, err := request.Do(ctx, d.client)
	if err != nil {
		return fmt.Errorf("%s: %w", attempted, unreachable(ctx, err))
	}
	defer func() { _ = res.Body.Close() }() // read to its end below; nothing to do about a failure
	body := io.LimitReader(res.Body, maxAnswer)
	if res.StatusCode >= 400 {
		var answer struct {
			Error struct {
				Type string `json:"type"`
			} `json:"error"`
		}
		_ = json.NewDecoder(body).Decode(&answer) // some refusals have a body of another form: the status remains
		r := &refusal{status: res.StatusCode, kind: answer.Error.Type}
		switch res.StatusCode {
		case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return fmt.Errorf("%s: %w", attempted, unavailable(r))
		case http.StatusUnauthorized, http.StatusForbidden:
			return fmt.Errorf("%s: %w", attempted, unavailable(fmt.Errorf("credentials refused: %w", r)))
		}
		return fmt.Errorf("%s: %w", attempted, r)
	}
	if out == nil {
		_, err = io.Copy(io.Discard, body)
	} else {
		err = json.NewDecoder(body).Decode(out)
	}
	if err != nil {
		return fmt.Errorf("%s: read the answer: %w", attempted, unreachable(ctx, err))
	}
	return nil
}

// unreachable maps a failure of the connection; the caller's own cancelling stays what it is.
func unreachable(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return err
	}
	return unavailable(err)
}

func unavailable(cause error) error {
	return fault.New(fault.Unavailable, "The search engine does not answer now.").Because(cause)
}

func encode(v any) (io.Reader, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write a search request: %w", err)
	}
	return bytes.NewReader(b), nil
}
