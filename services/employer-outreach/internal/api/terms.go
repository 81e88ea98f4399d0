package api

import (
	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

func readTerms(t contract.Terms) opening.Terms {
	terms := opening.Terms{
		SiteID: t.SiteId, Kind: opening.Kind(t.Kind), Title: t.Title, Description: t.Description, Language: string(t.Language),
		Occupation: t.Occupation, ISCO: t.Isco, NeededAtStart: readDemands(t.NeededAtStart), Optional: readDemands(t.Optional),
		LearnedHere: t.LearnedHere, HoursWeek: t.HoursWeek, Start: t.Start, Months: t.Months, Seats: t.Seats,
		SeatsTaken: t.SeatsTaken, MinimumAge: t.MinimumAge, Licences: t.Licences, EducationEQF: t.EducationEqf,
		WelcomesArt27: t.WelcomesArt27, BoardAndLodging: readLodging(t.BoardAndLodging), ClosesOn: t.ClosesOn,
	}
	for _, l := range t.Languages {
		terms.Languages = append(terms.Languages, opening.LanguageDemand{Language: l.Language, Level: string(l.Level)})
	}
	for _, s := range t.Slots {
		terms.Slots = append(terms.Slots, opening.Slot{Day: s.Day, From: s.From, To: s.To})
	}
	for _, a := range t.Accommodations {
		terms.Accommodations = append(terms.Accommodations, string(a))
	}
	return terms
}

func readDemands(list []contract.SkillDemand) []opening.SkillDemand {
	out := make([]opening.SkillDemand, len(list))
	for i, d := range list {
		out[i] = opening.SkillDemand{Skill: d.Skill, Level: d.Level, Weight: d.Weight}
	}
	return out
}

func writeTerms(t opening.Terms) contract.Terms {
	terms := contract.Terms{
		SiteId: t.SiteID, Kind: contract.Kind(t.Kind), Title: t.Title, Description: t.Description, Language: contract.TermsLanguage(t.Language),
		Occupation: t.Occupation, Isco: t.ISCO, NeededAtStart: store.Demands(t.NeededAtStart), Optional: store.Demands(t.Optional),
		LearnedHere: t.LearnedHere, Languages: store.Languages(t.Languages), Slots: store.Slots(t.Slots), HoursWeek: t.HoursWeek,
		Start: t.Start, Months: t.Months, Seats: t.Seats, SeatsTaken: t.SeatsTaken, MinimumAge: t.MinimumAge,
		Licences: t.Licences, EducationEqf: t.EducationEQF, WelcomesArt27: t.WelcomesArt27,
		BoardAndLodging: writeLodging(t.BoardAndLodging), ClosesOn: t.ClosesOn,
	}
	for _, a := range t.Accommodations {
		terms.Accommodations = append(terms.Accommodations, contract.Accommodation(a))
	}
	return terms
}

func writeOpening(o opening.Opening, today civil.Date) contract.Opening {
	return contract.Opening{
		Id: o.ID, Version: o.Version, CompanyId: o.CompanyID, State: contract.State(o.State), Live: o.Live(today),
		PublishedOn: o.PublishedOn, Demo: o.Demo, Terms: writeTerms(o.Terms),
	}
}

func writeLines(lines []store.OpeningLine, today civil.Date) []contract.OpeningLine {
	out := make([]contract.OpeningLine, len(lines))
	for i, l := range lines {
		out[i] = contract.OpeningLine{
			Id: l.ID, CompanyId: l.CompanyID, Company: l.Company, Municipality: l.Municipality, Title: l.Terms.Title,
			Language: l.Terms.Language, Kind: contract.Kind(l.Terms.Kind), Occupation: l.Terms.Occupation,
			State: contract.State(l.State), Live: l.Live(today), Seats: l.Terms.Seats, SeatsTaken: l.Terms.SeatsTaken, Start: l.Terms.Start,
		}
	}
	return out
}

func (s Server) writeCompany(c company.Company) contract.Company {
	out := contract.Company{
		Id: c.ID, Version: c.Version, Name: c.Name, TaxNumber: c.TaxNumber, Standing: contract.Standing(c.Standing),
		RegisteredOn: c.RegisteredOn, Headcount: c.Headcount, Demo: c.Demo,
		Contact: contract.Contact{Name: c.Contact.Name, Email: c.Contact.Email, Phone: c.Contact.Phone, Language: contract.ContactLanguage(c.Contact.Language)},
		Sites:   make([]contract.Site, len(c.Sites)),
	}
	for i, site := range c.Sites {
		out.Sites[i] = contract.Site{
			Id: site.ID, Address: site.Address, Municipality: site.Municipality, Region: site.Region, Lat: site.Lat, Lon: site.Lon,
			Headcount: site.Headcount,
		}
		if limit, known := s.Desk.SeatLimit(c, site.ID); known {
			out.Sites[i].SeatLimit = &limit.Seats
		}
	}
	return out
}

func readContact(c contract.Contact) company.Contact {
	return company.Contact{Name: c.Name, Email: c.Email, Phone: c.Phone, Language: string(c.Language)}
}

func readSite(b contract.SiteInput) company.Site {
	return company.Site{Address: b.Address, Municipality: b.Municipality, Region: b.Region, Lat: b.Lat, Lon: b.Lon, Headcount: b.Headcount}
}

func readLodging(b contract.BoardAndLodging) opening.BoardAndLodging {
	out := opening.BoardAndLodging{Address: b.Address, Free: b.Free}
	if b.By != nil {
		out.By = opening.Provider(*b.By)
	}
	if b.ReturnPaidBy != nil {
		out.ReturnPaidBy = opening.Provider(*b.ReturnPaidBy)
	}
	return out
}

func writeLodging(b opening.BoardAndLodging) contract.BoardAndLodging {
	out := contract.BoardAndLodging{Address: b.Address, Free: b.Free}
	if by := contract.Provider(b.By); by != "" {
		out.By = &by
	}
	if by := contract.Provider(b.ReturnPaidBy); by != "" {
		out.ReturnPaidBy = &by
	}
	return out
}
