package store

import (
	"context"

	"github.com/celav/celav/services/skills-assessment/internal/imports"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// ESCO is the store as the target of imports.
type ESCO struct{ Store *Store }

// Load implements imports.Target.
func (e ESCO) Load(ctx context.Context) (imports.Loading, error) {
	l, err := e.Store.Load(ctx, taxonomy.ESCOSet)
	return escoLoading{l}, err
}

// escoLoading relates the sets when it has finished.
type escoLoading struct{ *Loading }

// Finish implements imports.Loading.
func (l escoLoading) Finish(ctx context.Context, version string, whole imports.Whole) (removed, retired int, err error) {
	if removed, retired, err = l.Loading.Finish(ctx, version, whole); err != nil {
		return removed, retired, err
	}
	_, err = l.store.Crosswalk(ctx)
	return removed, retired, err
}

// Known implements imports.Target.
func (e ESCO) Known(ctx context.Context) (map[string]taxonomy.Kind, error) {
	return e.Store.SetKinds(ctx, taxonomy.ESCOSet)
}

// Version implements imports.Target.
func (e ESCO) Version(ctx context.Context) (string, error) {
	sets, err := e.Store.Sets(ctx)
	for _, s := range sets {
		if s.Name == taxonomy.ESCOSet {
			return s.Version, nil
		}
	}
	return "", err
}
