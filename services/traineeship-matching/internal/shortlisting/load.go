package shortlisting

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/hostletters"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// Loaded is an entry that comes from outside, as in a demonstration: where it stands; the match is made here.
type Loaded struct {
	ID, Person, Opening, Company, Team string
	State                              shortlist.State
	Since                              time.Time
	Reason, NextStep                   string
	Name, Contact, CompanyName         string
	Times                              []time.Time
	Agreed                             string // traineeship or hire
	Record                             string // the one that came of it
	Contest                            string
	ViewedAt                           *time.Time
}

// Load writes entries as they are, but for those that no decision could have made. Those with the same id, or the same person and opening, are replaced.
// A demonstration's employers are told what the entries say; nobody else is.
func (d *Desk) Load(ctx context.Context, items []Loaded, demo bool) (created, updated int, err error) {
	if err := identity.May(caller(ctx), identity.BatchLoad); err != nil {
		return 0, 0, err
	}
	var entries []shortlist.Entry
	var events []store.Event
	var contests []shortlist.Contest
	var views []store.View
	var letters []hostletters.Letter
	for _, in := range items {
		if !in.State.Valid() {
			return 0, 0, fault.New(fault.Invalid, "An entry has no such state.")
		}
		j, err := d.matches.Compare(in.Person, in.Opening)
		if err != nil {
			return 0, 0, err
		}
		if in.State.ShownToHost() && len(j.Hard) > 0 {
			continue // not even a demonstration shows an employer somebody whom the law keeps from work
		}
		e := d.loaded(in, j)
		e.Demo = demo
		entries, events = append(entries, e), append(events, loadedEvents(e)...)
		if demo {
			letters = append(letters, lettersOf(e, loadedLetter(e), d.now().UTC(), d.matches.Today())...)
		}
		id := func(kind string) string { return uuid.NewSHA1(uuid.NameSpaceOID, []byte(kind+" "+in.ID)).String() }
		if in.Contest != "" {
			contests = append(contests, shortlist.Contest{ID: id("contest"), Entry: in.ID, Person: in.Person, Team: in.Team, At: in.Since.UTC(), Text: in.Contest})
		}
		if in.ViewedAt != nil && in.State.Identified() {
			views = append(views, store.View{ID: id("view"), Entry: in.ID, Person: in.Person, Company: in.Company, At: in.ViewedAt.UTC()})
		}
	}
	return d.store.Load(ctx, entries, events, contests, views, func(ctx context.Context, tx bun.Tx) error { return d.letters.Put(ctx, tx, letters...) })
}

func (d *Desk) loaded(in Loaded, j desk.Judgement) shortlist.Entry {
	e := shortlist.Entry{
		ID: in.ID, Version: 1, Opening: in.Opening, Person: in.Person, Company: in.Company, Team: in.Team,
		State: in.State, Since: in.Since.UTC(), Made: in.Since.UTC(),
	}
	e.Facts.Reason, e.Facts.NextStep, e.Facts.Record = in.Reason, in.NextStep, in.Record
	e.Facts.Decision = shortlist.Decision{
		At: in.Since.UTC(), Run: j.Run.ID, Rules: j.Run.Versions.Rules, Weights: j.Run.Versions.Weights,
		Taxonomy: j.Run.Versions.Taxonomy, Completeness: j.Match.Completeness, Standing: j.Match.Standing.String(), Blocks: j.Blocks,
	}
	if j.Match.Scored() {
		total := j.Match.Total
		e.Facts.Decision.Total = &total
	}
	e.Words.Why, e.Words.Company = whyOf(j.Match), in.CompanyName
	if in.State.ShownToHost() {
		e.Words.Blind = d.blind(j)
	}
	today := d.matches.Today()
	if in.State == shortlist.ConsentAsked || in.State.Identified() {
		e.Facts.Asked = &shortlist.Asked{By: shortlist.Host, At: in.Since.UTC(), Until: today.AddDays(shortlist.AskDays - 2), Round: 1}
	}
	if in.State.Identified() {
		e.Facts.Given = &shortlist.Given{By: shortlist.Desk, How: "in-person", At: in.Since.UTC(), Until: today.AddDays(shortlist.GiveDays - 2)}
		e.Words.Name, e.Words.Contact = in.Name, in.Contact
	}
	for _, t := range in.Times {
		e.Facts.Times = append(e.Facts.Times, t.UTC())
	}
	if len(e.Facts.Times) > 0 && (in.State == shortlist.Booked || in.State == shortlist.Chosen || in.State == shortlist.Placed || in.State == shortlist.NoShow) {
		e.Facts.Booked = &e.Facts.Times[0]
	}
	what := map[shortlist.State]string{shortlist.Chosen: in.Agreed, shortlist.Placed: in.Agreed, shortlist.NotChosen: "no", shortlist.NoShow: "no-show"}[in.State]
	if what != "" {
		e.Facts.Host = &shortlist.Outcome{What: what, Reason: in.Reason, NextStep: in.NextStep, At: in.Since.UTC()}
	}
	return e
}

// loadedEvents are what must have happened to an entry that comes from outside: that it was proposed, and its interview.
func loadedEvents(e shortlist.Entry) []store.Event {
	var out []store.Event
	add := func(act shortlist.Act, party shortlist.Party, from, to shortlist.State) {
		out = append(out, store.Event{
			ID: uuid.NewSHA1(uuid.NameSpaceOID, []byte(string(act)+" "+e.ID)).String(), Entry: e.ID, At: e.Made, Party: string(party), Act: string(act),
			From: string(from), To: string(to), Run: e.Facts.Decision.Run,
		})
	}
	if e.State.ShownToHost() {
		add(shortlist.Propose, shortlist.Desk, shortlist.New, shortlist.Proposed)
	}
	if e.Facts.Booked != nil {
		add(shortlist.AcceptTime, shortlist.Person, shortlist.TimesProposed, shortlist.Booked)
	}
	return out
}

var _ Matches = (*desk.Desk)(nil)

// OpeningDocument returns what matching knows of an opening.
func (d *Desk) OpeningDocument(id string) (match.Opening, bool) { return d.matches.OpeningDocument(id) }
