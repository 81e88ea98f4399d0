// Package blevesearch keeps search indices on disk inside the process, with the bleve library: the default of a
// suite that runs without a search server.
//
// One process at a time may use a directory; a second fails at once. Limits: the whole index is searched in this
// process, so it suits one city's numbers (hundreds of thousands of documents), not several processes at once.
package blevesearch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"github.com/blevesearch/bleve/v2"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
)

// Driver implements search.Driver over a directory. Make it with Open.
type Driver struct {
	dir     string
	mu      sync.Mutex
	indices map[string]*physical
}

// Open uses the directory, making it when it is missing. The indices are opened when they are first used.
func Open(dir string) (*Driver, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.New(fault.Unavailable, "The search index's folder cannot be made.").Because(err)
	}
	return &Driver{dir: dir, indices: map[string]*physical{}}, nil
}

// index gives the named index, opened.
func (d *Driver) index(s *search.Schema) (*physical, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.indices == nil {
		return nil, fault.New(fault.Unavailable, "The search index is closed.")
	}
	if p := d.indices[s.Name]; p != nil {
		return p, nil
	}
	p := &physical{dir: filepath.Join(d.dir, s.Name)}
	if err := p.open(s); err != nil {
		return nil, fault.New(fault.Unavailable, "The search index cannot be opened now.").Because(err)
	}
	d.indices[s.Name] = p
	return p, nil
}

// Live implements search.Driver.
func (d *Driver) Live(_ context.Context, s *search.Schema) (search.Generation, error) {
	p, err := d.index(s)
	if err != nil {
		return search.Generation{}, err
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.live == nil {
		return search.Generation{}, failed(bleve.ErrorIndexClosed)
	}
	return p.live.Generation, nil
}

// Create implements search.Driver.
func (d *Driver) Create(_ context.Context, s *search.Schema) (search.Generation, error) {
	p, err := d.index(s)
	if err != nil {
		return search.Generation{}, err
	}
	g, err := p.create(s)
	return g, failed(err)
}

// Publish implements search.Driver.
func (d *Driver) Publish(_ context.Context, s *search.Schema, g search.Generation) error {
	p, err := d.index(s)
	if err != nil {
		return err
	}
	return failed(p.publish(g))
}

// Write implements search.Driver. Calls made at the same time share one write to disk.
func (d *Driver) Write(_ context.Context, s *search.Schema, generation string, ops []search.Operation) error {
	p, err := d.index(s)
	if err != nil {
		return err
	}
	return failed(p.write(generation, ops))
}

// Search implements search.Driver.
func (d *Driver) Search(ctx context.Context, s *search.Schema, q search.Query) (search.Answer, error) {
	p, err := d.index(s)
	if err != nil {
		return search.Answer{}, err
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.live == nil {
		return search.Answer{}, failed(bleve.ErrorIndexClosed)
	}
	if len(q.Weights) > 0 {
		a, err := recall(ctx, p.live.index, q)
		return a, failed(err)
	}
	a, err := find(ctx, p.live.index, q)
	return a, failed(err)
}

// Refresh implements search.Driver: what was written is found at once.
func (d *Driver) Refresh(_ context.Context, s *search.Schema) error {
	_, err := d.index(s)
	return err
}

// Close implements search.Driver.
func (d *Driver) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var errs []error
	for _, p := range d.indices {
		errs = append(errs, p.close())
	}
	d.indices = nil
	return errors.Join(errs...)
}

// failed maps what the library reports: a disk or a lock that does not work is the engine being down.
func failed(err error) error {
	var path *os.PathError
	switch {
	case err == nil, errors.Is(err, context.Canceled), fault.KindOf(err) != fault.Internal:
		return err
	case errors.As(err, &path), errors.Is(err, bleve.ErrorIndexClosed), errors.Is(err, context.DeadlineExceeded):
		return fault.New(fault.Unavailable, "The search index cannot be used now.").Because(err)
	}
	return err
}
