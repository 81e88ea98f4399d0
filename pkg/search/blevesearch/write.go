package blevesearch

import (
	"fmt"

	"github.com/blevesearch/bleve/v2"
	index "github.com/blevesearch/bleve_index_api"

	"github.com/celav/celav/pkg/search"
)

// pending is one caller's write; err is set before done is closed.
type pending struct {
	generation string
	ops        []search.Operation
	done       chan struct{}
	err        error
}

// maxBatch bounds how many operations go to disk at once, and with it the memory that takes.
const maxBatch = 2000

// write queues the operations; the first caller to get the turn writes for all that are queued, so that many small
// writes cost one flush to disk.
func (p *physical) write(generation string, ops []search.Operation) error {
	w := &pending{generation: generation, ops: ops, done: make(chan struct{})}
	p.queueMu.Lock()
	p.queue = append(p.queue, w)
	p.queueMu.Unlock()

	p.writing.Lock()
	p.queueMu.Lock()
	taken := p.queue
	p.queue = nil
	p.queueMu.Unlock()
	p.flush(taken)
	p.writing.Unlock()

	<-w.done
	return w.err
}

// flush writes what was taken from the queue, in its order, one batch per run of the same generation.
func (p *physical) flush(taken []*pending) {
	for len(taken) > 0 {
		n, size := 1, len(taken[0].ops)
		for n < len(taken) && taken[n].generation == taken[0].generation && size+len(taken[n].ops) <= maxBatch {
			size += len(taken[n].ops)
			n++
		}
		ops := make([]search.Operation, 0, size)
		for _, w := range taken[:n] {
			ops = append(ops, w.ops...)
		}
		err := p.apply(taken[0].generation, ops)
		for _, w := range taken[:n] {
			w.err = err
			close(w.done)
		}
		taken = taken[n:]
	}
}

func (p *physical) apply(name string, ops []search.Operation) error {
	p.mu.RLock()
	defer p.mu.RUnlock()
	g := p.live
	if name != "" && (g == nil || g.Name != name) {
		g = p.building
	}
	if g == nil || name != "" && g.Name != name {
		return fmt.Errorf("write to index generation %q: there is no such generation", name)
	}
	held, err := heldVersions(g.index, ops)
	if err != nil {
		return fmt.Errorf("read the versions held: %w", err)
	}
	batch := g.index.NewBatch()
	for _, op := range ops {
		if op.Version < held[op.ID] {
			continue
		}
		held[op.ID] = op.Version
		if err := batch.Index(op.ID, fields(op)); err != nil {
			return fmt.Errorf("index a document: %w", err)
		}
	}
	if batch.Size() == 0 {
		return nil
	}
	return g.index.Batch(batch)
}

// heldVersions reads the version of each id that the operations touch; ids that were never written are not in it.
func heldVersions(x bleve.Index, ops []search.Operation) (held map[string]int64, err error) {
	held = make(map[string]int64, len(ops))
	err = read(x, func(r index.IndexReader) error {
		versions, err := r.DocValueReader([]string{versionField})
		if err != nil {
			return err
		}
		for _, op := range ops {
			if _, ok := held[op.ID]; ok {
				continue
			}
			internal, err := r.InternalID(op.ID)
			if err != nil {
				return err
			}
			if internal == nil {
				continue
			}
			err = versions.VisitDocValues(internal, func(_ string, term []byte) { held[op.ID] = parseVersion(string(term)) })
			if err != nil {
				return err
			}
		}
		return nil
	})
	return held, err
}

// read runs f on one consistent view of the index.
func read(x bleve.Index, f func(index.IndexReader) error) (err error) {
	advanced, err := x.Advanced()
	if err != nil {
		return err
	}
	r, err := advanced.Reader()
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := r.Close(); err == nil {
			err = closeErr
		}
	}()
	return f(r)
}
