// Package search is a portable search index: what the suite asks of a search engine, and no more.
//
// An Index[D] holds documents of one kind under string ids, described once by a Schema. It runs over a Driver:
// package blevesearch keeps indices on disk inside the process, package essearch on an Elasticsearch cluster, and
// package searchtest is the conformance suite that both pass. An index is a projection: the records it is built
// from live elsewhere, and Rebuild makes it anew from them while searches and writes go on.
//
// The engine decides which documents match; it never decides an order that people see. Results are ordered by
// declared fields, or by the sum of stated weights, with the id as the last word: the same on every engine.
//
// Nothing personal belongs in an index: no names, contacts, legal status or special-category facts.
package search

import "context"

// Driver keeps the indices of one engine. A Schema's name identifies an index; each index has one live generation,
// which searches and ordinary writes use, and at most one generation that is being built beside it.
//
// Implementations MUST be safe for concurrent use, MUST give fault.Unavailable when the engine does not answer,
// and MUST drop a write whose Version is lower than the one they hold for that id, a deletion's included.
type Driver interface {
	// Live describes the generation in use, making an empty one when there is none.
	Live(ctx context.Context, s *Schema) (Generation, error)
	// Create makes an empty generation that nobody sees yet and drops generations that were never published.
	Create(ctx context.Context, s *Schema) (Generation, error)
	// Publish makes a created generation the live one, at once for all searches, and drops the former.
	Publish(ctx context.Context, s *Schema, g Generation) error
	// Write applies operations to the named generation, or to whichever is live when name is empty.
	// Either all were applied (or dropped as late) or an error says that some may not have been.
	Write(ctx context.Context, s *Schema, name string, ops []Operation) error
	// Search answers a checked query from the live generation.
	Search(ctx context.Context, s *Schema, q Query) (Answer, error)
	// Refresh returns once all writes acknowledged before it was called are visible to searches.
	Refresh(ctx context.Context, s *Schema) error
	// Close releases what the driver holds; no call may be under way.
	Close() error
}

// Generation is one physical copy of an index.
type Generation struct {
	// Name is unique among all generations an index ever has on this engine: another name means other contents.
	Name string
	// Fingerprint is that of the schema it was created with. When it differs from the schema's own,
	// the index must be rebuilt before all its fields can be searched.
	Fingerprint string
}

// Operation is one write. With Deleted the document is nil.
type Operation struct {
	ID       string
	Version  int64
	Deleted  bool
	Document *Document
	// SortKeys are the keys of the sortable fields that hold something.
	SortKeys map[string]string
}

// Answer is what a driver returns for a query.
type Answer struct {
	Hits   []DriverHit
	Total  int
	Facets map[string][]Count
}

// DriverHit is a found document with its sort keys, the id last; nil stands for a missing value.
type DriverHit struct {
	ID      string
	Version int64
	Keys    []*string
}
