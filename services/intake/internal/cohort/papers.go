package cohort

import (
	"slices"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Stage is where the papers of an accepted person stand, from the papers to the way home (rule A27-08). What comes
// before, from the proposal to the host's choice, is matching's.
type Stage string

// The stages, in their order.
const (
	Papers          Stage = "papers"
	AtRegion        Stage = "at-region"
	Stamped         Stage = "stamped" // the Region approved the project: never called "visa"
	AtConsulate     Stage = "at-consulate"
	VisaGranted     Stage = "visa-granted"
	VisaRefused     Stage = "visa-refused"
	Entered         Stage = "entered"
	PermitRequested Stage = "permit-requested"
	Started         Stage = "started"
	Extended        Stage = "extended"
	Ended           Stage = "ended"
	GoneHome        Stage = "gone-home"
	Converted       Stage = "converted"
	Dropped         Stage = "dropped"
)

// PaperStep is a stage that was reached, with its day and the document that proves it.
type PaperStep struct {
	Stage    Stage
	On       civil.Date
	At       string // the hour, "14:30"; "" when it is not known
	Document string // its number or name
}

// Next lists the stages that may follow one; there are no jumps. "" is before the first.
func Next(s Stage) []Stage {
	after := map[Stage][]Stage{
		"": {Papers}, Papers: {AtRegion}, AtRegion: {Stamped}, Stamped: {AtConsulate}, AtConsulate: {VisaGranted, VisaRefused},
		VisaGranted: {Entered}, VisaRefused: {AtConsulate}, Entered: {PermitRequested}, PermitRequested: {Started},
		Started: {Extended, Ended}, Extended: {Ended}, Ended: {GoneHome, Converted},
	}
	next := after[s]
	if !slices.Contains([]Stage{Ended, GoneHome, Converted, Dropped}, s) {
		next = append(next, Dropped)
	}
	return next
}

// StageOf is the last stage reached.
func StageOf(steps []PaperStep) PaperStep {
	for _, s := range slices.Backward(steps) {
		if s.Stage != Notified {
			return s
		}
	}
	return PaperStep{}
}

// Advance adds a step, if it may follow and carries its day and document.
func (r *Row) Advance(step PaperStep, today civil.Date) error {
	if !r.Locked() {
		return fault.New(fault.Precondition, "Papers begin when the City has accepted the person.")
	}
	last := StageOf(r.Papers)
	var bad fault.Violations
	step.Document = Tidy(step.Document)
	switch {
	case step.Stage == Notified:
		checkNotice(r.Papers, step, &bad)
	case !slices.Contains(Next(last.Stage), step.Stage):
		bad.Add("/stage", "order", "This cannot follow where the papers stand.")
	}
	switch {
	case !step.On.IsValid():
		bad.Add("/on", "required", "The day is needed.")
	case step.On.After(today):
		bad.Add("/on", "future", "This date lies in the future.")
	case step.Stage != Notified && step.On.Before(last.On):
		bad.Add("/on", "order", "This is before the step that came first.")
	}
	if _, err := time.Parse(hourForm, step.At); step.At != "" && err != nil {
		bad.Add("/at", "not-an-hour", "Write the hour as 14:30.")
	}
	if step.Document == "" {
		bad.Add("/document", "required", "Name the document that proves it.")
	} else if utf8.RuneCountInString(step.Document) > maxLine {
		bad.Add("/document", "too-long", "At most %d characters.", maxLine)
	}
	if err := bad.Err(); err != nil {
		return err
	}
	r.Papers = append(slices.Clone(r.Papers), step)
	return nil
}

// Clocks are the days of rule A27-09. A zero is a clock that nobody has verified: it is off.
type Clocks struct{ RegionDays, VisaRequestDays, ConsulateDays, PermitDays, HospitalityDays, StartDays int }

// Due is the next paper of somebody: what, and by when where the law names a day.
type Due struct {
	Paper string // a code
	By    civil.Date
}

// NextPaper is the paper that is due next, false when none is.
func NextPaper(steps []PaperStep, clocks Clocks) (Due, bool) {
	last := StageOf(steps)
	by := func(days int) civil.Date {
		if days == 0 {
			return civil.Date{}
		}
		return last.On.AddDays(days)
	}
	switch last.Stage {
	case "":
		return Due{Paper: "project"}, true
	case Papers:
		return Due{Paper: "to-region"}, true
	case AtRegion:
		return Due{"region-stamp", by(clocks.RegionDays)}, true
	case Stamped:
		return Due{"visa-request", by(clocks.VisaRequestDays)}, true
	case AtConsulate:
		return Due{"visa-decision", by(clocks.ConsulateDays)}, true
	case VisaGranted:
		return Due{Paper: "entry"}, true
	case VisaRefused:
		return Due{Paper: "visa-again"}, true
	case Entered:
		return Due{"permit-request", by(clocks.PermitDays)}, true
	case PermitRequested:
		return Due{"start", by(clocks.StartDays)}, true
	case Ended:
		return Due{Paper: "attestation"}, true
	default:
		return Due{}, false
	}
}
