package orientation

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// nearPrefix tells an area of Milan from a municipality in the filter of places.
const nearPrefix = "near:"

const longestText = 100

// filter is what stands in the address: nothing in it says who looks.
type filter struct {
	Text, Where, Kind, Group, Italian, Language, Skill string
}

// readFilter takes from the address what it knows; the rest is as if it were not there.
func readFilter(q url.Values) filter {
	f := filter{
		Text: strings.TrimSpace(q.Get("q")), Where: q.Get("where"), Kind: q.Get("kind"), Group: q.Get("group"),
		Italian: q.Get("italian"), Language: q.Get("language"), Skill: q.Get("skill"),
	}
	if !utf8.ValidString(f.Text) {
		f.Text = ""
	}
	f.Text = string([]rune(f.Text)[:min(len([]rune(f.Text)), longestText)])
	if !slices.Contains(opening.Kinds(), opening.Kind(f.Kind)) {
		f.Kind = ""
	}
	if len(f.Group) != 1 || f.Group < "0" || f.Group > "9" {
		f.Group = ""
	}
	if f.Italian != store.NoItalian && !slices.Contains(opening.Levels(), f.Italian) {
		f.Italian = ""
	}
	for _, field := range []*string{&f.Where, &f.Language, &f.Skill} {
		if len(*field) > 120 || !utf8.ValidString(*field) || strings.ContainsRune(*field, 0) {
			*field = ""
		}
	}
	f.Text = strings.ReplaceAll(f.Text, "\x00", "")
	return f
}

func (f filter) looking() store.Looking {
	l := store.Looking{
		Text: f.Text, Kind: opening.Kind(f.Kind), Group: f.Group, Italian: f.Italian, Language: f.Language, Skill: f.Skill,
	}
	if id, near := strings.CutPrefix(f.Where, nearPrefix); near {
		l.Near, _ = company.AreaByID(id)
	} else {
		l.Municipality = f.Where
	}
	return l
}

// any reports whether something is filtered; more whether one of the filters that are folded away is.
func (f filter) any() bool  { return f != filter{} }
func (f filter) more() bool { return f.Group+f.Italian+f.Language != "" }

// link is the list with this filter, from a cursor on.
func (f filter) link(after string) string {
	q := url.Values{}
	for name, value := range map[string]string{
		"q": f.Text, "where": f.Where, "kind": f.Kind, "group": f.Group, "italian": f.Italian, "language": f.Language, "skill": f.Skill, "after": after,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return jobsPath
	}
	return jobsPath + "?" + q.Encode()
}

// optionGroup is a part of a list to choose from, under a heading.
type optionGroup struct {
	Label   string
	Options []ui.Option
}

func places(ctx context.Context, c store.Choices) []optionGroup {
	towns := optionGroup{Label: ui.T(ctx, "outreach.desk.where.towns")}
	milan := false
	for _, p := range c.Places {
		towns.Options = append(towns.Options, ui.Option{Value: p.Municipality, Label: p.Municipality + " (" + ui.Number(ctx, p.Openings) + ")"})
		milan = milan || p.Municipality == "Milano"
	}
	if !milan {
		return []optionGroup{towns}
	}
	near := optionGroup{Label: ui.T(ctx, "outreach.desk.where.near")}
	for _, a := range company.Areas() {
		if a.Municipality == "Milano" {
			near.Options = append(near.Options, ui.Option{Value: nearPrefix + a.ID, Label: a.Name})
		}
	}
	return []optionGroup{towns, near}
}

func plain(options []ui.Option) []optionGroup { return []optionGroup{{Options: options}} }

func kinds(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, k := range []opening.Kind{opening.Traineeship, opening.Contract} {
		list = append(list, ui.Option{Value: string(k), Label: ui.T(ctx, "outreach.kind."+string(k))})
	}
	return list
}

func groups(ctx context.Context, c store.Choices) []ui.Option {
	var list []ui.Option
	for _, g := range c.Groups {
		if id := "outreach.desk.group." + g; ui.Has(ctx, id) {
			list = append(list, ui.Option{Value: g, Label: ui.T(ctx, id)})
		}
	}
	return list
}

func italian(ctx context.Context) []ui.Option {
	list := []ui.Option{{Value: store.NoItalian, Label: ui.T(ctx, "outreach.desk.italian.none")}}
	for _, level := range opening.Levels()[:4] {
		list = append(list, ui.Option{Value: level, Label: ui.T(ctx, "outreach.desk.italian.up-to", "Level", level)})
	}
	return list
}

func asked(ctx context.Context, c store.Choices) []ui.Option {
	var list []ui.Option
	for _, tag := range c.Languages {
		list = append(list, ui.Option{Value: tag, Label: languageName(ctx, tag)})
	}
	return list
}

// languageName is a language's name on the page, its tag when the pages have none.
func languageName(ctx context.Context, tag string) string {
	if id := "outreach.language." + tag; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return tag
}
