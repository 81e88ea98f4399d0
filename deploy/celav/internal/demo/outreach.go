package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/outreach"
)

// How much the service of the demonstration has spoken with companies, and how many companies it has not on record.
const (
	contactsOfCity = 140
	companiesMet   = 52
	leadsOfCity    = 8
)

// taxNumber is one whose last digit is right; no company has it, because its office does not exist.
func taxNumber(n int) string {
	digits, sum := fmt.Sprintf("%07d777", 9_000_000+n), 0
	for i, r := range digits {
		d := int(r - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return fmt.Sprintf("%s%d", digits, (10-sum%10)%10)
}

// spokeOf is what contacts are about, and what they lead to.
func spokeOf() []struct{ subject, next string } {
	return []struct{ subject, next string }{
		{"Tirocini: come funzionano e quanto durano", "Mandare l'esempio di convenzione"},
		{"Assumere un richiedente asilo", "Mandare la scheda sui documenti"},
		{"Posti in cucina e in sala", "Richiamare per sapere quanti posti"},
		{"Tirocinanti dall'estero (Art. 27)", "Chiedere chi offre vitto e alloggio"},
		{"Rinnovo di un tirocinio in corso", "Sentire il tutor aziendale"},
		{"Visita alla sede e ai reparti", "Fissare la visita"},
	}
}

func inventContacts(o Options, companies []company) outreach.ContactBatch {
	b := outreach.ContactBatch{Demo: true}
	for n := range min(leadsOfCity, len(companies)) {
		d := roll(o.Seed, "lead", n)
		b.Leads = append(b.Leads, outreach.BatchLead{
			Id: idOf(o.Seed, "lead", n), Name: pick(d, d.sector().kinds) + " " + pick(d, companyNames()) + " nuovo" + mark, Municipality: "Milano", Reach: phone(d),
		})
	}
	met := companies[:min(companiesMet, len(companies))]
	for n := range contactsOfCity {
		d := roll(o.Seed, "contact", n)
		spoke := pick(d, spokeOf())
		held := d.day(o.Today, -120, 0)
		e := outreach.BatchContact{
			Id: idOf(o.Seed, "contact", n), By: []string{"demo-counsellor-1", "demo-counsellor-2", "demo-coordinator"}[d.weighted([]int{50, 35, 15})],
			HeldOn:  held,
			Channel: pick(d, []outreach.ContactChannel{"phone", "phone", "email", "visit", "desk", "video", "event"}),
			Result:  pick(d, []outreach.ContactResult{"no-answer", "informed", "interested", "call-back", "opening-promised", "opening-posted", "not-now", "refused"}),
			Subject: spoke.subject,
		}
		switch {
		case n < len(met):
			e.CompanyId = met[n].Id
		case n < len(met)+len(b.Leads):
			e.LeadId = b.Leads[n-len(met)].Id
		default:
			e.CompanyId = met[d.IntN(len(met))].Id
		}
		if d.chance(45) {
			e.Next = spoke.next
			step := held.AddDays(d.between(5, 20))
			if n < 6 { // the first are of today, so that something is always due
				step = o.Today
				e.By = "demo-counsellor-1"
			}
			e.NextOn, e.NextDone = &step, step.Before(o.Today) && d.chance(80)
		}
		b.Items = append(b.Items, e)
	}
	return b
}

// inventDesk opens the desk on the working days of this week and the next two, with visits in each state.
func inventDesk(o Options) outreach.DeskBatch {
	b := outreach.DeskBatch{Demo: true}
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		rome = time.UTC
	}
	n := 0
	for days := -4; days <= 16; days++ {
		on := o.Today.AddDays(days)
		if slices.Contains([]time.Weekday{time.Saturday, time.Sunday}, on.In(rome).Weekday()) {
			continue
		}
		for half := range 6 {
			start := on.In(rome).Add(9*time.Hour + time.Duration(half)*30*time.Minute)
			d := roll(o.Seed, "desk", n)
			slot := outreach.BatchSlot{
				Id: idOf(o.Seed, "desk-slot", n), Start: start, End: start.Add(30 * time.Minute),
				Place: "Via della Prova 12, stanza 3", By: []string{"demo-counsellor-1", "demo-counsellor-2"}[n%2],
			}
			b.Slots = append(b.Slots, slot)
			if visit, ok := inventVisit(o, d, slot, days, n); ok {
				b.Bookings = append(b.Bookings, visit)
			}
			n++
		}
	}
	return b
}

func inventVisit(o Options, d dice, slot outreach.BatchSlot, days, n int) (outreach.BatchBooking, bool) {
	if !d.chance(map[bool]int{true: 75, false: 30}[days <= 4]) {
		return outreach.BatchBooking{}, false
	}
	v := outreach.BatchBooking{
		Id: idOf(o.Seed, "desk-visit", n), SlotId: slot.Id, Kind: pick(d, []outreach.VisitorKind{"employer", "person"}),
		State: "booked", Name: d.name(d.origin()) + mark, Reach: phone(d), About: pick(d, []string{"Ricevuta di rinnovo del permesso", "Primo tirocinio in azienda", "Comunicazione prima dell'inizio", "Ho trovato lavoro"}),
	}
	if days == 3 && v.Kind == "employer" {
		v.BookedBy = Employer
	}
	if days < 0 && d.chance(85) {
		v.State = []outreach.VisitState{"held", "no-show"}[d.weighted([]int{80, 20})]
		if v.State == "held" {
			v.Asked, v.Answered = "Quali documenti servono per cominciare", "Spiegato passo per passo, consegnata la scheda"
		}
	}
	return v, true
}

// headcounts divides a company's people over its sites.
func headcounts(d dice, c *outreach.BatchCompany) {
	if c.Headcount == nil || d.chance(10) {
		return
	}
	left := *c.Headcount
	for i := range c.Sites {
		share := left / (len(c.Sites) - i)
		c.Sites[i].Headcount = ptr(share)
		left -= share
	}
}

// standing lets some companies have registered by themselves in the last days.
func standing(d dice, today civil.Date, n int, c *outreach.BatchCompany) {
	c.TaxNumber = taxNumber(n)
	if n > 0 && d.chance(6) {
		c.Standing, c.RegisteredOn = "to-check", ptr(d.day(today, -9, -1))
	}
}

func (l *loader) outreachWork(ctx context.Context, city City) error {
	if len(city.Contacts.Items) > 0 {
		if _, err := answer[outreach.BatchResult](l.outreach.LoadContacts(ctx, city.Contacts)); err != nil {
			return fmt.Errorf("load contacts: %w", err)
		}
	}
	if _, err := answer[outreach.BatchResult](l.outreach.LoadDesk(ctx, city.Desk)); err != nil {
		return fmt.Errorf("load the desk: %w", err)
	}
	return nil
}
