package naming

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/celav/celav/pkg/contract/assessment"
)

// labels remembers for a while how concepts are called: they change when somebody imports another taxonomy, and a ranking
// names hundreds of them. They are the same for every caller, and of nobody.
type labels struct {
	now   func() time.Time
	mu    sync.Mutex
	known map[string]map[string]label // by language and id
}

// label is empty where nobody knows the concept.
type label struct {
	text  string
	until time.Time
}

const (
	labelsKept  = 50_000 // of each language; a taxonomy has some 17,000
	labelsFresh = 2 * time.Minute
)

func newLabels(now func() time.Time) *labels {
	return &labels{now: now, known: map[string]map[string]label{}}
}

// take moves what is known into the answer and returns the ids that have to be asked for.
func (l *labels) take(language string, ids []string, into map[string]string) (missing []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now, known := l.now(), l.known[language]
	for _, id := range ids {
		found, ok := known[id]
		switch {
		case !ok || now.After(found.until):
			missing = append(missing, id)
		case found.text != "":
			into[id] = found.text
		}
	}
	return missing
}

// keep remembers an answer to a question for ids.
func (l *labels) keep(language string, ids []string, answer map[string]string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	known := l.known[language]
	if known == nil || len(known)+len(ids) > labelsKept {
		known = map[string]label{}
		l.known[language] = known
	}
	until := l.now().Add(labelsFresh)
	for _, id := range ids {
		known[id] = label{answer[id], until}
	}
}

// concepts names concepts, from memory as far as it is fresh.
func (c *Client) concepts(ctx context.Context, ids []string, language string, into map[string]string) error {
	return eachBatch(c.labels.take(language, ids, into), func(ids []string) error {
		r, err := c.assessment.ReadLabelsWithResponse(ctx, assessment.LabelsRequest{Ids: ids, Language: assessment.Language(language)})
		if err != nil {
			return fmt.Errorf("ask for labels: %w", err)
		}
		if r.JSON200 == nil {
			return refused(r.HTTPResponse, r.Body)
		}
		c.labels.keep(language, ids, r.JSON200.Labels)
		for id, label := range r.JSON200.Labels {
			into[id] = label
		}
		return nil
	})
}
