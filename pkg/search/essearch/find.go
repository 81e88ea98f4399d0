package essearch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/elastic/go-elasticsearch/v8/esapi"

	"github.com/celav/celav/pkg/search"
)

type searchAnswer struct {
	TimedOut bool `json:"timed_out"`
	Hits     struct {
		Total struct {
			Value int `json:"value"`
		} `json:"total"`
		Hits []struct {
			ID      string `json:"_id"`
			Version int64  `json:"_version"`
			Sort    []any  `json:"sort"`
		} `json:"hits"`
	} `json:"hits"`
	Aggregations map[string]struct {
		Buckets []struct {
			Key   string `json:"key"`
			Count int    `json:"doc_count"`
		} `json:"buckets"`
	} `json:"aggregations"`
}

// fieldsToAnswer keeps the answer small: nothing of it that is not read here.
func fieldsToAnswer(q search.Query) []string {
	fields := []string{"timed_out", "hits.total.value"}
	if q.Limit > 0 {
		fields = append(fields, "hits.hits._id")
	}
	if q.Versions {
		fields = append(fields, "hits.hits._version")
	}
	if q.Limit > 0 && len(q.Weights) == 0 { // no page follows a search by weights
		fields = append(fields, "hits.hits.sort")
	}
	if len(q.Facets) > 0 {
		fields = append(fields, "aggregations.*.buckets.key", "aggregations.*.buckets.doc_count")
	}
	return fields
}

func (d *Driver) find(ctx context.Context, s *search.Schema, q search.Query) (search.Answer, error) {
	var found searchAnswer
	for attempt := 1; ; attempt++ {
		found = searchAnswer{}
		err := d.search(ctx, s, q, &found)
		if err == nil {
			break
		}
		// The index of a search that was under way during a swap may be removed beneath it: the alias leads to
		// the next one. The same answers come when somebody removed the index: then it is made anew.
		var r *refusal
		moved := errors.As(err, &r) && (r.status == http.StatusNotFound || r.status == http.StatusServiceUnavailable)
		if !moved || attempt == 3 {
			return search.Answer{}, err
		}
		d.forget(s)
		if err := d.ensure(ctx, s); err != nil {
			return search.Answer{}, err
		}
	}
	a := search.Answer{Total: found.Hits.Total.Value, Facets: map[string][]search.Count{}}
	for _, h := range found.Hits.Hits {
		hit := search.DriverHit{ID: h.ID, Version: h.Version, Keys: make([]*string, len(h.Sort))}
		for i, k := range h.Sort {
			if text, ok := k.(string); ok {
				hit.Keys[i] = &text
			}
		}
		a.Hits = append(a.Hits, hit)
	}
	for _, f := range q.Facets {
		counts := []search.Count{}
		for _, b := range found.Aggregations[f.Field].Buckets {
			counts = append(counts, search.Count{Value: b.Key, Count: b.Count})
		}
		a.Facets[f.Field] = counts
	}
	return a, nil
}

func (d *Driver) search(ctx context.Context, s *search.Schema, q search.Query, found *searchAnswer) error {
	body, err := requestBody(q)
	if err != nil {
		return err
	}
	no := false
	return d.do(ctx, "search", esapi.SearchRequest{
		Index: []string{d.alias(s)}, Body: bytes.NewReader(body), FilterPath: fieldsToAnswer(q), AllowPartialSearchResults: &no,
	}, found)
}

// requestBody is the request for a query.
func requestBody(q search.Query) ([]byte, error) {
	if len(q.Weights) > 0 {
		return weighingBody(q)
	}
	body, err := json.Marshal(searchBody(q))
	if err != nil {
		return nil, fmt.Errorf("write a search request: %w", err)
	}
	return body, nil
}

// searchBody is the request for a query that weighs nothing.
func searchBody(q search.Query) object {
	selected := object{
		"filter":   []object{translate(q.Where)},
		"must_not": []object{{"term": object{deletedField: true}}},
	}
	body := object{
		"query":            object{"bool": selected},
		"size":             q.Limit,
		"track_total_hits": true,
		"_source":          false,
	}
	if q.Versions {
		body["version"] = true
	}
	var order []object
	for _, o := range q.Sort {
		direction := "asc"
		if o.Descending {
			direction = "desc"
		}
		order = append(order, object{sortField + "." + o.Field: object{"order": direction, "missing": "_last"}})
	}
	body["sort"] = append(order, object{idField: "asc"})
	if keys := q.Keys(); keys != nil {
		body["search_after"] = keys
	}
	if len(q.Facets) > 0 {
		facets := object{}
		for _, f := range q.Facets {
			facets[f.Field] = object{"terms": object{
				"field": f.Field, "size": f.Limit, "order": []object{{"_count": "desc"}, {"_key": "asc"}},
			}}
		}
		body["aggs"] = facets
	}
	return body
}
