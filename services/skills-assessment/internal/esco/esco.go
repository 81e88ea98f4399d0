// Package esco reads the European Commission's CSV download of the ESCO classification.
//
// It reads what it finds: any of the suite's languages, in one go or a language at a time later. Files are streamed,
// so memory is bounded by the number of concepts (their ids are kept), not by the files. Reading the same files again
// gives the same rows again: idempotence is the sink's to keep by upserting them.
//
// The first language (English when present) of a full download, one with occupation-skill relations, says which
// concepts exist; other languages give labels to those, and rows about others are skipped and counted.
//
// This service uses the ESCO classification of the European Commission.
package esco

import (
	"context"
	"io"
	"strings"

	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// File is one file of the download.
type File struct {
	Name string
	Size int64
	Open func() (io.ReadCloser, error)
}

// Concept is a concept as the first language's file defines it.
type Concept struct {
	ID   string
	Kind taxonomy.Kind
	ISCO string // of occupations: four digits
}

// Label is how one concept is called in one language.
type Label struct {
	Concept  string
	Language taxonomy.Language
	taxonomy.Label
}

// Link is one relation between two concepts.
type Link struct {
	From     string
	Relation taxonomy.Relation
	To       string
}

// Sink takes what was read, in batches of at most BatchSize rows without repetitions inside a batch.
// Concepts come before the labels and links that mention them. A sink MUST accept rows that it has already.
type Sink interface {
	Concepts(ctx context.Context, batch []Concept) error
	Labels(ctx context.Context, batch []Label) error
	Links(ctx context.Context, batch []Link) error
}

// BatchSize bounds what a sink is given at once.
const BatchSize = 1000

// Progress is told after each batch.
type Progress struct {
	File  string
	Bytes int64 // read so far, over all files
	Total int64 // over all files
}

// Options of one reading.
type Options struct {
	// Known are the ids of the ESCO concepts that are loaded already; with a download that is not full,
	// labels are merged into these and nothing else is created.
	Known map[string]taxonomy.Kind
	// Progress may be nil.
	Progress func(Progress)
}

const base = "http://data.europa.eu/esco/"

// maxURI is longer than any URI of the classification.
const maxURI = 200

// ShortID turns a concept's URI into the id used in profiles and openings:
// esco:o/<uuid>, esco:s/<uuid>, esco:isco/<code>, esco:isced-f/<code>.
func ShortID(uri string) (string, bool) {
	rest, ok := strings.CutPrefix(uri, base)
	if !ok || len(uri) > maxURI {
		return "", false
	}
	kind, id, ok := strings.Cut(rest, "/")
	if !ok || id == "" || strings.ContainsAny(id, "/ \t\r\n\x00") {
		return "", false
	}
	switch kind {
	case "occupation":
		return "esco:o/" + id, true
	case "skill":
		return "esco:s/" + id, true
	case "isco":
		return "esco:isco/" + strings.TrimPrefix(id, "C"), true
	case "isced-f":
		return "esco:isced-f/" + id, true
	}
	return "", false
}
