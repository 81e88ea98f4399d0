package taxonomy

// Language is one of the four languages in which every page of the suite exists.
type Language string

// The suite's languages, Italian first.
const (
	Italian Language = "it"
	English Language = "en"
	French  Language = "fr"
	Arabic  Language = "ar"
)

// Languages lists the suite's languages in the order in which they are offered.
func Languages() []Language { return []Language{Italian, English, French, Arabic} }

// ParseLanguage returns the suite's language for a tag; a region ("fr-BE") is ignored.
func ParseLanguage(tag string) (Language, bool) {
	if len(tag) > 2 && (tag[2] == '-' || tag[2] == '_') {
		tag = tag[:2]
	}
	switch l := Language(tag); l {
	case Italian, English, French, Arabic:
		return l, true
	}
	return "", false
}
