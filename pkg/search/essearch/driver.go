// Package essearch keeps search indices on an Elasticsearch 8 cluster.
//
// An index is an alias over one physical index, its generation; a rebuild fills another and swaps the alias. Each
// write carries an external version, so that a late one cannot overwrite a newer. Deletions leave a marker with their
// version until the next rebuild. Only plain features are used: no scripts, no ingest, no licence.
//
// The client is esapi over elastic-transport-go. The library's root package and its esutil are avoided on purpose:
// they take minutes to compile.
package essearch

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"github.com/elastic/elastic-transport-go/v8/elastictransport"

	"github.com/celav/celav/pkg/search"
)

// Options of the connection; the zero value works.
type Options struct {
	// Prefix begins the names of all indices and aliases; default "celav".
	Prefix string
	// Transport sends the requests; nil means http.DefaultTransport.
	Transport http.RoundTripper
}

// Driver implements search.Driver. Make it with Open.
type Driver struct {
	prefix string
	client *elastictransport.Client
	idle   interface{ CloseIdleConnections() }

	mu     sync.Mutex
	exists map[string]bool // aliases that were seen, by name
}

var prefixPattern = regexp.MustCompile(`^[a-z][a-z0-9]{0,30}(-[a-z0-9]{1,30}){0,3}$`)

// Open prepares a connection to the cluster at an http or https URL, which may hold user and password. It does not
// call it: a cluster that is down when the suite starts is found when it comes up.
func Open(address string, o Options) (*Driver, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("the Elasticsearch URL is not of the form http(s)://[user:password@]host[:port]")
	}
	if o.Prefix == "" {
		o.Prefix = "celav"
	}
	if !prefixPattern.MatchString(o.Prefix) {
		return nil, fmt.Errorf("the index prefix %q is not lower-case letters, digits and hyphens", o.Prefix)
	}
	if o.Transport == nil {
		o.Transport = http.DefaultTransport
	}
	password, _ := u.User.Password()
	base := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.TrimSuffix(u.Path, "/")}
	client, err := elastictransport.New(elastictransport.Config{ //nolint:staticcheck // NewClient cannot be told to retry on no status at all
		URLs:      []*url.URL{base},
		Username:  u.User.Username(),
		Password:  password,
		Transport: o.Transport,
		// One retry for a connection that the server closed meanwhile. Whether a busy or missing server is asked
		// again is decided where the deadline is known: bulk writes back off, searches answer "unavailable".
		MaxRetries:    1,
		RetryOnStatus: []int{},
	})
	if err != nil {
		return nil, fmt.Errorf("prepare the Elasticsearch connection: %w", err)
	}
	d := &Driver{prefix: o.Prefix, client: client, exists: map[string]bool{}}
	d.idle, _ = o.Transport.(interface{ CloseIdleConnections() })
	return d, nil
}

// Prefix is how the names of all its indices and aliases begin.
func (d *Driver) Prefix() string { return d.prefix }

// alias is what an index is searched and written under.
func (d *Driver) alias(s *search.Schema) string { return d.prefix + "-" + s.Name }

// physical is the name of the index that holds a generation.
func (d *Driver) physical(s *search.Schema, generation string) string {
	return d.alias(s) + "-" + generation
}

var generationPattern = regexp.MustCompile(`^([0-9a-f]{12})-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// generation is the reverse of physical; ok is false for the name of something else.
func (d *Driver) generation(s *search.Schema, physical string) (g search.Generation, ok bool) {
	name, found := strings.CutPrefix(physical, d.alias(s)+"-")
	m := generationPattern.FindStringSubmatch(name)
	if !found || m == nil {
		return search.Generation{}, false
	}
	return search.Generation{Name: name, Fingerprint: m[1]}, true
}

// Search implements search.Driver.
func (d *Driver) Search(ctx context.Context, s *search.Schema, q search.Query) (search.Answer, error) {
	if err := d.ensure(ctx, s); err != nil {
		return search.Answer{}, err
	}
	return d.find(ctx, s, q)
}

// Close implements search.Driver.
func (d *Driver) Close() error {
	if d.idle != nil {
		d.idle.CloseIdleConnections()
	}
	return nil
}
