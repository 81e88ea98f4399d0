package search

// Rewrite replaces a whole word that matches Pattern (lower case, accents folded, no anchors) by Replacement.
type Rewrite struct{ Pattern, Replacement string }

// Rewrites are what every driver adds to an engine's own analysis of a language: feminine forms of trades that
// the usual stemmers keep apart from the masculine ("operatrice", "serveuse", "waitress"). Whoever searches for
// one must find the other. They apply after folding accents and before stemming, the first that fits.
func Rewrites(l Language) []Rewrite {
	switch l {
	case Italian:
		return []Rewrite{
			{`(\w{2,})trice`, `${1}tore`},
			{`(\w{2,})trici`, `${1}tori`},
			{`(\w+(?:or|ent))essa`, `${1}e`},
			{`(\w+(?:or|ent))esse`, `${1}i`},
			// Too short for the stemmers, which leave words of five letters alone.
			{`cuoc(?:a|hi|he)`, `cuoco`},
			{`sart[aie]`, `sarto`},
		}
	case French:
		return []Rewrite{
			{`(\w{2,})iere(s?)`, `${1}ier${2}`},
			{`(\w{2,})trice(s?)`, `${1}teur${2}`},
			{`(\w{3,})euse(s?)`, `${1}eur${2}`},
		}
	case English:
		return []Rewrite{
			{`waitress(?:es)?`, `waiter`},
			{`hostess(?:es)?`, `host`},
			{`stewardess(?:es)?`, `steward`},
			{`manageress(?:es)?`, `manager`},
			{`(sales|trades|crafts|handy|repair|business|fore|ware)(?:wo)?m[ae]n`, `${1}person`},
		}
	default: // Arabic's own stemmer removes the feminine ending
		return nil
	}
}
