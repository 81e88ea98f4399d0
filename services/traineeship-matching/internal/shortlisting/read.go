package shortlisting

import (
	"context"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// Page is a page of entries.
type Page struct {
	Entries   []shortlist.Entry
	Elsewhere int // entries of other teams, which the caller does not see
	Next      string
}

// Opening reads the shortlist of an opening, as far as the caller's people go.
func (d *Desk) Opening(ctx context.Context, opening string) (Page, error) {
	if err := identity.May(caller(ctx), identity.ShortlistRead); err != nil {
		return Page{}, err
	}
	if _, ok := d.matches.OpeningDocument(opening); !ok {
		return Page{}, fault.New(fault.NotFound, "Matching does not know this opening.")
	}
	all, _, err := d.store.Entries(ctx, store.Wanted{Opening: opening, Limit: store.MostEntries})
	if err != nil {
		return Page{}, err
	}
	var p Page
	for _, e := range all {
		if identity.Check(caller(ctx), identity.ShortlistRead, d.owner(e)) == nil {
			p.Entries = append(p.Entries, e)
		} else {
			p.Elsewhere++
		}
	}
	return p, d.store.Saw(ctx, identity.ShortlistRead, p.Entries...)
}

// Waiting lists what waits, for whomever, among the caller's people; the longest wait first.
func (d *Desk) Waiting(ctx context.Context, waits []shortlist.Party, cursor string, limit int) (Page, error) {
	team, err := d.team(ctx, identity.ShortlistRead)
	if err != nil {
		return Page{}, err
	}
	if len(waits) == 0 {
		waits = []shortlist.Party{shortlist.Desk, shortlist.Host, shortlist.Person}
	}
	entries, next, err := d.store.Entries(ctx, store.Wanted{Team: team, Waits: waits, Cursor: cursor, Limit: limit})
	if err != nil {
		return Page{}, err
	}
	p := Page{Next: next}
	for _, e := range entries {
		if identity.Check(caller(ctx), identity.ShortlistRead, d.owner(e)) == nil {
			p.Entries = append(p.Entries, e)
		}
	}
	return p, d.store.Saw(ctx, identity.ShortlistRead, p.Entries...)
}

// team is whose entries the caller may list; empty for every team's.
func (d *Desk) team(ctx context.Context, a identity.Action) (string, error) {
	if err := identity.May(caller(ctx), a); err != nil {
		return "", err
	}
	for _, scope := range identity.Scopes(caller(ctx), a) {
		if scope == identity.Any {
			return "", nil
		}
	}
	return caller(ctx).Team, nil
}

// File is an entry with its history and contests.
type File struct {
	Entry    shortlist.Entry
	Events   []store.Event
	Contests []shortlist.Contest
	Views    []store.View
}

// Open reads an entry whole, for who follows the person.
func (d *Desk) Open(ctx context.Context, id string) (File, error) {
	e, _, err := d.load(ctx, id, identity.ShortlistRead)
	if err != nil {
		return File{}, err
	}
	f := File{Entry: e}
	if f.Events, err = d.store.Events(ctx, id); err != nil {
		return f, err
	}
	if f.Contests, err = d.store.Contests(ctx, id); err != nil {
		return f, err
	}
	return f, d.store.Saw(ctx, identity.ShortlistRead, e)
}

// Proposals reads what was proposed to a person and why, with the looks at them and their contests.
func (d *Desk) Proposals(ctx context.Context, person string) ([]File, error) {
	owner := identity.Owner{Person: person}
	if p, ok := d.matches.Document(person); ok {
		owner.Team = p.Team
	}
	if err := identity.Check(caller(ctx), identity.ProposalRead, owner); err != nil {
		return nil, err
	}
	entries, _, err := d.store.Entries(ctx, store.Wanted{People: []string{person}, Limit: store.MostEntries})
	if err != nil {
		return nil, err
	}
	views, err := d.store.Views(ctx, person)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.ID
	}
	contests, err := d.store.Contests(ctx, ids...)
	if err != nil {
		return nil, err
	}
	var out []File
	for i := len(entries) - 1; i >= 0; i-- { // the newest first
		f := File{Entry: entries[i]}
		for _, v := range views {
			if v.Entry == f.Entry.ID {
				f.Views = append(f.Views, v)
			}
		}
		for _, c := range contests {
			if c.Entry == f.Entry.ID {
				f.Contests = append(f.Contests, c)
			}
		}
		out = append(out, f)
	}
	return out, d.store.Saw(ctx, identity.ProposalRead, entries...)
}

// Hosted lists what an employer sees: their own company's entries, of one opening or of all; first what waits for them.
func (d *Desk) Hosted(ctx context.Context, opening string, waits bool, cursor string, limit int) (Page, error) {
	who := caller(ctx)
	if err := identity.Check(who, identity.ShortlistHost, identity.Owner{Company: who.Company}); err != nil {
		return Page{}, err
	}
	w := store.Wanted{Company: who.Company, Opening: opening, ShownToHost: true, First: shortlist.Host, Cursor: cursor, Limit: limit}
	if waits {
		w.Waits = []shortlist.Party{shortlist.Host}
	}
	entries, next, err := d.store.Entries(ctx, w)
	if err != nil {
		return Page{}, err
	}
	return Page{Entries: entries, Next: next}, d.store.Saw(ctx, identity.ShortlistHost, entries...)
}

// Host reads one entry as the employer sees it. Where it shows a name, the look is recorded first, for the person to read.
func (d *Desk) Host(ctx context.Context, id string) (shortlist.Entry, error) {
	e, _, err := d.load(ctx, id, identity.ShortlistHost)
	if err != nil {
		return e, err
	}
	if !e.State.ShownToHost() {
		return shortlist.Entry{}, fault.New(fault.NotFound, "There is no such entry of a shortlist.")
	}
	if !e.State.Identified() {
		return e, d.store.Saw(ctx, identity.ShortlistHost, e)
	}
	view, err := newID()
	if err != nil {
		return e, err
	}
	return e, d.store.Viewed(ctx, store.View{ID: view, Entry: e.ID, Person: e.Person, Company: e.Company, Subject: caller(ctx).Subject, At: d.now().UTC()})
}

// Staged is how far somebody is.
type Staged struct {
	Person string
	Stage  shortlist.Stage
	Entry  *shortlist.Entry
}

// Reason is the code of why somebody was not chosen: the one on record, or that they did not come.
func (s Staged) Reason() string {
	if s.Entry.State == shortlist.NoShow {
		return string(shortlist.NoShow)
	}
	return s.Entry.Facts.Reason
}

// Stages says how far people are, of those whom the caller may know by name; the others are left out.
func (d *Desk) Stages(ctx context.Context, people []string) ([]Staged, error) {
	if err := identity.May(caller(ctx), identity.StageRead); err != nil {
		return nil, err
	}
	if len(people) == 0 {
		return nil, nil
	}
	n := d.names.Names(ctx, naming.Wanted{People: people, Language: "it"})
	if len(n.Silent) > 0 {
		return nil, fault.New(fault.Unavailable, "It cannot be asked now whose these people are.")
	}
	var allowed []string
	for _, id := range people {
		if n.People[id].Known {
			allowed = append(allowed, id)
		}
	}
	if len(allowed) == 0 {
		return nil, nil
	}
	entries, _, err := d.store.Entries(ctx, store.Wanted{People: allowed, Limit: store.MostEntries})
	if err != nil {
		return nil, err
	}
	of := map[string][]shortlist.Entry{}
	for _, e := range entries {
		of[e.Person] = append(of[e.Person], e)
	}
	var out []Staged
	for _, id := range allowed {
		s := Staged{Person: id, Stage: shortlist.StageWaiting}
		if e, ok := shortlist.Furthest(of[id]); ok {
			s.Stage, s.Entry = e.State.Stage(), &e
		}
		out = append(out, s)
	}
	return out, d.store.Saw(ctx, identity.StageRead, entries...)
}

// Count counts what waits for the caller and for others, by state.
func (d *Desk) Count(ctx context.Context) (own []store.Counted, err error) {
	who := caller(ctx)
	switch {
	case identity.May(who, identity.ShortlistRead) == nil:
		team, err := d.team(ctx, identity.ShortlistRead)
		if err != nil {
			return nil, err
		}
		return d.store.Count(ctx, store.Wanted{Team: team})
	case who.Has(identity.Person) && who.Person != "":
		return d.store.Count(ctx, store.Wanted{People: []string{who.Person}})
	case who.Has(identity.Employer) && who.Company != "":
		return d.store.Count(ctx, store.Wanted{Company: who.Company})
	default:
		return nil, nil
	}
}
