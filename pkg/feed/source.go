package feed

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/celav/celav/pkg/fault"
)

// Source is where a follower reads: another service's feed.
type Source interface {
	// Changes MUST answer like Log.Changes: items after the cursor in order, waiting when there are none.
	Changes(ctx context.Context, after string, limit int, wait time.Duration) (Page, error)
}

// HTTPSource reads a feed over HTTP.
type HTTPSource struct {
	// Client adds the service's token. Its own time-out, if any, must be longer than MaxWait.
	Client *http.Client
	// URL is the feed's address without a query: "http://…/intake/v1/changes".
	URL string
}

const (
	// answerTime is what an answer may take beyond the wait that was asked for.
	answerTime = 15 * time.Second
	// maxPage bounds an answer: 500 entities of 64 KB.
	maxPage = 32 << 20
)

// Changes implements Source.
func (s HTTPSource) Changes(ctx context.Context, after string, limit int, wait time.Duration) (Page, error) {
	ctx, cancel := context.WithTimeout(ctx, wait+answerTime)
	defer cancel()
	q := url.Values{"limit": {strconv.Itoa(limit)}, "wait": {wait.String()}}
	if after != "" {
		q.Set("after", after)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"?"+q.Encode(), nil)
	if err != nil {
		return Page{}, fmt.Errorf("ask for a feed: %w", err)
	}
	res, err := s.Client.Do(req)
	if err != nil {
		return Page{}, fault.New(fault.Unavailable, "The feed does not answer.").Because(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 1<<16))
		return Page{}, refused(res)
	}
	var page Page
	if err := json.NewDecoder(io.LimitReader(res.Body, maxPage)).Decode(&page); err != nil {
		return Page{}, fault.New(fault.Unavailable, "The feed's answer cannot be read.").Because(err)
	}
	return page, nil
}

func refused(res *http.Response) error {
	kind := fault.Unavailable
	switch res.StatusCode {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		kind = fault.Invalid
	case http.StatusUnauthorized:
		kind = fault.Unauthenticated
	case http.StatusForbidden:
		kind = fault.Forbidden
	case http.StatusNotFound:
		kind = fault.NotFound
	case http.StatusTooManyRequests:
		kind = fault.Throttled
	}
	f := fault.New(kind, "The feed answers %d.", res.StatusCode)
	if s, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && s > 0 {
		f = f.After(time.Duration(s) * time.Second)
	}
	return f
}
