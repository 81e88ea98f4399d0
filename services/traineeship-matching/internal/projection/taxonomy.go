package projection

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// taxonomyFollower keeps a copy of the taxonomy's relations, from which nearness is read. The copy is in this service's
// records, so that matching starts without skills-assessment.
type taxonomyFollower struct {
	p    *Projection
	api  assessment.ClientInterface
	poll time.Duration

	mu       sync.Mutex
	version  string
	failures int
}

func newTaxonomyFollower(p *Projection, peer Peer, poll time.Duration) (*taxonomyFollower, error) {
	client := peer.Client
	if client == nil {
		client = http.DefaultClient
	}
	api, err := assessment.NewClient(peer.URL, assessment.WithHTTPClient(client))
	if err != nil {
		return nil, fmt.Errorf("prepare to read the taxonomy: %w", err)
	}
	return &taxonomyFollower{p: p, api: api, poll: poll}, nil
}

func (f *taxonomyFollower) run(ctx context.Context) error {
	if kept, err := f.p.store.Taxonomy(ctx); err == nil && kept.Version != "" {
		err = f.use(kept)
		if err != nil {
			f.p.log.WarnContext(ctx, "the kept taxonomy cannot be read", "error", err)
		}
	}
	for ctx.Err() == nil {
		err := f.refresh(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if f.told(ctx, err) > 0 {
			wait(ctx, nil, pause(f.failures))
		} else {
			wait(ctx, nil, f.poll)
		}
	}
	return nil
}

func (f *taxonomyFollower) told(ctx context.Context, err error) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err == nil {
		f.failures = 0
		return 0
	}
	if f.failures++; f.failures == 1 {
		f.p.log.WarnContext(ctx, "reading the taxonomy failed, will try again", "kind", fault.KindOf(err).String(), "error", err)
	}
	return f.failures
}

func (f *taxonomyFollower) known() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.version
}

// relationsPage is what assessment serves, with the items left as they are.
type relationsPage struct {
	Version string          `json:"version"`
	Items   json.RawMessage `json:"items"`
	Next    *string         `json:"next"`
}

// refresh reads the taxonomy when its version is another than the one in use.
func (f *taxonomyFollower) refresh(ctx context.Context) error {
	first, err := f.page(ctx, "", 1)
	if err != nil || first.Version == f.known() || first.Version == "" {
		return err
	}
	for range 3 { // it may change while it is read
		t, err := f.read(ctx)
		if errors.Is(err, errChanged) {
			continue
		}
		if err != nil {
			return err
		}
		if err := f.p.store.SetTaxonomy(ctx, t); err != nil {
			return err
		}
		return f.use(t)
	}
	return fault.New(fault.Unavailable, "The taxonomy is changing.")
}

var errChanged = errors.New("the taxonomy changed while it was read")

// pageSize is how many concepts to read at once.
const pageSize = 2000

func (f *taxonomyFollower) read(ctx context.Context) (store.Taxonomy, error) {
	var t store.Taxonomy
	after := ""
	for {
		page, err := f.page(ctx, after, pageSize)
		if err != nil {
			return t, err
		}
		if t.Version == "" {
			t.Version = page.Version
		}
		if page.Version != t.Version {
			return t, errChanged
		}
		t.Pages = append(t.Pages, string(page.Items))
		if page.Next == nil || *page.Next == "" {
			return t, nil
		}
		after = *page.Next
	}
}

// pageTime bounds the reading of one page.
const pageTime = 30 * time.Second

func (f *taxonomyFollower) page(ctx context.Context, after string, limit int) (relationsPage, error) {
	ctx, cancel := context.WithTimeout(ctx, pageTime)
	defer cancel()
	params := &assessment.ListRelationsParams{Limit: &limit}
	if after != "" {
		params.After = &after
	}
	res, err := f.api.ListRelations(ctx, params)
	if err != nil {
		return relationsPage{}, fault.New(fault.Unavailable, "The taxonomy cannot be read now.").Because(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return relationsPage{}, fmt.Errorf("read the taxonomy: %w", problem.Read(res))
	}
	var page relationsPage
	if err := json.NewDecoder(res.Body).Decode(&page); err != nil {
		return relationsPage{}, fault.New(fault.Unavailable, "The taxonomy's answer cannot be read.").Because(err)
	}
	return page, nil
}

// use puts the taxonomy into the snapshot.
func (f *taxonomyFollower) use(t store.Taxonomy) error {
	var relations []match.Relation
	for _, page := range t.Pages {
		var some []match.Relation
		if err := json.Unmarshal([]byte(page), &some); err != nil {
			return fmt.Errorf("read the taxonomy's relations: %w", err)
		}
		relations = append(relations, some...)
	}
	f.p.snapshot.SetTaxonomy(match.NewTaxonomy(t.Version, relations))
	f.mu.Lock()
	defer f.mu.Unlock()
	f.version = t.Version
	return nil
}
