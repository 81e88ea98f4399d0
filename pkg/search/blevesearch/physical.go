package blevesearch

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/search"
)

// physical is one index: a folder with a folder per generation, and a file "live" that names the one in use.
type physical struct {
	dir string

	// mu guards live and building; held for reading while either is used.
	mu       sync.RWMutex
	live     *generation
	building *generation

	// Writers queue here; whoever gets writing next writes everything that is queued.
	queueMu sync.Mutex
	queue   []*pending
	writing sync.Mutex
}

type generation struct {
	search.Generation
	index bleve.Index
}

const liveFile = "live"

// lockTimeout is how long to wait for another process that holds an index before giving up.
const lockTimeout = "500ms"

func (p *physical) path(name string) string { return filepath.Join(p.dir, name) }

// open takes up the live generation and removes all others.
func (p *physical) open(s *search.Schema) error {
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return err
	}
	name, err := os.ReadFile(p.path(liveFile))
	switch {
	case errors.Is(err, os.ErrNotExist):
		g, err := p.make(s)
		if err != nil {
			return err
		}
		p.live = g
		return p.remember(g)
	case err != nil:
		return err
	}
	x, err := bleve.OpenUsing(p.path(string(name)), map[string]any{"bolt_timeout": lockTimeout})
	if err != nil {
		return fmt.Errorf("open the search index in %s (is another process using it?): %w", p.dir, err)
	}
	fingerprint, _, _ := strings.Cut(string(name), "-")
	p.live = &generation{Generation: search.Generation{Name: string(name), Fingerprint: fingerprint}, index: x}
	return p.sweep()
}

// make creates an empty generation on disk.
func (p *physical) make(s *search.Schema) (*generation, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, err
	}
	m, err := newMapping(s)
	if err != nil {
		return nil, fmt.Errorf("define index %s: %w", s.Name, err)
	}
	g := search.Generation{Name: s.Fingerprint() + "-" + id.String(), Fingerprint: s.Fingerprint()}
	x, err := bleve.NewUsing(p.path(g.Name), m, scorch.Name, scorch.Name, map[string]any{"bolt_timeout": lockTimeout})
	if err != nil {
		return nil, fmt.Errorf("create index %s: %w", s.Name, err)
	}
	return &generation{Generation: g, index: x}, nil
}

// remember makes the generation the one that the next start finds.
func (p *physical) remember(g *generation) error {
	next := p.path(liveFile + ".next")
	if err := os.WriteFile(next, []byte(g.Name), 0o600); err != nil {
		return err
	}
	return os.Rename(next, p.path(liveFile))
}

// sweep removes folders of generations that are not in use.
func (p *physical) sweep() error {
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		keep := !e.IsDir() || p.live != nil && e.Name() == p.live.Name || p.building != nil && e.Name() == p.building.Name
		if keep {
			continue
		}
		if err := os.RemoveAll(p.path(e.Name())); err != nil {
			return err
		}
	}
	return nil
}

func (p *physical) create(s *search.Schema) (search.Generation, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.building != nil {
		if err := p.building.index.Close(); err != nil {
			return search.Generation{}, err
		}
		p.building = nil
	}
	if err := p.sweep(); err != nil {
		return search.Generation{}, err
	}
	g, err := p.make(s)
	if err != nil {
		return search.Generation{}, err
	}
	p.building = g
	return g.Generation, nil
}

func (p *physical) publish(g search.Generation) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.building == nil || p.building.Name != g.Name {
		return fmt.Errorf("publish index generation %s: it is not the one being built", g.Name)
	}
	if err := p.remember(p.building); err != nil {
		return err
	}
	former := p.live
	p.live, p.building = p.building, nil
	if err := former.index.Close(); err != nil {
		return err
	}
	return os.RemoveAll(p.path(former.Name))
}

func (p *physical) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	for _, g := range []*generation{p.live, p.building} {
		if g != nil {
			errs = append(errs, g.index.Close())
		}
	}
	p.live, p.building = nil, nil
	return errors.Join(errs...)
}
