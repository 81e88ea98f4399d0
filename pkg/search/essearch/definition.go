package essearch

import (
	"fmt"
	"regexp"

	"github.com/celav/celav/pkg/search"
)

// refreshInterval is how long a write may stay unseen. Naming it also keeps the engine from refreshing only on demand
// after half a minute without searches.
const refreshInterval = "500ms"

// Fields that this driver adds to every document.
const (
	idField      = "id"
	deletedField = "deleted" // true on the marker that a deletion leaves, so that late writes stay out
	sortField    = "sort"    // sort.<field>: the field's sort key
)

// indexDefinition says how a schema's fields are indexed. Nothing is indexed that was not declared.
func indexDefinition(s *search.Schema) object {
	sorts := object{}
	properties := object{
		idField:      object{"type": "keyword"},
		deletedField: object{"type": "boolean"},
		sortField:    object{"properties": sorts},
	}
	for _, f := range s.Fields {
		if f.Sortable {
			sorts[f.Name] = object{"type": "keyword", "index": false}
		}
		switch f.Kind {
		case search.Keyword:
			properties[f.Name] = object{"type": "keyword"}
		case search.Text:
			texts := object{}
			for _, l := range search.Languages() {
				texts[string(l)] = object{"type": "text", "analyzer": analyzer(l), "norms": false, "index_options": "docs"}
			}
			properties[f.Name] = object{"properties": texts}
		case search.Place:
			properties[f.Name] = object{"type": "geo_point"}
		case search.Date:
			properties[f.Name] = object{"type": "date", "format": "strict_date"}
		case search.Number:
			properties[f.Name] = object{"type": "double"}
		case search.Flag:
			properties[f.Name] = object{"type": "boolean"}
		}
	}
	return object{
		"settings": object{
			"number_of_shards":     1,
			"auto_expand_replicas": "0-1",
			"refresh_interval":     refreshInterval,
			"analysis":             analysis(),
		},
		"mappings": object{"dynamic": false, "properties": properties},
	}
}

// groupRef finds Go's spelling of a group's text, ${1}, which the engine writes $1.
var groupRef = regexp.MustCompile(`\$\{(\d)\}`)

func analyzer(l search.Language) string { return "celav_" + string(l) }

// analysis defines the languages: fold accents, join feminine and masculine forms, then the engine's own filters.
func analysis() object {
	filters := object{
		"it_elision": object{"type": "elision", "articles_case": true, "articles": []string{
			"c", "l", "all", "dall", "dell",
			"nell", "sull", "coll", "pell", "gl", "agl", "dagl", "degl", "negl", "sugl", "un", "m", "t", "s", "v", "d",
		}},
		"fr_elision": object{"type": "elision", "articles_case": true, "articles": []string{
			"l", "m", "t", "qu", "n", "s", "j",
			"d", "c", "jusqu", "quoiqu", "lorsqu", "puisqu",
		}},
		"en_possessive": object{"type": "stemmer", "language": "possessive_english"},
		"it_stop":       object{"type": "stop", "stopwords": "_italian_"},
		"en_stop":       object{"type": "stop", "stopwords": "_english_"},
		"fr_stop":       object{"type": "stop", "stopwords": "_french_"},
		"ar_stop":       object{"type": "stop", "stopwords": "_arabic_"},
		"it_stem":       object{"type": "stemmer", "language": "light_italian"},
		"en_stem":       object{"type": "stemmer", "language": "english"},
		"fr_stem":       object{"type": "stemmer", "language": "light_french"},
		"ar_stem":       object{"type": "stemmer", "language": "arabic"},
	}
	chains := map[search.Language][]string{
		search.Italian: {"lowercase", "it_elision", "it_stop", "asciifolding"},
		search.English: {"en_possessive", "lowercase", "en_stop", "asciifolding"},
		search.French:  {"lowercase", "fr_elision", "fr_stop", "asciifolding"},
		search.Arabic:  {"lowercase", "decimal_digit", "ar_stop", "arabic_normalization"},
	}
	analyzers := object{}
	for _, l := range search.Languages() {
		chain := chains[l]
		for i, r := range search.Rewrites(l) {
			name := fmt.Sprintf("%s_form_%d", l, i)
			filters[name] = object{"type": "pattern_replace", "pattern": "^" + r.Pattern + "$", "replacement": groupRef.ReplaceAllString(r.Replacement, "$$$1")}
			chain = append(chain, name)
		}
		analyzers[analyzer(l)] = object{"type": "custom", "tokenizer": "standard", "filter": append(chain, string(l)+"_stem")}
	}
	return object{"filter": filters, "analyzer": analyzers}
}
