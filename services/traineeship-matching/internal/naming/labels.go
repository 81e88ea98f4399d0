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
		if found, ok := known[id]; ok && !now.After(found.until) {
			into[id] = found.text
		} else {
			missing = append(missing, id)
		}
	}
	return missing
}

// keep remembers an answer. A concept that nobody knew is asked for again: it may be imported any moment.
func (l *labels) keep(language string, answer map[string]string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	known := l.known[language]
	if known == nil || len(known)+len(answer) > labelsKept {
		known = map[string]label{}
		l.known[language] = known
	}
	until := l.now().Add(labelsFresh)
	for id, text := range answer {
		known[id] = label{text, until}
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
		c.labels.keep(language, r.JSON200.Labels)
		for id, label := range r.JSON200.Labels {
			into[id] = label
		}
		return nil
	})
}
