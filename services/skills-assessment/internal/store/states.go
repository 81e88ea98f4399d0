package store

import (
	"context"

	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/services/skills-assessment/internal/encoding"
)

// States reads profiles for the feed.
func (s *Store) States(ctx context.Context, kind string, ids []string) (map[string]feed.State, error) {
	if kind != ProfileKind {
		return nil, nil
	}
	profiles, err := s.Profiles(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[string]feed.State, len(profiles))
	for id, p := range profiles {
		out[id] = feed.State{JSON: encoding.Profile(p)}
	}
	return out, nil
}
