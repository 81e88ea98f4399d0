package cohort

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"cloud.google.com/go/civil"
)

// Trainee is a row that was read: what the cells mean.
type Trainee struct {
	Ref, LastName, FirstName string
	BirthDate                civil.Date
	Country                  string
	InItaly                  bool
	Phone, Email, Language   string
	Title, TitleLevel        string
	TitleDate                civil.Date
	Occupations, Wanted      []string
	Skills, HostFields       []string
	Months                   int
	Languages                []Spoken
	From                     civil.Date
	Consent                  bool
}

// Spoken is a language with its level.
type Spoken struct{ Language, Level string }

// Name is how the person is called.
func (t Trainee) Name() string { return strings.TrimSpace(t.FirstName + " " + t.LastName) }

// Finding is one thing to correct in a row, or, as a warning, to look at. It holds codes only, never what stands in the
// cell.
type Finding struct {
	Column string
	Code   string
	Warn   bool
}

// The codes of findings.
const (
	Required        = "required"
	TooLong         = "too-long"
	NotADate        = "not-a-date"
	InTheFuture     = "in-the-future"
	NotABirthDate   = "not-a-birth-date"
	NotInList       = "not-in-list"
	NotANumber      = "not-a-number"
	NotAnEmail      = "not-an-email"
	NotAPhone       = "not-a-phone"
	ContactNeeded   = "contact-needed"
	TooMany         = "too-many"
	RefTwice        = "ref-twice"
	PersonTwice     = "person-twice"
	OtherCohort     = "other-cohort"
	TooYoung        = "too-young"
	LivesInUnion    = "lives-in-union"
	IsInItaly       = "is-in-italy"
	ConsentMissing  = "consent-missing"
	TitleOld        = "title-old"
	ItalianMissing  = "italian-missing"
	NothingWanted   = "nothing-wanted"
	NothingCanBeSet = "nothing-can"
	TitleBeforeAge  = "title-before-age"
)

// Limits are what the rules of Art. 27 ask of a person: rule A27-01's parameters.
type Limits struct {
	AdultAge       int
	TitleMaxMonths int // the strictest region's; 0 for none
}

// Check reads the cells of a row, given by column, and says everything that is wrong with them at once. Findings of
// other rows (a reference that stands twice) are the caller's.
func Check(cells map[string]string, today civil.Date, limits Limits) (Trainee, []Finding) {
	c := checker{cells: cells, today: today, columns: map[string]Column{}}
	for _, column := range Columns() {
		c.columns[column.Key] = column
	}
	t := Trainee{
		Ref: c.line(Ref), LastName: c.line(LastName), FirstName: c.line(FirstName),
		BirthDate: c.day(BirthDate), Country: c.country(), InItaly: c.choice(InItaly) == "yes",
		Phone: c.line(Phone), Email: c.line(Email), Language: c.choice(Language),
		Title: c.line(Title), TitleLevel: c.choice(TitleLevel), TitleDate: c.day(TitleDate),
		Occupations: c.many(Occupations), Wanted: c.many(Wanted), Skills: c.many(Skills), HostFields: c.choices(HostFields),
		Months: c.whole(Months), From: c.day(From), Consent: c.choice(Consent) == "yes",
	}
	for _, l := range []struct{ column, language string }{{Italian, "it"}, {French, "fr"}, {English, "en"}, {Arabic, "ar"}} {
		if level := c.choice(l.column); level != "" {
			t.Languages = append(t.Languages, Spoken{l.language, level})
		}
	}
	c.contact(t)
	c.rules(t, limits)
	c.hints(t, limits)
	return t, c.found
}

type checker struct {
	cells map[string]string
	today civil.Date
	found []Finding

	columns map[string]Column
}

func (c *checker) wrong(column, code string) { c.found = append(c.found, Finding{column, code, false}) }

func (c *checker) warn(column, code string) { c.found = append(c.found, Finding{column, code, true}) }

// text returns a cell that is not empty and not too long.
func (c *checker) text(key string) (string, Column, bool) {
	column := c.columns[key]
	s := Tidy(c.cells[key])
	most := column.Max
	if most == 0 {
		most = maxLine
	}
	switch {
	case s == "" && column.Required:
		c.wrong(key, Required)
	case utf8.RuneCountInString(s) > most:
		c.wrong(key, TooLong)
	default:
		return s, column, s != ""
	}
	return "", column, false
}

func (c *checker) line(key string) string {
	s, _, _ := c.text(key)
	return s
}

func (c *checker) day(key string) civil.Date {
	s, _, ok := c.text(key)
	if !ok {
		return civil.Date{}
	}
	d, ok := ReadDay(s)
	switch {
	case !ok:
		c.wrong(key, NotADate)
		return civil.Date{}
	case key != From && d.After(c.today):
		c.wrong(key, InTheFuture)
	case key == BirthDate && d.Year < c.today.Year-90:
		c.wrong(key, NotABirthDate)
	}
	return d
}

func (c *checker) choice(key string) string {
	s, column, ok := c.text(key)
	if !ok {
		return ""
	}
	code, ok := find(column.Values, s)
	if !ok {
		c.wrong(key, NotInList)
	}
	return code
}

// country takes any two letters besides the list: a country that no partner has named before has a code as well.
func (c *checker) country() string {
	s, column, ok := c.text(Country)
	if !ok {
		return ""
	}
	if code, ok := find(column.Values, s); ok {
		return code
	}
	upper := strings.ToUpper(s)
	if len(upper) == 2 && upper[0] >= 'A' && upper[0] <= 'Z' && upper[1] >= 'A' && upper[1] <= 'Z' {
		return upper
	}
	c.wrong(Country, NotInList)
	return ""
}

func (c *checker) many(key string) []string {
	s, _, _ := c.text(key)
	var list []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(";|\n؛", r) }) {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(list, part) {
			list = append(list, part)
		}
	}
	if len(list) > maxMany {
		c.wrong(key, TooMany)
		list = list[:maxMany]
	}
	return list
}

func (c *checker) choices(key string) []string {
	column := c.columns[key]
	var list []string
	for _, part := range c.many(key) {
		code, ok := find(column.Values, part)
		if !ok {
			c.wrong(key, NotInList)
			return nil
		}
		list = append(list, code)
	}
	return list
}

func (c *checker) whole(key string) int {
	s, _, ok := c.text(key)
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSuffix(strings.Map(latinDigit, s), ".0"))
	if err != nil || n < 0 || n > 720 {
		c.wrong(key, NotANumber)
		return 0
	}
	return n
}

func (c *checker) contact(t Trainee) {
	if t.Phone != "" {
		digits := 0
		for _, r := range t.Phone {
			if d := latinDigit(r); d >= '0' && d <= '9' {
				digits++
			}
		}
		if digits < 6 || digits > 15 {
			c.wrong(Phone, NotAPhone)
		}
	}
	if t.Email != "" {
		user, domain, ok := strings.Cut(t.Email, "@")
		dot := strings.LastIndexByte(domain, '.')
		if !ok || user == "" || dot <= 0 || dot == len(domain)-1 || strings.ContainsAny(t.Email, " ,;<>") || strings.Contains(domain, "@") {
			c.wrong(Email, NotAnEmail)
		}
	}
	if c.cells[Phone] == "" && c.cells[Email] == "" {
		c.wrong(Phone, ContactNeeded)
	}
}

// rules is what rule A27-01 says of the person alone, and the consent without which nothing may be sent.
func (c *checker) rules(t Trainee, limits Limits) {
	if t.BirthDate.IsValid() && !t.BirthDate.IsZero() && limits.AdultAge > 0 && t.BirthDate.AddYears(limits.AdultAge).After(c.today) && !t.BirthDate.After(c.today) {
		c.wrong(BirthDate, TooYoung)
	}
	if InUnion(t.Country) {
		c.wrong(Country, LivesInUnion)
	}
	if t.InItaly {
		c.wrong(InItaly, IsInItaly)
	}
	if !t.Consent && c.cells[Consent] != "" && !c.has(Consent) {
		c.wrong(Consent, ConsentMissing)
	}
}

// hints are what may be right and yet should be looked at.
func (c *checker) hints(t Trainee, limits Limits) {
	if !t.TitleDate.IsZero() && limits.TitleMaxMonths > 0 && t.TitleDate.AddMonths(limits.TitleMaxMonths).Before(c.today) {
		c.warn(TitleDate, TitleOld)
	}
	if !t.TitleDate.IsZero() && !t.BirthDate.IsZero() && !t.BirthDate.After(c.today) && t.TitleDate.Before(t.BirthDate.AddYears(14)) {
		c.wrong(TitleDate, TitleBeforeAge)
	}
	if Tidy(c.cells[Italian]) == "" {
		c.warn(Italian, ItalianMissing)
	}
	if len(t.Wanted) == 0 && len(t.HostFields) == 0 {
		c.warn(Wanted, NothingWanted)
	}
	if len(t.Skills) == 0 && len(t.Occupations) == 0 {
		c.warn(Skills, NothingCanBeSet)
	}
}

func (c *checker) has(column string) bool {
	return slices.ContainsFunc(c.found, func(f Finding) bool { return f.Column == column })
}

// Wrong returns the findings that are no warnings.
func Wrong(found []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(found), func(f Finding) bool { return f.Warn })
}

// Warnings returns the findings that need nothing but a look.
func Warnings(found []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(found), func(f Finding) bool { return !f.Warn })
}
