package pages

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/linking"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
	"github.com/celav/celav/services/skills-assessment/internal/profiling"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
	"github.com/celav/celav/services/skills-assessment/internal/vocabulary"
)

// frame is what all pages of one person share.
type frame struct {
	Person  string
	Name    string
	Own     bool   // the reader is the person
	CV      bool   // the reader may have the CV
	Reader  string // their subject
	Match   bool   // the reader may see what fits the person
	Rights  profiling.Rights
	Current string // the tab
	Profile profile.Profile
	Merges  []profiling.Merge        // of other files into this one
	Labels  map[string]taxonomy.Name // of every concept in the profile
	Today   civil.Date
	Errors  ui.Errors
	// Language is the page's, in which the labels are as far as the taxonomy has them.
	Language taxonomy.Language
}

func base(person string) string { return "/assessment/people/" + person }

// tabs of a person, in the order in which one asks.
func tabNames() []string {
	return []string{"", "experience", "occupations", "skills", "studies", "languages", "learning", "more", "cv"}
}

func (f frame) tabs(ctx context.Context) []ui.Tab {
	tabs := make([]ui.Tab, 0, len(tabNames()))
	for _, name := range tabNames() {
		href, text := base(f.Person), "overview"
		if name == "cv" && !f.CV {
			continue
		}
		if name != "" {
			href, text = href+"/"+name, name
		}
		tabs = append(tabs, ui.Tab{Text: ui.T(ctx, "assessment.tab."+text), Href: href, Current: name == f.Current})
	}
	return tabs
}

func (f frame) page(ctx context.Context) ui.Page {
	path := base(f.Person)
	if f.Current != "" {
		path += "/" + f.Current
	}
	p := ui.Page{Title: ui.T(ctx, "assessment.profile.of", "Name", f.Name), Path: path, Errors: f.Errors, File: ui.PersonFile{ID: f.Person, Part: "profile"}}
	if f.Own {
		p.Title = ui.T(ctx, "assessment.profile.own")
		return p
	}
	p.Breadcrumbs = []ui.Link{
		{Text: ui.T(ctx, "assessment.list.title"), Href: "/assessment/people"},
		{Text: f.Name, Href: "/intake/people/" + f.Person},
	}
	return p
}

// load reads what the page needs, checks and audits.
func (p *Pages) load(c echo.Context, current string) (frame, error) {
	ctx := c.Request().Context()
	f := frame{Person: c.Param("id"), Current: current, Today: p.Desk.Today(), Language: language(ctx)}
	var err error
	if f.Profile, f.Rights, err = p.Desk.Read(ctx, f.Person); err != nil {
		return f, err
	}
	if f.Merges, err = p.Desk.TakenOver(ctx, f.Person); err != nil {
		return f, err
	}
	if f.Labels, err = p.Records.Named(ctx, f.Profile.Concepts(), language(ctx)); err != nil {
		return f, err
	}
	who, _ := identity.From(ctx)
	f.Own, f.Reader = who.Person == f.Person, who.Subject
	f.CV = identity.May(who, identity.CVRead) == nil
	f.Match = !f.Own && identity.May(who, identity.MatchPerson) == nil
	// A name that cannot be had leaves the page usable.
	if f.Name, err = p.People.Label(ctx, f.Person); err != nil && !fault.Is(err, fault.Unavailable) {
		return f, err
	}
	if f.Name == "" {
		f.Name = ui.T(ctx, "assessment.profile.someone")
	}
	return f, nil
}

// label names a concept; one that the taxonomy does not know any more shows its id.
func (f frame) label(id string) string {
	l, ok := f.Labels[id]
	if !ok {
		return id
	}
	return marked(l, f.Language)
}

// marked is a concept's name, with its language when the taxonomy lacks the page's.
func marked(n taxonomy.Name, page taxonomy.Language) string {
	if n.Language == page || n.Language == "" {
		return n.Text
	}
	return isolated(n.Text) + " (" + string(n.Language) + ")"
}

func language(ctx context.Context) taxonomy.Language {
	l, _ := taxonomy.ParseLanguage(ui.Lang(ctx))
	return l
}

// picker is the search for a concept on a page: what was typed, what it may mean, what was chosen.
type picker struct {
	Query   string
	Found   []vocabulary.Found
	Chosen  string
	Label   string                   // of the chosen one, when it is being changed
	Touched bool                     // something was searched for
	Names   map[string]taxonomy.Name // of what was found, in the page's language
	Second  map[string]taxonomy.Name // and in the second one, when there is one
	Shown   taxonomy.Language
}

// pick reads the search from the request.
func (p *Pages) pick(r *http.Request, occupations bool) (picker, error) {
	ctx := r.Context()
	k := picker{Query: strings.TrimSpace(r.FormValue("q")), Chosen: r.FormValue("concept"), Shown: language(ctx)}
	if k.Query == "" && k.Chosen == "" {
		return k, nil
	}
	if k.Query == "" {
		err := p.name(ctx, &k, []string{k.Chosen})
		k.Label = marked(k.Names[k.Chosen], k.Shown)
		return k, err
	}
	k.Touched = true
	var err error
	k.Found, _, err = p.Words.Find(ctx, linking.Query{Text: k.Query, Language: language(ctx), Occupations: occupations, Skills: !occupations, Limit: 8})
	if err != nil {
		return k, err
	}
	ids := make([]string, len(k.Found))
	for i, f := range k.Found {
		ids[i] = f.Concept
	}
	return k, p.name(ctx, &k, ids)
}

// name looks up what concepts are called, in both languages of a page that has two.
func (p *Pages) name(ctx context.Context, k *picker, ids []string) error {
	var err error
	if k.Names, err = p.Records.Named(ctx, ids, k.Shown); err != nil {
		return err
	}
	if tag := ui.SecondLang(ctx); tag != "" {
		k.Second, err = p.Records.Named(ctx, ids, taxonomy.Language(tag))
	}
	return err
}

// choices are the candidates as options; the label that fitted is told when it is not the one shown.
func (k picker) choices(ctx context.Context) []ui.Option {
	if k.Label != "" {
		return []ui.Option{{Value: k.Chosen, Label: k.Label, Beside: k.Second[k.Chosen].Text}}
	}
	options := make([]ui.Option, 0, len(k.Found))
	for _, f := range k.Found {
		options = append(options, ui.Option{Value: f.Concept, Label: marked(k.Names[f.Concept], k.Shown), Beside: k.Second[f.Concept].Text, Hint: hint(ctx, f)})
	}
	return options
}

func hint(ctx context.Context, f vocabulary.Found) string {
	parts := []string{ui.T(ctx, "assessment.fit", "Percent", ui.Percent(ctx, f.Score))}
	if f.Label != f.Preferred {
		parts = append(parts, ui.T(ctx, "assessment.fit.word", "Word", isolated(f.Label)))
	}
	if strings.HasPrefix(f.Concept, "esco:") {
		parts = append(parts, "ESCO")
	}
	return strings.Join(parts, " · ")
}

// isolated keeps a word's direction from turning the text around it.
func isolated(word string) string { return "\u2068" + word + "\u2069" }

func (k picker) chosen() []string {
	if k.Chosen != "" {
		return []string{k.Chosen}
	}
	return nil
}

// answer ends a POST: on to the page when it went well, else again the form by again, with what is wrong.
func answer(c echo.Context, err error, to string, again func(errs ui.Errors) error) error {
	if err == nil {
		return web.See(c, to)
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid || len(f.Violations) == 0 {
		return err
	}
	ctx := c.Request().Context()
	var errs ui.Errors
	for _, e := range ui.FormErrors(ctx, err) {
		// The forms edit one row of a list: "skills.3.level" is the field "level".
		e.Field = e.Field[strings.LastIndexByte(e.Field, '.')+1:]
		switch e.Field {
		case "skill", "occupation":
			e.Field = "concept"
		}
		errs = append(errs, e)
	}
	for i, v := range f.Violations {
		if id := "assessment.error." + v.Code; ui.Has(ctx, id) && i < len(errs) {
			errs[i].Text = ui.T(ctx, id)
		}
	}
	return again(errs)
}
