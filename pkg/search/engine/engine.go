// Package engine opens the search engine that a URL names. It is the one place that knows all of them.
package engine

import (
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/search/blevesearch"
	"github.com/celav/celav/pkg/search/essearch"
)

// Options of an engine; the zero value works.
type Options struct {
	// Name is the folder below an embedded engine's directory, and part of the names of indices on a server:
	// the service's name, so that several services can share one URL.
	Name string
	// Transport sends requests to a server; nil means http.DefaultTransport.
	Transport http.RoundTripper
}

const (
	embeddedScheme = "embedded:"
	serverScheme   = "elasticsearch+"
)

// Open opens the engine at one of
//
//	embedded:DIR                                                     inside this process, files in DIR
//	elasticsearch+https://[user:password@]host[:port][?prefix=celav]  an Elasticsearch 8 cluster (also +http)
//
// It does not call a server: one that is down is used as soon as it answers.
func Open(address string, o Options) (search.Driver, error) {
	if dir, ok := strings.CutPrefix(address, embeddedScheme); ok {
		if dir == "" {
			return nil, fmt.Errorf("an embedded search URL names a folder: embedded:DIR")
		}
		return blevesearch.Open(filepath.Join(dir, o.Name))
	}
	server, ok := strings.CutPrefix(address, serverScheme)
	if !ok {
		return nil, fmt.Errorf("a search URL begins with embedded: or elasticsearch+http")
	}
	u, err := url.Parse(server)
	if err != nil {
		return nil, fmt.Errorf("the search URL cannot be read") // its text may hold a password
	}
	prefix := "celav"
	for name, values := range u.Query() {
		if name != "prefix" || len(values) != 1 {
			return nil, fmt.Errorf("the search URL has an unknown parameter %q", name)
		}
		prefix = values[0]
	}
	if o.Name != "" {
		prefix += "-" + o.Name
	}
	u.RawQuery = ""
	return essearch.Open(u.String(), essearch.Options{Prefix: prefix, Transport: o.Transport})
}

// Embedded reports whether the URL names an engine inside this process.
func Embedded(address string) bool { return strings.HasPrefix(address, embeddedScheme) }

// Describe says for the start-up line which engine serves, without credentials.
func Describe(address string) string {
	if dir, ok := strings.CutPrefix(address, embeddedScheme); ok {
		return "embedded index in " + dir
	}
	server, ok := strings.CutPrefix(address, serverScheme)
	if u, err := url.Parse(server); ok && err == nil && u.Host != "" {
		return "Elasticsearch at " + u.Scheme + "://" + u.Host
	}
	return "unknown"
}
