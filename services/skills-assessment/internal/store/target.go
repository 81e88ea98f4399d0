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
	return e.Store.Load(ctx, taxonomy.ESCOSet)
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
