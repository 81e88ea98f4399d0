package essearch

import (
	"context"
	"errors"
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
func fieldsToAnswer() []string {
	return []string{
		"timed_out", "hits.total.value", "hits.hits._id", "hits.hits._version", "hits.hits.sort",
		"aggregations.*.buckets.key", "aggregations.*.buckets.doc_count",
	}
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
	body, err := encode(searchBody(q))
	if err != nil {
		return err
	}
	no := false
	return d.do(ctx, "search", esapi.SearchRequest{
		Index: []string{d.alias(s)}, Body: body, FilterPath: fieldsToAnswer(), AllowPartialSearchResults: &no,
	}, found)
}

// leastSum leaves out documents whose scaled sums are nothing.
const leastSum = 1e-6

// searchBody is the request for a query.
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
	byID := object{idField: "asc"}
	if len(q.Weights) > 0 {
		must, should := weighed(q.Weights)
		if len(must) > 0 {
			selected["must"] = must
		} else {
			selected["minimum_should_match"] = 1
		}
		if len(should) > 0 {
			selected["should"] = should
		}
		body["min_score"] = leastSum
		body["sort"] = []object{{"_score": "desc"}, byID}
		return body
	}
	var order []object
	for _, o := range q.Sort {
		direction := "asc"
		if o.Descending {
			direction = "desc"
		}
		order = append(order, object{sortField + "." + o.Field: object{"order": direction, "missing": "_last"}})
	}
	body["sort"] = append(order, byID)
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
