package searchtest

import (
	"testing"

	"github.com/celav/celav/pkg/search"
)

type text struct {
	language search.Language
	text     string
}

// texts are trades as openings name them, one per id and language.
func texts() map[string]text {
	return map[string]text{
		"it-waiter":   {search.Italian, "Cameriere di sala e aiuto cucina"},
		"it-cleaner":  {search.Italian, "Addetta alle pulizie degli uffici, anche di notte"},
		"it-social":   {search.Italian, "Operatore socio-sanitario: aiuta l'anziano nella quotidianità"},
		"it-cook":     {search.Italian, "Cuoca per l’asilo, età prescolare"},
		"it-shop":     {search.Italian, "Commesso in negozio di abbigliamento"},
		"it-teacher":  {search.Italian, "Professore di italiano agli stranieri"},
		"en-waiter":   {search.English, "Waiter for a restaurant's terrace"},
		"en-ware":     {search.English, "Warehouse workers, picking and packing parcels"},
		"en-sales":    {search.English, "Salesman of household goods"},
		"fr-waitress": {search.French, "Serveuse en salle, expérience souhaitée"},
		"fr-nurse":    {search.French, "Infirmier de nuit à l'hôpital"},
		"fr-cook":     {search.French, "Cuisinière de collectivité"},
		"fr-driver":   {search.French, "Conducteur d'engins de chantier"},
		"ar-cook":     {search.Arabic, "طباخة في مطعم إيطالي"},
		"ar-driver":   {search.Arabic, "سائق شاحنة"},
		"ar-accents":  {search.Arabic, "مُهندِس مدني"},
	}
}

func testText(t *testing.T, f fixture) {
	docs := map[string]doc{}
	for id, x := range texts() {
		docs[id] = doc{Texts: map[search.Language]string{x.language: x.text}}
	}
	docs["both"] = doc{Texts: map[search.Language]string{
		search.Italian: "Giardiniere comunale", search.English: "Municipal gardener",
	}}
	f.put(t, docs)

	for _, c := range []struct {
		name     string
		language search.Language
		text     string
		want     []string
	}{
		{"one word", search.Italian, "cameriere", []string{"it-waiter"}},
		{"capital letters", search.Italian, "CAMERIERE", []string{"it-waiter"}},
		{"all words, any order", search.Italian, "cucina sala", []string{"it-waiter"}},
		{"a word too many", search.Italian, "cucina spiaggia", nil},
		{"words that mean nothing are ignored", search.Italian, "cameriere di sala", []string{"it-waiter"}},
		{"only such words", search.Italian, "di", nil},
		{"no word", search.Italian, "  ", nil},
		{"only signs", search.Italian, "!? *:", nil},
		{"plural", search.Italian, "camerieri", []string{"it-waiter"}},
		{"plural of a feminine", search.Italian, "ufficio", []string{"it-cleaner"}},
		{"feminine of -iere", search.Italian, "cameriera", []string{"it-waiter"}},
		{"masculine of -etta", search.Italian, "addetto", []string{"it-cleaner"}},
		{"feminine of -tore", search.Italian, "operatrice", []string{"it-social"}},
		{"feminine plural of -tore", search.Italian, "operatrici", []string{"it-social"}},
		{"masculine of -oca", search.Italian, "cuoco", []string{"it-cook"}},
		{"feminine of -esso", search.Italian, "commessa", []string{"it-shop"}},
		{"feminine in -essa", search.Italian, "professoressa", []string{"it-teacher"}},
		{"accent left out", search.Italian, "eta prescolare", []string{"it-cook"}},
		{"accent as an apostrophe's letter", search.Italian, "quotidianita", []string{"it-social"}},
		{"accent written", search.Italian, "quotidianità", []string{"it-social"}},
		{"elision", search.Italian, "anziano", []string{"it-social"}},
		{"elision in the question", search.Italian, "all'asilo", []string{"it-cook"}},
		{"typographic apostrophe", search.Italian, "dell’asilo", []string{"it-cook"}},
		{"another language", search.French, "cameriere", nil},

		{"plural and possessive", search.English, "restaurants", []string{"en-waiter"}},
		{"feminine", search.English, "waitress", []string{"en-waiter"}},
		{"feminine plural", search.English, "waitresses", []string{"en-waiter"}},
		{"feminine of -man", search.English, "saleswoman", []string{"en-sales"}},
		{"neutral form", search.English, "salesperson", []string{"en-sales"}},
		{"stem", search.English, "packed parcel", []string{"en-ware"}},
		{"the same trade", search.English, "gardeners", []string{"both"}},

		{"masculine of -euse", search.French, "serveur", []string{"fr-waitress"}},
		{"feminine of -ier", search.French, "infirmière", []string{"fr-nurse"}},
		{"feminine without accent", search.French, "infirmiere", []string{"fr-nurse"}},
		{"masculine of -ière", search.French, "cuisinier", []string{"fr-cook"}},
		{"feminine of -teur", search.French, "conductrice", []string{"fr-driver"}},
		{"accent left out, French", search.French, "experience souhaitee", []string{"fr-waitress"}},
		{"elision, French", search.French, "hôpital", []string{"fr-nurse"}},

		{"masculine, Arabic", search.Arabic, "طباخ", []string{"ar-cook"}},
		{"article, Arabic", search.Arabic, "المطعم", []string{"ar-cook"}},
		{"letters written otherwise, Arabic", search.Arabic, "ايطالي", []string{"ar-cook"}},
		{"feminine, Arabic", search.Arabic, "سائقة", []string{"ar-driver"}},
		{"vowel signs left out, Arabic", search.Arabic, "مهندس", []string{"ar-accents"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f.expect(t, search.Words{Field: "text", Text: c.text, Languages: []search.Language{c.language}}, c.want...)
		})
	}
	t.Run("any language", func(t *testing.T) {
		f.expect(t, search.Words{Field: "text", Text: "giardiniere"}, "both")
		f.expect(t, search.Words{Field: "text", Text: "gardener"}, "both")
		f.expect(t, search.Words{Field: "text", Text: "gardener", Languages: []search.Language{search.Italian, search.English}}, "both")
	})
	t.Run("any word", func(t *testing.T) {
		f.expect(t, search.Words{
			Field: "text", Text: "cucina negozio", AnyWord: true,
			Languages: []search.Language{search.Italian},
		}, "it-waiter", "it-shop")
	})
	t.Run("with a filter", func(t *testing.T) {
		f.expect(t, search.All{search.Words{Field: "text", Text: "cameriere"}, search.Not{Filter: search.IDs{"it-waiter"}}})
	})
	testFuzzy(t, f)
}

func testFuzzy(t *testing.T, f fixture) {
	for _, c := range []struct {
		name     string
		language search.Language
		text     string
		want     []string
	}{
		{"a letter wrong", search.Italian, "camarieri", []string{"it-waiter"}},
		{"two letters missing", search.Italian, "abbiglimnto", []string{"it-shop"}},
		{"a letter doubled", search.English, "warehousse", []string{"en-ware"}},
		{"accent and a letter", search.French, "infirmieer", []string{"fr-nurse"}},
		{"first letter wrong", search.Italian, "gameriere", nil},
		{"too far", search.Italian, "cantiere", nil},
		{"no slip at all", search.Italian, "cameriera", []string{"it-waiter"}},
		{"Arabic", search.Arabic, "شاخنة", []string{"ar-driver"}},
	} {
		t.Run("slips/"+c.name, func(t *testing.T) {
			languages := []search.Language{c.language}
			f.expect(t, search.Words{Field: "text", Text: c.text, Languages: languages, Fuzzy: true}, c.want...)
		})
	}
	f.expect(t, search.Words{Field: "text", Text: "camarieri", Languages: []search.Language{search.Italian}})
}
