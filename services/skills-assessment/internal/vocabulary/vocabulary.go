// Package vocabulary answers what a word means: it links free text to the taxonomy through an index in memory, which
// it builds anew when the taxonomy changes, in whichever process that happened.
package vocabulary

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/skills-assessment/internal/linking"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// Records are where the taxonomy is kept.
type Records interface {
	Version(ctx context.Context) (string, error)
	Entries(ctx context.Context) ([]linking.Entry, error)
	Labels(ctx context.Context, ids []string, language taxonomy.Language) (map[string]string, error)
	Known(ctx context.Context, ids []string) (map[string]taxonomy.Concept, error)
}

// Vocabulary is safe for concurrent use.
type Vocabulary struct {
	records Records
	log     *slog.Logger
	held    atomic.Pointer[held]
	ready   chan struct{}
	once    sync.Once
	wake    chan struct{}
}

type held struct {
	index   *linking.Index
	version string
}

// New makes a vocabulary that becomes ready when Run or Refresh has read the taxonomy.
func New(records Records, log *slog.Logger) *Vocabulary {
	return &Vocabulary{records: records, log: log, ready: make(chan struct{}), wake: make(chan struct{}, 1)}
}

// Wake lets Run look for changes at once.
func (v *Vocabulary) Wake() {
	select {
	case v.wake <- struct{}{}:
	default:
	}
}

// lookAgain is how soon a change made by another process is seen.
const lookAgain = 5 * time.Second

// Run keeps the index fresh until the context ends.
func (v *Vocabulary) Run(ctx context.Context) error {
	for {
		if err := v.Refresh(ctx); err != nil && ctx.Err() == nil {
			v.log.WarnContext(ctx, "the linking index could not be refreshed", "error", err)
		}
		timer := time.NewTimer(lookAgain)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-v.wake:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// Refresh builds the index anew if the taxonomy has changed.
func (v *Vocabulary) Refresh(ctx context.Context) error {
	version, err := v.records.Version(ctx)
	if err != nil {
		return err
	}
	if h := v.held.Load(); h != nil && h.version == version {
		return nil
	}
	entries, err := v.records.Entries(ctx)
	if err != nil {
		return err
	}
	index := linking.Build(entries)
	v.held.Store(&held{index: index, version: version})
	v.once.Do(func() { close(v.ready) })
	v.log.InfoContext(ctx, "the linking index is built", "version", version, "labels", index.Size())
	return nil
}

// current waits for the first index.
func (v *Vocabulary) current(ctx context.Context) (*held, error) {
	select {
	case <-v.ready:
		return v.held.Load(), nil
	case <-ctx.Done():
		return nil, fault.New(fault.Unavailable, "The taxonomy is being read.").After(time.Second)
	}
}

// Ready says why nothing can be found yet.
func (v *Vocabulary) Ready(context.Context) error {
	select {
	case <-v.ready:
		return nil
	default:
		return fault.New(fault.Unavailable, "The taxonomy is being read.").After(time.Second)
	}
}

// Version is the version of the taxonomy that the index was built from.
func (v *Vocabulary) Version(ctx context.Context) (string, error) {
	h, err := v.current(ctx)
	if err != nil {
		return "", err
	}
	return h.version, nil
}

// Found is a candidate with its preferred label in the asker's language.
type Found struct {
	linking.Candidate
	Preferred string
	ISCO      string
}

// Find returns what a text may mean, best first, and the taxonomy's version. It decides nothing.
func (v *Vocabulary) Find(ctx context.Context, q linking.Query) ([]Found, string, error) {
	h, err := v.current(ctx)
	if err != nil {
		return nil, "", err
	}
	candidates := h.index.Find(q)
	ids := make([]string, len(candidates))
	for i, c := range candidates {
		ids[i] = c.Concept
	}
	labels, err := v.records.Labels(ctx, ids, q.Language)
	if err != nil {
		return nil, "", fmt.Errorf("label the candidates: %w", err)
	}
	known, err := v.records.Known(ctx, ids)
	if err != nil {
		return nil, "", fmt.Errorf("describe the candidates: %w", err)
	}
	out := make([]Found, 0, len(candidates))
	for _, c := range candidates {
		out = append(out, Found{Candidate: c, Preferred: labels[c.Concept], ISCO: known[c.Concept].ISCO})
	}
	return out, h.version, nil
}
