package person

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
)

// MaxDocuments bounds the papers of one person.
const MaxDocuments = 10

// WorkFile is what decides whether somebody may work: papers with their dates, and the date of birth. It is
// stored sealed and never leaves this service.
type WorkFile struct {
	Documents []policy.Document
	BirthDate civil.Date // zero: not known
	TaxCode   string     // "" when the person has none yet, which is normal
	Removed   []RemovedDocument
}

// RemovedDocument is a paper as it stood before it was taken out or corrected.
type RemovedDocument struct {
	policy.Document
	Reason string // one of Removals, or Corrected
	On     civil.Date
	By     string
}

// Corrected is the reason of a paper that was changed, not taken out.
const Corrected = "corrected"

// MaxRemoved bounds what is kept of earlier papers; the oldest go first.
const MaxRemoved = 50

// MaxNumber bounds a document's number.
const MaxNumber = 40

// Removals lists why a paper may be taken out.
func Removals() []string { return []string{"mistake", "replaced", "person-asked"} }

// Follow keeps in w what was taken out of before or changed, with the reason.
func (w WorkFile) Follow(before WorkFile, reason string, on civil.Date, by string) (WorkFile, error) {
	w.Removed = slices.Clone(before.Removed)
	gone := false
	for _, old := range before.Documents {
		now := slices.IndexFunc(w.Documents, func(d policy.Document) bool { return d.ID == old.ID })
		switch {
		case now < 0:
			gone = true
			w.Removed = append(w.Removed, RemovedDocument{old, reason, on, by})
		case w.Documents[now] != old:
			w.Removed = append(w.Removed, RemovedDocument{old, Corrected, on, by})
		}
	}
	w.Removed = w.Removed[max(0, len(w.Removed)-MaxRemoved):]
	var bad fault.Violations
	if gone && !slices.Contains(Removals(), reason) {
		bad.Add("/removal", "required", "Say why the document goes.")
	}
	return w, bad.Err()
}

// Clean says what is wrong with what was entered. Dates in the future are refused where they cannot be.
func (w WorkFile) Clean(today civil.Date) (WorkFile, error) {
	var bad fault.Violations
	w.Documents = slices.Clone(w.Documents)
	if w.BirthDate != (civil.Date{}) && (w.BirthDate.After(today) || w.BirthDate.Year < today.Year-110) {
		bad.Add("/birthDate", "date", "This cannot be a date of birth.")
	}
	w.TaxCode = TidyTaxCode(w.TaxCode)
	CheckTaxCode(w.TaxCode, w.BirthDate, &bad)
	if len(w.Documents) > MaxDocuments {
		bad.Add("/documents", "too-many", "At most %d documents can be kept.", MaxDocuments)
	}
	for i, d := range w.Documents {
		at := fmt.Sprintf("/documents/%d/", i)
		d.Check(at, today, &bad)
		w.Documents[i].Number = squeeze(d.Number)
		if utf8.RuneCountInString(w.Documents[i].Number) > MaxNumber {
			bad.Add(at+"number", "too-long", "A number has at most %d characters.", MaxNumber)
		}
	}
	return w, bad.Err()
}

// ReachedAge returns the highest legal minimum (15, 16, 18) that the person has reached on a day, and the day
// on which they reach the next one; the zero date when there is none. 0 means that the age is not known.
// A child below 15 has reached 1, which is known and enough for nothing.
func (w WorkFile) ReachedAge(on civil.Date) (reached int, next civil.Date) {
	if w.BirthDate == (civil.Date{}) {
		return 0, civil.Date{}
	}
	reached = 1
	for _, age := range []int{15, 16, 18} {
		birthday := anniversary(w.BirthDate, age)
		if birthday.After(on) {
			return reached, birthday
		}
		reached = age
	}
	return reached, civil.Date{}
}

// anniversary returns the birthday at an age; who was born on 29 February has it on 1 March in other years.
func anniversary(d civil.Date, age int) civil.Date {
	day := civil.Date{Year: d.Year + age, Month: d.Month, Day: d.Day}
	if !day.IsValid() {
		return civil.Date{Year: day.Year, Month: 3, Day: 1}
	}
	return day
}

// With returns w with what only another file of the same person knows: papers of a kind that w lacks, date of birth, tax
// code, and earlier versions of papers.
func (w WorkFile) With(other WorkFile) WorkFile {
	w.Documents, w.Removed = slices.Clone(w.Documents), slices.Clone(w.Removed)
	for _, d := range other.Documents {
		if len(w.Documents) < MaxDocuments && !slices.ContainsFunc(w.Documents, func(have policy.Document) bool { return have.Kind == d.Kind }) {
			w.Documents = append(w.Documents, d)
		}
	}
	for _, d := range other.Removed {
		if len(w.Removed) < MaxRemoved && !slices.Contains(w.Removed, d) {
			w.Removed = append(w.Removed, d)
		}
	}
	if w.BirthDate == (civil.Date{}) {
		w.BirthDate = other.BirthDate
	}
	if w.TaxCode == "" {
		w.TaxCode = other.TaxCode
	}
	return w
}
