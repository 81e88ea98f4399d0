package papers

import (
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Sources are the facts of others that papers tell, as they are when a paper is made.
type Sources struct {
	Trainee   string // the name
	Language  string // in which the trainee reads
	Host      Host
	Place     string // what the opening is called
	Task      string // what is done there, as the host wrote it
	CityTutor string
	Needed    []map[string]string // names of skills that are asked for at the start
	Learned   []map[string]string // and that are learned here
	Limit     int                 // months that the rules allow
	Rules     string              // under which it was made
	Attended  Attendance
}

// Host is who hosts.
type Host struct {
	Name, TaxNumber, Address string
	Headcount, SeatLimit     int // 0: not known
}

// Attendance is what was attended, from the grant ledger.
type Attendance struct {
	PlannedMinutes, AttendedMinutes int
	MissingMonths                   int // that nobody has entered
}

// Percent is the share of the planned hours that was attended; -1 when nothing was planned.
func (a Attendance) Percent() int {
	if a.PlannedMinutes == 0 {
		return -1
	}
	return a.AttendedMinutes * 100 / a.PlannedMinutes
}

// Write makes a paper's content from the records as they are.
func Write(k Kind, t *traineeship.Traineeship, s Sources) (Content, error) {
	c := Content{Kind: k, Demo: t.Demo}
	if s.Language != "it" {
		c.Language = s.Language
	}
	if !k.Due(t) {
		return c, fault.New(fault.Precondition, "This paper is not due for the traineeship as it stands.")
	}
	if k == Agreement || k == Project {
		if err := insured(t); err != nil {
			return c, err
		}
	}
	c.Parts = append(c.Parts, parties(k, t, s))
	switch k {
	case Agreement:
		c.Parts = append(c.Parts, when(k, t, s), money(t))
	case Project:
		c.Parts = append(c.Parts, when(k, t, s), learning(s), money(t))
	case Addendum:
		c.Parts = append(c.Parts, renewal(t))
	case Dossier:
		times := periods(t, s)
		for _, x := range t.Terms {
			communicated(&times, t, x.ID)
		}
		c.Parts = append(c.Parts, times, learning(s))
	case Attestation:
		c.Parts = append(c.Parts, periods(t, s), Part{Name: "learning", Facts: []Fact{{Name: "learned", Form: Labels, Labels: s.Learned}}})
	}
	return c, nil
}

// insured refuses a paper that would not tell the insurances: rule TR-14 wants their numbers in it.
func insured(t *traineeship.Traineeship) error {
	if insurance(t, traineeship.PaperAccident) == "" || insurance(t, traineeship.PaperLiability) == "" {
		return fault.New(fault.Precondition, "First write down the numbers of the two insurances: the paper tells them.")
	}
	return nil
}

func insurance(t *traineeship.Traineeship, k traineeship.PaperKind) string {
	for _, p := range t.Papers {
		if p.Kind == k && p.On.IsValid() {
			return p.Reference
		}
	}
	return ""
}

func parties(k Kind, t *traineeship.Traineeship, s Sources) Part {
	p := Part{Name: "parties"}
	p.code("promoter", "celav")
	p.text("host", s.Host.Name)
	if s.Host.TaxNumber != "" {
		p.text("tax", s.Host.TaxNumber)
	}
	if s.Host.Address != "" {
		p.text("site", s.Host.Address)
	}
	if (k == Agreement || k == Project) && s.Host.Headcount > 0 {
		p.number("headcount", s.Host.Headcount)
	}
	if (k == Agreement || k == Project) && s.Host.SeatLimit > 0 {
		p.number("seats", s.Host.SeatLimit)
	}
	p.text("trainee", s.Trainee)
	p.text("host-tutor", t.HostTutor)
	if s.CityTutor != "" {
		p.text("city-tutor", s.CityTutor)
	}
	return p
}

func when(k Kind, t *traineeship.Traineeship, s Sources) Part {
	p := Part{Name: "time"}
	if k == Project { // the agreement is not signed by the trainee: it tells nothing of why the type is what it is
		p.code("type", string(t.Type))
	}
	p.day("start", t.Start)
	p.day("end", firstEnd(t))
	p.number("months", t.Months)
	p.number("hours", t.HoursWeek)
	if s.Limit > 0 {
		p.number("limit", s.Limit)
	}
	p.text("rules", s.Rules)
	return p
}

func firstEnd(t *traineeship.Traineeship) civil.Date {
	if len(t.Terms) == 0 {
		return t.End()
	}
	return t.Terms[0].PlannedEnd
}

func learning(s Sources) Part {
	p := Part{Name: "learning"}
	if s.Place != "" {
		p.text("place", s.Place)
	}
	if s.Task != "" {
		p.text("task", s.Task)
	}
	if len(s.Needed) > 0 {
		p.Facts = append(p.Facts, Fact{Name: "needed", Form: Labels, Labels: s.Needed})
	}
	p.Facts = append(p.Facts, Fact{Name: "learned", Form: Labels, Labels: s.Learned})
	return p
}

func money(t *traineeship.Traineeship) Part {
	p := Part{Name: "money"}
	p.euro("allowance", t.AllowanceCents)
	p.code("payer", "city")
	p.code("share", "80")
	p.text("accident", insurance(t, traineeship.PaperAccident))
	p.text("liability", insurance(t, traineeship.PaperLiability))
	return p
}

func renewal(t *traineeship.Traineeship) Part {
	p := Part{Name: "renewal"}
	d := Renewal(t)
	before, next := t.Term(d.TermID), (*traineeship.Term)(nil)
	for i := range t.Terms {
		if before != nil && t.Terms[i].Number == before.Number+1 {
			next = &t.Terms[i]
		}
	}
	p.day("first", t.Start)
	if before != nil {
		p.day("until", before.PlannedEnd)
	}
	if next != nil {
		p.day("from", next.Start)
		p.day("to", next.PlannedEnd)
	}
	p.number("months", d.Months)
	p.number("hours", t.HoursWeek)
	p.euro("allowance", t.AllowanceCents)
	p.code("reason", d.Reason)
	p.number("limit", d.Limit)
	p.text("rules", d.Rules)
	communicated(&p, t, d.TermID)
	return p
}

// communicated tells the mandatory communication of an extension, once it is written down (TR-16).
func communicated(p *Part, t *traineeship.Traineeship, term string) {
	if d := t.Communication(term); d != nil && !d.Open() {
		p.day("communicated", d.DoneOn)
		p.text("communication", d.Reference)
	}
}

func periods(t *traineeship.Traineeship, s Sources) Part {
	p := Part{Name: "time"}
	p.day("start", t.Start)
	p.day("end", t.EndedOn)
	p.number("periods", len(t.Terms))
	p.number("hours", t.HoursWeek)
	if s.Attended.PlannedMinutes > 0 {
		p.number("planned", s.Attended.PlannedMinutes/60)
		p.number("attended", s.Attended.AttendedMinutes/60)
		p.number("percent", s.Attended.Percent())
	}
	p.code("outcome", string(t.Outcome))
	return p
}

// Terms is the mark of the traineeship's own facts that a paper is about.
func Terms(k Kind, t *traineeship.Traineeship) string {
	if k == Addendum {
		if d := Renewal(t); d != nil {
			return Hash(strings.Join([]string{"addendum", d.ID}, "\n"))
		}
		return ""
	}
	return t.PaperTerms()
}
