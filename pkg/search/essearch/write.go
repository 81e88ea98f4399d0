package essearch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/elastic/go-elasticsearch/v8/esapi"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
)

// Limits of one bulk request.
const (
	bulkOperations = 1000
	bulkBytes      = 5 << 20
)

// Write implements search.Driver. Operations that the cluster turns away because it is busy are sent again, later
// and later, until the caller's deadline.
func (d *Driver) Write(ctx context.Context, s *search.Schema, generation string, ops []search.Operation) error {
	for len(ops) > 0 {
		body, n, err := bulkBody(ops)
		if err != nil {
			return err
		}
		if err := d.send(ctx, s, generation, ops[:n], body); err != nil {
			return err
		}
		ops = ops[n:]
	}
	return nil
}

// send writes one request's worth of operations, retrying those that were turned away.
func (d *Driver) send(ctx context.Context, s *search.Schema, generation string, ops []search.Operation, body []byte) error {
	delay := backoff.NewExponentialBackOff()
	delay.InitialInterval, delay.MaxInterval = 100*time.Millisecond, 5*time.Second
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		var none struct{}
		again, err := d.bulk(ctx, s, generation, ops, body)
		if err != nil {
			return none, backoff.Permanent(err)
		}
		if len(again) == 0 {
			return none, nil
		}
		ops = again
		if body, _, err = bulkBody(ops); err != nil {
			return none, backoff.Permanent(err)
		}
		return none, fault.New(fault.Unavailable, "The search engine is too busy.")
	}, backoff.WithBackOff(delay), backoff.WithMaxElapsedTime(0))
	if err != nil && ctx.Err() != nil && fault.KindOf(err) == fault.Internal {
		return unreachable(ctx, err)
	}
	return err
}

type bulkAnswer struct {
	Errors bool `json:"errors"`
	Items  []map[string]struct {
		Status int `json:"status"`
		Error  struct {
			Type string `json:"type"`
		} `json:"error"`
	} `json:"items"`
}

// bulk sends the operations once and returns those to send again.
func (d *Driver) bulk(ctx context.Context, s *search.Schema, generation string, ops []search.Operation, body []byte) ([]search.Operation, error) {
	request := esapi.BulkRequest{Body: bytes.NewReader(body), FilterPath: []string{"errors", "items.*.status", "items.*.error.type"}}
	if generation == "" {
		if err := d.ensure(ctx, s); err != nil {
			return nil, err
		}
		yes := true
		request.Index, request.RequireAlias = d.alias(s), &yes
	} else {
		request.Index = d.physical(s, generation)
	}
	var answer bulkAnswer
	err := d.do(ctx, "write to the index", request, &answer)
	var busy *refusal
	if errors.As(err, &busy) && busy.status == http.StatusTooManyRequests {
		return ops, nil
	}
	if err != nil || !answer.Errors {
		return nil, err
	}
	var again []search.Operation
	for i, item := range answer.Items {
		for _, result := range item {
			switch {
			case result.Status < 300, result.Status == http.StatusConflict: // written, or late
			case result.Status == http.StatusTooManyRequests:
				again = append(again, ops[i])
			case result.Status == http.StatusNotFound && generation == "":
				d.forget(s) // somebody removed the index: make it anew
				again = append(again, ops[i])
			case result.Status >= 500:
				return nil, unavailable(&refusal{status: result.Status, kind: result.Error.Type})
			default:
				return nil, fmt.Errorf("write to the index: %w", &refusal{status: result.Status, kind: result.Error.Type})
			}
		}
	}
	return again, nil
}

// bulkBody writes as many operations as one request takes and says how many.
func bulkBody(ops []search.Operation) ([]byte, int, error) {
	var b bytes.Buffer
	lines := json.NewEncoder(&b)
	n := 0
	for _, op := range ops {
		action := object{"index": object{"_id": op.ID, "version": op.Version, "version_type": "external_gte"}}
		if err := lines.Encode(action); err != nil {
			return nil, 0, fmt.Errorf("write a bulk request: %w", err)
		}
		if err := lines.Encode(source(op)); err != nil {
			return nil, 0, fmt.Errorf("write a bulk request: %w", err)
		}
		if n++; n == bulkOperations || b.Len() > bulkBytes {
			break
		}
	}
	return b.Bytes(), n, nil
}

// source is the document as the engine gets it.
func source(op search.Operation) object {
	o := object{idField: op.ID}
	if op.Deleted {
		o[deletedField] = true
		return o
	}
	for name, v := range op.Document.Values() {
		switch {
		case v.Keywords != nil:
			o[name] = v.Keywords
		case v.Texts != nil:
			o[name] = v.Texts
		case v.Place != nil:
			o[name] = object{"lat": v.Place.Lat, "lon": v.Place.Lon}
		case v.Dates != nil:
			o[name] = v.Dates
		case v.Numbers != nil:
			o[name] = v.Numbers
		case v.Flag != nil:
			o[name] = *v.Flag
		}
	}
	if len(op.SortKeys) > 0 {
		o[sortField] = op.SortKeys
	}
	return o
}
