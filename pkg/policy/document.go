package policy

import "cloud.google.com/go/civil"

// DocumentKind is what a person holds that says whether they may work. These words stay in the service that keeps the
// document: other services see intervals with an outcome.
type DocumentKind string

// The kinds that rule WA-01 knows.
const (
	Citizen              DocumentKind = "citizen" // of Italy or another state of the Union
	AsylumSeeker         DocumentKind = "asylum-seeker"
	Refugee              DocumentKind = "refugee"
	SubsidiaryProtection DocumentKind = "subsidiary-protection"
	SpecialProtection    DocumentKind = "special-protection"
	TemporaryProtection  DocumentKind = "temporary-protection"
	UnaccompaniedMinor   DocumentKind = "unaccompanied-minor"
	FormerMinor          DocumentKind = "former-minor" // an unaccompanied minor who has turned 18
	Family               DocumentKind = "family"
	EUFamily             DocumentKind = "eu-family"
	EULongTerm           DocumentKind = "eu-long-term"
	Work                 DocumentKind = "work"
	SeekingWork          DocumentKind = "seeking-work" // attesa occupazione
	Study                DocumentKind = "study"
	SpecialCases         DocumentKind = "special-cases" // victims: casi speciali
	MedicalCare          DocumentKind = "medical-care"
	ShortStay            DocumentKind = "short-stay" // tourist, transit
	NoPermit             DocumentKind = "none"       // present in Italy without a permit
)

// DocumentKinds returns every kind, in the order in which forms offer them.
func DocumentKinds() []DocumentKind {
	return []DocumentKind{
		Citizen, AsylumSeeker, Refugee, SubsidiaryProtection, SpecialProtection, TemporaryProtection, UnaccompaniedMinor,
		FormerMinor, Family, EUFamily, EULongTerm, Work, SeekingWork, Study, SpecialCases, MedicalCare, ShortStay, NoPermit,
	}
}

// Procedure is the kind of an asylum procedure; empty when nothing is known, which is taken as ordinary.
type Procedure string

// The procedures.
const (
	OrdinaryProcedure    Procedure = "ordinary"
	AcceleratedProcedure Procedure = "accelerated"
	BorderProcedure      Procedure = "border"
)

// AsylumDecision is where an asylum application stands; empty means pending.
type AsylumDecision string

// The states of an application.
const (
	AsylumPending       AsylumDecision = "pending"
	AsylumRefused       AsylumDecision = "refused"
	AsylumRefusedAppeal AsylumDecision = "refused-appeal" // refused, and an appeal is pending
)

// Document is one paper with its dates. A zero date means: not known.
type Document struct {
	// ID and Number are for whoever keeps the paper: no rule looks at them.
	ID, Number string

	Kind      DocumentKind
	IssuedOn  civil.Date
	ExpiresOn civil.Date
	// LodgedOn is the day on which the asylum application was recorded (verbale C3).
	LodgedOn civil.Date
	// RequestedOn is the day on which the first issue, the renewal or the conversion was asked for, with the receipt in
	// hand and no answer yet.
	RequestedOn civil.Date
	// EnteredOn is the day of entry in Italy; it decides whether a first issue was asked for in time.
	EnteredOn civil.Date
	Procedure Procedure
	Decision  AsylumDecision
}
