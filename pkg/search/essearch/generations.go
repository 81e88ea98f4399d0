package essearch

import (
	"context"
	"errors"
	"slices"

	"github.com/elastic/go-elasticsearch/v8/esapi"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
)

// Live implements search.Driver.
func (d *Driver) Live(ctx context.Context, s *search.Schema) (search.Generation, error) {
	names, err := d.published(ctx, s)
	if err != nil {
		return search.Generation{}, err
	}
	if len(names) == 0 {
		if names, err = d.first(ctx, s); err != nil {
			return search.Generation{}, err
		}
	}
	d.mu.Lock()
	d.exists[d.alias(s)] = true
	d.mu.Unlock()
	for _, name := range names {
		if g, ok := d.generation(s, name); ok {
			return g, nil
		}
	}
	return search.Generation{}, fault.New(fault.Unavailable,
		"The alias %s belongs to an index that this suite did not make.", d.alias(s))
}

// ensure makes the index when this process has not seen it yet.
func (d *Driver) ensure(ctx context.Context, s *search.Schema) error {
	d.mu.Lock()
	seen := d.exists[d.alias(s)]
	d.mu.Unlock()
	if seen {
		return nil
	}
	_, err := d.Live(ctx, s)
	return err
}

// forget makes the next call look again: the index was not where it was seen.
func (d *Driver) forget(s *search.Schema) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.exists, d.alias(s))
}

// published lists the physical indices under the alias, in order.
func (d *Driver) published(ctx context.Context, s *search.Schema) ([]string, error) {
	var answer map[string]struct{}
	err := d.do(ctx, "read the alias", esapi.IndicesGetAliasRequest{Name: []string{d.alias(s)}}, &answer)
	if isMissing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range answer {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, nil
}

// first makes the first generation. Of several processes that do so at once, one wins: an alias has at most one
// index for writing, and the engine refuses to make a second.
func (d *Driver) first(ctx context.Context, s *search.Schema) ([]string, error) {
	_, made := d.make(ctx, s, true)
	var lost *refusal
	if made != nil && !errors.As(made, &lost) {
		return nil, made
	}
	names, err := d.published(ctx, s)
	if err == nil && len(names) == 0 {
		err = made
	}
	return names, err
}

func (d *Driver) make(ctx context.Context, s *search.Schema, live bool) (search.Generation, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return search.Generation{}, err
	}
	g := search.Generation{Name: s.Fingerprint() + "-" + id.String(), Fingerprint: s.Fingerprint()}
	definition := indexDefinition(s)
	if live {
		definition["aliases"] = object{d.alias(s): object{"is_write_index": true}}
	} else {
		// Nobody searches it yet: building is faster without refreshes.
		definition["settings"].(object)["refresh_interval"] = "-1"
	}
	body, err := encode(definition)
	if err != nil {
		return search.Generation{}, err
	}
	return g, d.do(ctx, "create an index", esapi.IndicesCreateRequest{Index: d.physical(s, g.Name), Body: body}, nil)
}

func (d *Driver) remove(ctx context.Context, physical ...string) error {
	err := d.do(ctx, "remove an index", esapi.IndicesDeleteRequest{Index: physical}, nil)
	if isMissing(err) {
		return nil
	}
	return err
}

// Create implements search.Driver.
func (d *Driver) Create(ctx context.Context, s *search.Schema) (search.Generation, error) {
	if err := d.ensure(ctx, s); err != nil {
		return search.Generation{}, err
	}
	live, err := d.published(ctx, s)
	if err != nil {
		return search.Generation{}, err
	}
	var all map[string]struct{}
	request := esapi.IndicesGetRequest{Index: []string{d.alias(s) + "-*"}, FilterPath: []string{"*.aliases"}}
	if err := d.do(ctx, "list the indices", request, &all); err != nil {
		return search.Generation{}, err
	}
	for name := range all {
		if _, ours := d.generation(s, name); ours && !slices.Contains(live, name) {
			if err := d.remove(ctx, name); err != nil {
				return search.Generation{}, err
			}
		}
	}
	return d.make(ctx, s, false)
}

// Publish implements search.Driver. The swap is one request, atomic for searches and writes.
func (d *Driver) Publish(ctx context.Context, s *search.Schema, g search.Generation) error {
	next := d.physical(s, g.Name)
	settings, err := encode(object{"index": object{"refresh_interval": refreshInterval}})
	if err != nil {
		return err
	}
	put := esapi.IndicesPutSettingsRequest{Index: []string{next}, Body: settings}
	if err := d.do(ctx, "set the new index to refresh", put, nil); err != nil {
		return err
	}
	if err := d.do(ctx, "refresh the new index", esapi.IndicesRefreshRequest{Index: []string{next}}, nil); err != nil {
		return err
	}
	former, err := d.published(ctx, s)
	if err != nil {
		return err
	}
	body, err := encode(swapActions(d.alias(s), former, next))
	if err != nil {
		return err
	}
	if err := d.do(ctx, "swap the alias", esapi.IndicesUpdateAliasesRequest{Body: body}, nil); err != nil {
		return err
	}
	for _, name := range former {
		if name != next {
			if err := d.remove(ctx, name); err != nil {
				return err
			}
		}
	}
	return nil
}

func swapActions(alias string, former []string, next string) object {
	actions := []object{{"add": object{"index": next, "alias": alias, "is_write_index": true}}}
	for _, name := range former {
		if name != next {
			actions = append(actions, object{"remove": object{"index": name, "alias": alias}})
		}
	}
	return object{"actions": actions}
}

// Refresh implements search.Driver.
func (d *Driver) Refresh(ctx context.Context, s *search.Schema) error {
	if err := d.ensure(ctx, s); err != nil {
		return err
	}
	return d.do(ctx, "refresh", esapi.IndicesRefreshRequest{Index: []string{d.alias(s)}}, nil)
}

// Drop removes every index with this driver's prefix, for tests and for who leaves the cluster. Nothing that cannot be
// built again is lost.
func (d *Driver) Drop(ctx context.Context) error {
	var all map[string]struct{}
	request := esapi.IndicesGetRequest{Index: []string{d.prefix + "-*"}, FilterPath: []string{"*.aliases"}}
	if err := d.do(ctx, "list the indices", request, &all); err != nil {
		return err
	}
	for name := range all {
		if err := d.remove(ctx, name); err != nil {
			return err
		}
	}
	return nil
}
