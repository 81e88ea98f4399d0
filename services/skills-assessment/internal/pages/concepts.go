package pages

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/linking"
	"github.com/celav/celav/services/skills-assessment/internal/store"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
	"github.com/celav/celav/services/skills-assessment/internal/vocabulary"
)

// conceptsView is the taxonomy: searched, or in the order of the alphabet.
type conceptsView struct {
	Query  string
	Skills bool // else occupations
	Found  []vocabulary.Found
	Listed []store.Listed
	First  bool
	Next   string
	Sets   []store.Set
}

const conceptsPath = "/assessment/concepts"

func conceptPath(id string) string { return "/assessment/concept?id=" + url.QueryEscape(id) }

func (p *Pages) concepts(c echo.Context) error {
	ctx := c.Request().Context()
	v := conceptsView{Query: strings.TrimSpace(c.QueryParam("q")), Skills: c.QueryParam("kind") == "skill"}
	var err error
	if v.Sets, err = p.Records.Sets(ctx); err != nil {
		return err
	}
	if err := p.Records.Counted(ctx, v.Sets); err != nil {
		return err
	}
	if v.Query != "" {
		v.Found, _, err = p.Words.Find(ctx, linking.Query{Text: v.Query, Language: language(ctx), Skills: v.Skills, Occupations: !v.Skills, Limit: 30})
		if err != nil {
			return err
		}
		return web.Render(c, http.StatusOK, conceptsPage(v))
	}
	after, id := c.QueryParam("after"), c.QueryParam("id")
	v.First = after == ""
	if v.Listed, err = p.Records.List(ctx, language(ctx), !v.Skills, after, id, pageSize+1); err != nil {
		return err
	}
	if len(v.Listed) > pageSize {
		v.Listed = v.Listed[:pageSize]
		last := v.Listed[pageSize-1]
		v.Next = v.path(url.Values{"after": {last.Label}, "id": {last.ID}})
	}
	return web.Render(c, http.StatusOK, conceptsPage(v))
}

func (v conceptsView) kind() string {
	if v.Skills {
		return "skill"
	}
	return "occupation"
}

func (v conceptsView) path(q url.Values) string {
	q.Set("kind", v.kind())
	return conceptsPath + "?" + q.Encode()
}

func (v conceptsView) pager() ui.Pager {
	pager := ui.Pager{Next: v.Next, Shown: len(v.Listed)}
	if !v.First {
		pager.First = v.path(url.Values{})
	}
	return pager
}

func (v conceptsView) tabs(ctx context.Context) []ui.Tab {
	q := url.Values{}
	if v.Query != "" {
		q.Set("q", v.Query)
	}
	occupations, skills := v, v
	occupations.Skills, skills.Skills = false, true
	return []ui.Tab{
		{Text: ui.T(ctx, "assessment.tab.occupations"), Href: occupations.path(q), Current: !v.Skills},
		{Text: ui.T(ctx, "assessment.tab.skills"), Href: skills.path(q), Current: v.Skills},
	}
}

func (v conceptsView) found(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "assessment.concepts.found"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "assessment.concept")}, {Text: ui.T(ctx, "assessment.concepts.kind")}, {Text: ui.T(ctx, "assessment.concepts.why")},
	}}
	for _, f := range v.Found {
		t.Rows = append(t.Rows, []ui.Cell{{Text: f.Preferred, Href: conceptPath(f.Concept)}, {Text: kindText(ctx, string(f.Kind), f.ISCO)}, {Text: hint(ctx, f)}})
	}
	return t
}

func (v conceptsView) listed(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "assessment.concepts.all"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "assessment.concept")}, {Text: ui.T(ctx, "assessment.concepts.kind")}, {Text: ui.T(ctx, "assessment.concepts.set")},
	}}
	for _, l := range v.Listed {
		t.Rows = append(t.Rows, []ui.Cell{{Text: l.Label, Href: conceptPath(l.ID)}, {Text: kindText(ctx, l.Kind, l.ISCO)}, {Text: setText(ctx, l.ID)}})
	}
	return t
}

func kindText(ctx context.Context, kind, isco string) string {
	text := ui.T(ctx, "assessment.kind."+kind)
	if isco != "" {
		text += " · ISCO " + isco
	}
	return text
}

func setText(ctx context.Context, id string) string {
	if strings.HasPrefix(id, "esco:") {
		return "ESCO"
	}
	return ui.T(ctx, "assessment.set.starter")
}

func (v conceptsView) sets(ctx context.Context) []ui.Definition {
	var rows []ui.Definition
	for _, s := range v.Sets {
		n := 0
		for kind, count := range s.Concepts {
			if taxonomy.Kind(kind).IsSkill() {
				n += count
			}
		}
		var in []string
		for _, l := range taxonomy.Languages() {
			if s.Labels[string(l)] > 0 {
				in = append(in, string(l))
			}
		}
		name := ui.T(ctx, "assessment.set.starter")
		if s.Name == taxonomy.ESCOSet {
			name = "ESCO"
		}
		rows = append(rows, ui.Definition{Term: name, Value: ui.T(ctx, "assessment.set.size",
			"Version", s.Version, "Occupations", ui.Number(ctx, s.Concepts[string(taxonomy.Occupation)]), "Skills", ui.Number(ctx, n), "Languages", strings.Join(in, ui.Comma(ctx)))})
	}
	return rows
}

func (v conceptsView) hasESCO() bool {
	return slices.ContainsFunc(v.Sets, func(s store.Set) bool { return s.Name == taxonomy.ESCOSet })
}

// conceptView is one concept with its words and neighbours.
type conceptView struct {
	taxonomy.Concept
	Narrower []string
	Names    map[string]string
}

func (p *Pages) concept(c echo.Context) error {
	ctx := c.Request().Context()
	one, narrower, err := p.Records.Concept(ctx, c.QueryParam("id"))
	if err != nil {
		return err
	}
	const most = 200
	v := conceptView{Concept: one, Narrower: narrower[:min(len(narrower), most)]}
	ids := slices.Concat(one.Broader, v.Narrower, one.Related, one.Essential, one.Optional)
	if v.Names, err = p.Records.Labels(ctx, ids, language(ctx)); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, conceptPage(v))
}

// neighbours of one kind, by name.
func (v conceptView) neighbours(ids []string) []ui.Link {
	links := make([]ui.Link, 0, len(ids))
	for _, id := range ids {
		links = append(links, ui.Link{Text: v.Names[id], Href: conceptPath(id)})
	}
	slices.SortFunc(links, func(a, b ui.Link) int { return strings.Compare(a.Text, b.Text) })
	return links
}

func (v conceptView) words(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "assessment.concept.words"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "assessment.language")}, {Text: ui.T(ctx, "assessment.concept.label")}, {Text: ui.T(ctx, "assessment.concept.others")},
	}}
	for _, l := range taxonomy.Languages() {
		if label := v.Labels[l]; label.Preferred != "" {
			t.Rows = append(t.Rows, []ui.Cell{
				{Text: tongue(ctx, string(l))}, {Text: label.Preferred, Lang: string(l)}, {Text: strings.Join(label.Alternatives, ui.T(ctx, "assessment.comma")), Lang: string(l)},
			})
		}
	}
	return t
}
