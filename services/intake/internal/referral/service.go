package referral

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/celav/celav/pkg/fault"
)

// Kind says what a service of the city is for.
type Kind string

// Kinds lists the kinds in the order in which forms offer them.
func Kinds() []Kind {
	return []Kind{
		"employment", "training", "italian", "benefits", "housing", "reception", "legal", "welcome", "family", "young", "health", "addiction",
		"safety", "justice", "return",
	}
}

// Service is one entry of the city directory: whom somebody can be sent to, or comes from.
type Service struct {
	ID        string // a short word for those that come with the product
	Version   int64
	Kind      Kind
	Names     map[string]string // by language; Italian is always there
	About     string            // what it does, in Italian
	Languages []string          // in which one is understood there
	Address   string
	Hours     string // when it is open, in words
	Phone     string
	Email     string // where a referral's message goes; without one it goes on paper
	// AnswerDays is in how many working days it usually answers.
	AnswerDays int
	// Reserved services tell by their name what may not leave a team: only the person's team and the person see them.
	Reserved bool
	// Withdrawn hides the service from new referrals; it stays on the old ones.
	Withdrawn bool
}

// The bounds of an entry.
const (
	MaxName       = 120
	MaxAbout      = 600
	MaxLine       = 200
	MaxAnswerDays = 60
	maxLanguages  = 20
)

// NameLanguages lists the languages in which a service has a name, the required one first.
func NameLanguages() []string { return []string{"it", "en", "fr", "ar"} }

// Name returns the name in a language, in Italian where it has none.
func (s Service) Name(language string) string {
	if name := s.Names[language]; name != "" {
		return name
	}
	return s.Names["it"]
}

// Example reports whether the address for mail is one that nobody reads: those that come with the product are.
func (s Service) Example() bool {
	return strings.HasSuffix(s.Email, "@example.org") || strings.HasSuffix(s.Email, ".example.org")
}

// Clean trims what was typed and says what is wrong with it.
func (s Service) Clean() (Service, error) {
	var bad fault.Violations
	names := map[string]string{}
	for _, lang := range NameLanguages() {
		name := strings.TrimSpace(s.Names[lang])
		tooLong(&bad, "/names/"+lang, name, MaxName)
		if name != "" {
			names[lang] = name
		}
	}
	if names["it"] == "" {
		bad.Add("/names/it", "required", "Write the Italian name.")
	}
	s.Names = names
	for _, f := range []struct {
		text    *string
		pointer string
		most    int
	}{
		{&s.About, "/about", MaxAbout},
		{&s.Address, "/address", MaxLine},
		{&s.Hours, "/hours", MaxLine},
		{&s.Phone, "/phone", MaxLine},
		{&s.Email, "/email", MaxLine},
	} {
		*f.text = strings.TrimSpace(*f.text)
		tooLong(&bad, f.pointer, *f.text, f.most)
	}
	if !slices.Contains(Kinds(), s.Kind) {
		bad.Add("/kind", "unknown", "Say what the service is for.")
	}
	if s.About == "" {
		bad.Add("/about", "required", "Say what the service does.")
	}
	if s.Email != "" && !looksLikeMail(s.Email) {
		bad.Add("/email", "email", "An e-mail address looks like name@example.org.")
	}
	if s.Email == "" && s.Address == "" {
		bad.Add("/address", "required", "Without an e-mail address a postal one is needed.")
	}
	if s.AnswerDays < 1 || s.AnswerDays > MaxAnswerDays {
		bad.Add("/answerDays", "out-of-range", "Between 1 and %d working days.", MaxAnswerDays)
	}
	slices.Sort(s.Languages)
	s.Languages = slices.Compact(s.Languages)
	if len(s.Languages) > maxLanguages || slices.ContainsFunc(s.Languages, func(tag string) bool { return !isTag(tag) }) {
		bad.Add("/languages", "unknown", "Choose languages of the list.")
	}
	return s, bad.Err()
}

func tooLong(bad *fault.Violations, pointer, text string, most int) {
	if utf8.RuneCountInString(text) > most {
		bad.Add(pointer, "too-long", "This is longer than %d characters.", most)
	}
}

func isTag(s string) bool {
	if len(s) < 2 || len(s) > 3 {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
}

func looksLikeMail(s string) bool {
	user, host, ok := strings.Cut(s, "@")
	dot := strings.LastIndex(host, ".")
	return ok && user != "" && dot > 0 && dot < len(host)-1 && !strings.ContainsAny(s, " \t\r\n,;<>") && !strings.Contains(host, "@")
}
