// Package runs reads the log of matches: which were made of a person or for an opening, what each found and why, and what
// was decided on it. Everybody reads what concerns the people whom they follow; the auditor reads all, without names.
package runs

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

// Log is the record of runs.
type Log interface {
	List(ctx context.Context, f runlog.Filter) ([]runlog.Run, string, error)
	Get(ctx context.Context, id string) (runlog.Run, error)
	Decisions(ctx context.Context, r runlog.Run) ([]runlog.Decision, error)
	Saw(ctx context.Context, r runlog.Run) error
	SawList(ctx context.Context, person string) error
}

// Documents tell whose somebody is and what an opening is called.
type Documents interface {
	Document(person string) (match.Person, bool)
	OpeningDocument(opening string) (match.Opening, bool)
}

// Contests are what people object to in runs, and the answers.
type Contests interface {
	ContestsOfRun(ctx context.Context, run string, entries []string) ([]shortlist.Contest, error)
}

// Names says how to call people, openings, concepts and colleagues, as far as the caller may know.
type Names interface {
	Names(ctx context.Context, w naming.Wanted) naming.Names
	Colleagues(ctx context.Context) map[string]string
	Language(ctx context.Context, person string) string
}

// Desk answers. Who asks is in the context.
type Desk struct {
	Log       Log
	Documents Documents
	Contests  Contests
	Naming    Names
}

// Page is a part of the list of runs.
type Page struct {
	Runs       []runlog.Run
	Next       string
	Names      naming.Names
	Colleagues map[string]string
}

func caller(ctx context.Context) identity.Principal {
	p, _ := identity.From(ctx)
	return p
}

// all reports whether the caller may read every run.
func all(ctx context.Context) bool {
	return slices.Contains(identity.Scopes(caller(ctx), identity.RunRead), identity.Any)
}

// may checks that the caller may read runs on a person.
func (d *Desk) may(ctx context.Context, person string) error {
	return identity.Check(caller(ctx), identity.RunRead, d.owner(person))
}

func (d *Desk) owner(person string) identity.Owner {
	o := identity.Owner{Person: person}
	if p, ok := d.Documents.Document(person); ok {
		o.Team = p.Team
	}
	return o
}

// contests reads what was objected to in a run, or in what was decided on it. Who may not read people's proposals sees
// that it was, and what came of it, without the words.
func (d *Desk) contests(ctx context.Context, r runlog.Run, decided []runlog.Decision) ([]shortlist.Contest, error) {
	var entries []string
	for _, x := range decided {
		entries = append(entries, x.Entry)
	}
	found, err := d.Contests.ContestsOfRun(ctx, r.ID, entries)
	if err != nil {
		return nil, err
	}
	var out []shortlist.Contest
	for _, c := range found {
		if d.may(ctx, c.Person) != nil {
			continue
		}
		if identity.Check(caller(ctx), identity.ProposalRead, d.owner(c.Person)) != nil {
			c.Text, c.Answer = "", ""
		}
		out = append(out, c)
	}
	return out, nil
}

// List reads the runs on a person, those for an opening, or, who may read them all, every run; the newest first. Of an
// opening, who may not read all sees the rankings alone, which name nobody.
func (d *Desk) List(ctx context.Context, f runlog.Filter, language string) (Page, error) {
	if err := identity.May(caller(ctx), identity.RunRead); err != nil {
		return Page{}, err
	}
	switch {
	case f.Person != "":
		if err := d.may(ctx, f.Person); err != nil {
			return Page{}, err
		}
		if err := d.Log.SawList(ctx, f.Person); err != nil {
			return Page{}, err
		}
	case all(ctx):
	case f.Opening != "" && caller(ctx).Team != "":
		f.Rankings = true
	default:
		return Page{}, fault.New(fault.Forbidden, "Choose a person whom you follow, or an opening.")
	}
	rows, next, err := d.Log.List(ctx, f)
	if err != nil {
		return Page{}, err
	}
	w := naming.Wanted{Language: language}
	w.People, w.Openings = some(w.People, f.Person), some(w.Openings, f.Opening)
	for i := range rows {
		w.People, w.Openings = some(w.People, rows[i].Person), some(w.Openings, rows[i].Opening)
	}
	return Page{Runs: rows, Next: next, Names: d.names(ctx, w), Colleagues: d.colleagues(ctx)}, nil
}

func some(ids []string, id string) []string {
	if id == "" {
		return ids
	}
	return append(ids, id)
}

// File is one run, with what of it the caller may read.
type File struct {
	Run        runlog.Run
	Elsewhere  int // people of other teams in it, who are left out
	Decisions  []runlog.Decision
	Contests   []shortlist.Contest // without words for who may not read them
	Contest    bool                // the caller may contest the run
	Names      naming.Names
	Colleagues map[string]string
}

// Open reads one run. The concepts in it are named in a language, or in the person's where none is given; which it was
// is the second answer.
func (d *Desk) Open(ctx context.Context, id, language, otherwise string) (File, string, error) {
	if err := identity.May(caller(ctx), identity.RunRead); err != nil {
		return File{}, "", err
	}
	if uuid.Validate(id) != nil {
		return File{}, "", fault.New(fault.NotFound, "There is no such run.")
	}
	r, err := d.Log.Get(ctx, id)
	if err != nil {
		return File{}, "", err
	}
	if r.Person != "" || caller(ctx).Has(identity.Person) {
		if err := d.may(ctx, r.Person); err != nil {
			return File{}, "", err
		}
	}
	f := File{Run: r}
	f.Run.Results = nil
	for _, x := range r.Results {
		if r.Person == "" && d.may(ctx, x.Person) != nil {
			f.Elsewhere++
			continue
		}
		f.Run.Results = append(f.Run.Results, x)
	}
	decided, err := d.Log.Decisions(ctx, r)
	if err != nil {
		return File{}, "", err
	}
	for _, x := range decided {
		if d.may(ctx, x.Person) == nil {
			f.Decisions = append(f.Decisions, x)
		}
	}
	if f.Contests, err = d.contests(ctx, r, decided); err != nil {
		return File{}, "", err
	}
	f.Contest = r.Person != "" && identity.Check(caller(ctx), identity.ContestWrite, d.owner(r.Person)) == nil
	if err := d.Log.Saw(ctx, f.Run); err != nil {
		return File{}, "", err
	}
	if language == "" && r.Person != "" {
		language = d.Naming.Language(ctx, r.Person)
	}
	if language == "" {
		language = otherwise
	}
	f.Names, f.Colleagues = d.names(ctx, wanted(&f, language)), d.colleagues(ctx)
	return f, language, nil
}

// colleagues are named to staff; a person reads that CeLav did something.
func (d *Desk) colleagues(ctx context.Context) map[string]string {
	if identity.May(caller(ctx), identity.StaffNames) != nil {
		return nil
	}
	return d.Naming.Colleagues(ctx)
}

// names asks how to call what is wanted; openings that the caller may not read are called as they are published.
func (d *Desk) names(ctx context.Context, w naming.Wanted) naming.Names {
	n := d.Naming.Names(ctx, w)
	for _, id := range w.Openings {
		if o, ok := d.Documents.OpeningDocument(id); ok && n.Openings[id].Title == "" {
			n.Openings[id] = naming.Opening{Title: o.Title, Language: o.Language, Municipality: o.Site.Municipality}
		}
	}
	return n
}

// wanted lists what is to be named in a run.
func wanted(f *File, language string) naming.Wanted {
	w := naming.Wanted{Language: language}
	w.People, w.Openings = some(w.People, f.Run.Person), some(w.Openings, f.Run.Opening)
	for i := range f.Run.Results {
		x := &f.Run.Results[i]
		w.People, w.Openings = some(w.People, x.Person), some(w.Openings, x.Opening)
		for _, p := range x.Parts {
			for _, s := range p.Skills {
				w.Concepts = some(append(w.Concepts, s.Skill), s.Found)
			}
		}
		for _, c := range x.Improve {
			if changesSkill(c.Kind) {
				w.Concepts = append(w.Concepts, c.Value)
			}
		}
	}
	for i := range f.Decisions {
		x := &f.Decisions[i]
		w.People, w.Openings = append(w.People, x.Person), append(w.Openings, x.Opening)
		w.People = append(w.People, x.Above...)
	}
	return w
}

// changesSkill reports whether a change is about a skill, to be named.
func changesSkill(kind string) bool {
	switch kind {
	case "skill", "confirm", "teach", "teach-goal":
		return true
	default:
		return false
	}
}
