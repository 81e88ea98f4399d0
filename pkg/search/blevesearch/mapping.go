package blevesearch

import (
	"fmt"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/char/regexp"
	"github.com/blevesearch/bleve/v2/analysis/lang/ar"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/it"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/token/porter"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/mapping"

	"github.com/celav/celav/pkg/search"
)

// Fields that this driver adds to every document.
const (
	versionField = "version" // the write's version, as 16 hexadecimal digits
	deletedField = "deleted" // "yes" on the marker that a deletion leaves, so that late writes stay out
	sortField    = "sort"    // sort.<field>: the field's sort key
	presentField = "present" // the names of the fields that hold something
)

// newMapping says how a schema's fields are indexed. Nothing is indexed that was not declared.
func newMapping(s *search.Schema) (*mapping.IndexMappingImpl, error) {
	m := bleve.NewIndexMapping()
	m.IndexDynamic, m.StoreDynamic, m.DocValuesDynamic = false, false, false
	for _, l := range search.Languages() {
		if err := addAnalyzer(m, l); err != nil {
			return nil, fmt.Errorf("define the analysis of %s: %w", l, err)
		}
	}
	doc := bleve.NewDocumentStaticMapping()
	doc.AddFieldMappingsAt(deletedField, exact(false))
	doc.AddFieldMappingsAt(presentField, exact(false))
	version := exact(true)
	version.Store = true
	doc.AddFieldMappingsAt(versionField, version)
	sorts := bleve.NewDocumentStaticMapping()
	doc.AddSubDocumentMapping(sortField, sorts)
	for _, f := range s.Fields {
		if f.Sortable {
			sorts.AddFieldMappingsAt(f.Name, exact(true))
		}
		switch f.Kind {
		case search.Keyword:
			doc.AddFieldMappingsAt(f.Name, exact(true))
		case search.Text:
			texts := bleve.NewDocumentStaticMapping()
			for _, l := range search.Languages() {
				t := bleve.NewTextFieldMapping()
				t.Analyzer = analyzer(l)
				t.Store, t.IncludeInAll, t.IncludeTermVectors, t.DocValues, t.SkipFreqNorm = false, false, false, false, true
				texts.AddFieldMappingsAt(string(l), t)
			}
			doc.AddSubDocumentMapping(f.Name, texts)
		case search.Place:
			g := bleve.NewGeoPointFieldMapping()
			g.Store, g.IncludeInAll = false, false
			doc.AddFieldMappingsAt(f.Name, g)
		case search.Date, search.Number:
			n := bleve.NewNumericFieldMapping()
			n.Store, n.IncludeInAll, n.DocValues = false, false, false
			doc.AddFieldMappingsAt(f.Name, n)
		case search.Flag:
			doc.AddFieldMappingsAt(f.Name, exact(false))
		}
	}
	m.DefaultMapping = doc
	return m, m.Validate()
}

// exact maps a string that is indexed as it is.
func exact(docValues bool) *mapping.FieldMapping {
	f := bleve.NewTextFieldMapping()
	f.Analyzer = keyword.Name
	f.Store, f.IncludeInAll, f.IncludeTermVectors, f.SkipFreqNorm = false, false, false, true
	f.DocValues = docValues
	return f
}

func analyzer(l search.Language) string { return "celav_" + string(l) }

// addAnalyzer defines a language's analysis: fold accents, join feminine and masculine forms, then the library's
// own filters for the language. Arabic letters pass the folding unchanged.
func addAnalyzer(m *mapping.IndexMappingImpl, l search.Language) error {
	chars := []string{asciifolding.Name}
	for i, r := range search.Rewrites(l) {
		name := fmt.Sprintf("celav_%s_%d", l, i)
		err := m.AddCustomCharFilter(name, map[string]any{
			"type": regexp.Name, "regexp": `(?i)\b` + r.Pattern + `\b`, "replace": r.Replacement,
		})
		if err != nil {
			return err
		}
		chars = append(chars, name)
	}
	filters := map[search.Language][]string{
		search.Italian: {lowercase.Name, it.ElisionName, it.StopName, it.LightStemmerName},
		search.English: {en.PossessiveName, lowercase.Name, en.StopName, porter.Name},
		search.French:  {lowercase.Name, fr.ElisionName, fr.StopName, fr.LightStemmerName},
		search.Arabic:  {lowercase.Name, ar.NormalizeName, ar.StopName, ar.StemmerName},
	}[l]
	return m.AddCustomAnalyzer(analyzer(l), map[string]any{
		"type": custom.Name, "char_filters": chars, "tokenizer": unicode.Name, "token_filters": filters,
	})
}
