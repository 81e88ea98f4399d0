package linking

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/italian"

	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// stem takes a folded word to a form shared by its genders, numbers and common endings. Snowball does the language;
// the endings before it are those of job titles, whose feminine Snowball does not bring together.
func stem(word string, language taxonomy.Language) string {
	if len(word) < 4 {
		return word
	}
	switch language {
	case taxonomy.Italian:
		return snowball(ending(word, italianEndings()), italian.Stem)
	case taxonomy.French:
		return snowball(ending(word, frenchEndings()), french.Stem)
	case taxonomy.English:
		return snowball(ending(word, englishEndings()), english.Stem)
	case taxonomy.Arabic:
		return arabicStem(word)
	}
	return word
}

func snowball(word string, apply func(*snowballstem.Env) bool) string {
	env := snowballstem.NewEnv(word)
	apply(env)
	if out := env.Current(); len(out) >= 2 {
		return out
	}
	return word
}

// Pairs of endings: what a word ends with, and what stands in its place. The first that fits is applied.
func italianEndings() []string {
	return []string{"trici", "tor", "trice", "tor", "tori", "tor", "tore", "tor", "iere", "ier", "iera", "ier", "ieri", "ier", "essa", "", "esse", ""}
}

func frenchEndings() []string {
	return []string{
		"euses", "eur", "euse", "eur", "eurs", "eur", "trices", "teur", "trice", "teur", "ieres", "ier", "iere", "ier", "iers", "ier",
		"iennes", "ien", "ienne", "ien", "iens", "ien", "eres", "er", "ere", "er",
	}
}

func englishEndings() []string {
	return []string{"waitresses", "waiter", "waitress", "waiter", "women", "man", "woman", "man", "men", "man"}
}

func ending(word string, pairs []string) string {
	for i := 0; i < len(pairs); i += 2 {
		if cut, ok := strings.CutSuffix(word, pairs[i]); ok && len(cut)+len(pairs[i+1]) >= 3 {
			return cut + pairs[i+1]
		}
	}
	return word
}

// arabicStem drops the article with its particles, then lets Snowball take the endings (feminine, dual, plural).
func arabicStem(word string) string {
	for _, prefix := range []string{"وال", "بال", "كال", "فال", "لل", "ال"} {
		if cut, ok := strings.CutPrefix(word, prefix); ok && len([]rune(cut)) >= 3 {
			word = cut
			break
		}
	}
	return snowball(word, arabic.Stem)
}
