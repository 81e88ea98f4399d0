package renewals

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

const (
	perPage      = 50
	usualWeeks   = 4
	farthestWeek = 26
)

type listView struct {
	Page  placement.RenewalPage
	Team  string
	Weeks int
	Tabs  []ui.Tab
	Teams map[string]string
	Today civil.Date
	First bool // nothing stands before this part of the list
}

func (p *Pages) list(c echo.Context) error {
	ctx := c.Request().Context()
	v := listView{Team: c.QueryParam("team"), Weeks: usualWeeks, Today: p.Desk.Today(), First: c.QueryParam("cursor") == ""}
	if n, err := strconv.Atoi(c.QueryParam("weeks")); err == nil && n >= 1 && n <= farthestWeek {
		v.Weeks = n
	}
	var err error
	if v.Page, err = p.Desk.Renewals(ctx, placement.RenewalQuery{Team: v.Team, Weeks: v.Weeks, Cursor: c.QueryParam("cursor"), Limit: perPage, Language: ui.Lang(ctx)}); err != nil {
		return err
	}
	v.Tabs, v.Teams = p.teamTabs(c, Home, v.Team)
	return web.Render(c, http.StatusOK, listPage(v))
}

func (v listView) query(weeks int, cursor string) string {
	q := url.Values{"weeks": {strconv.Itoa(weeks)}}
	if v.Team != "" {
		q.Set("team", v.Team)
	}
	if cursor != "" {
		q.Set("cursor", cursor)
	}
	return Home + "?" + q.Encode()
}

func (v listView) pager() ui.Pager {
	p := ui.Pager{Shown: len(v.Page.Items)}
	if !v.First {
		p.First = v.query(v.Weeks, "")
	}
	if v.Page.Next != "" {
		p.Next = v.query(v.Weeks, v.Page.Next)
	}
	return p
}

// group is the renewals of one team that fall due in one week; those that are late stand together.
type group struct {
	Late   bool
	Monday civil.Date
	Teams  []teamGroup
	Count  int
}

type teamGroup struct {
	Team  string
	Items []placement.Renewal
}

func (v listView) groups() []group {
	var out []group
	for _, r := range v.Page.Items {
		late, monday := r.Late, ledger.Monday(r.DecideBy)
		if late {
			monday = civil.Date{}
		}
		if len(out) == 0 || out[len(out)-1].Late != late || out[len(out)-1].Monday != monday {
			out = append(out, group{Late: late, Monday: monday})
		}
		g := &out[len(out)-1]
		at := slices.IndexFunc(g.Teams, func(x teamGroup) bool { return x.Team == r.Team })
		if at < 0 {
			g.Teams, at = append(g.Teams, teamGroup{Team: r.Team}), len(g.Teams)
		}
		g.Teams[at].Items = append(g.Teams[at].Items, r)
		g.Count++
	}
	for _, g := range out {
		slices.SortStableFunc(g.Teams, func(a, b teamGroup) int { return cmp.Compare(v.teamName(a.Team), v.teamName(b.Team)) })
	}
	return out
}

func (v listView) teamName(id string) string {
	if name := v.Teams[id]; name != "" {
		return name
	}
	return id
}

func sortedByName(names map[string]string) []string {
	ids := make([]string, 0, len(names))
	for id := range names {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(names[a], names[b]), cmp.Compare(a, b)) })
	return ids
}

func (v listView) table(ctx context.Context, g teamGroup) ui.Table {
	out := ui.Table{Caption: v.teamName(g.Team), CaptionHidden: v.Tabs == nil, Columns: []ui.Column{
		{Text: t(ctx, "trainee")}, {Text: t(ctx, "ends")}, {Text: t(ctx, "missing")}, {Text: t(ctx, "ceiling")}, {Text: t(ctx, "cost"), Number: true}, {Text: t(ctx, "do"), Hidden: true},
	}}
	for _, r := range g.Items {
		out.Rows = append(out.Rows, []ui.Cell{
			{Body: who(v.Page.Names, r)},
			{Body: ends(v.Today, r)},
			{Body: missing(r)},
			{Body: ceiling(r)},
			{Text: cost(ctx, r)},
			{Body: pick(v.Page.Names, r)},
		})
	}
	return out
}

// cost is what a renewal would cost; nothing where the rules forbid it.
func cost(ctx context.Context, r placement.Renewal) string {
	if len(r.Stops()) > 0 {
		return "–"
	}
	return strings.ReplaceAll(ui.Euro(ctx, r.Cost), " ", "\u00a0")
}

// name is how to call the trainee: by today's name where the viewer may know it, else as the papers do.
func name(ctx context.Context, n naming.Names, x *traineeship.Traineeship) string {
	if p, ok := n.People[x.PersonID]; ok && p.Known {
		return p.Label
	}
	if x.TraineeName != "" {
		return x.TraineeName
	}
	return shared(ctx, "trainee")
}

func place(n naming.Names, opening string) string {
	o, ok := n.Openings[opening]
	switch {
	case !ok || opening == "":
		return ""
	case o.Company == "":
		return o.Title
	default:
		return o.Title + " – " + o.Company
	}
}

// left says how many days are left to a day, or that it is over.
func left(ctx context.Context, today, day civil.Date) string {
	switch n := day.DaysSince(today); {
	case n == 0:
		return shared(ctx, "today")
	case n < 0:
		return shared(ctx, "ago", -n)
	default:
		return shared(ctx, "in", n)
	}
}

// ending colours a last day by how near it is.
func ending(r placement.Renewal) ui.Tone {
	switch {
	case r.Urgent:
		return ui.Bad
	case r.Late:
		return ui.Warn
	default:
		return ui.Neutral
	}
}

// against are the parties that have answered and do not want a renewal.
func against(r placement.Renewal) []traineeship.Opinion {
	var out []traineeship.Opinion
	open := r.OpenTerm()
	if open == nil {
		return nil
	}
	for _, p := range traineeship.Parties() {
		if o := r.OpinionOf(open.ID, p); o != nil && o.Wish != traineeship.Renew {
			out = append(out, *o)
		}
	}
	return out
}

// unheard are the parties that have said nothing.
func unheard(r placement.Renewal) []traineeship.Party {
	out := slices.Clone(r.Silent)
	if open := r.OpenTerm(); open != nil && r.OpinionOf(open.ID, traineeship.Counsellor) == nil {
		out = append(out, traineeship.Counsellor)
	}
	return out
}

// doubts are what the rules leave to a person: no stop, no consent.
func doubts(r placement.Renewal) []policy.Result {
	var out []policy.Result
	for _, x := range r.Ceiling.Results {
		if x.Decision == policy.Warn || x.Decision == policy.Human {
			out = append(out, x)
		}
	}
	if r.Access.Decision == policy.Warn || r.Access.Decision == policy.Human {
		out = append(out, r.Access)
	}
	return out
}

// reminded says when somebody was last asked.
func reminded(ctx context.Context, r placement.Renewal) []string {
	var out []string
	for _, x := range []struct {
		target records.Target
		party  traineeship.Party
	}{{records.ToPerson, traineeship.Trainee}, {records.ToCompany, traineeship.Host}} {
		if o, ok := r.Asked[x.target]; ok && slices.Contains(r.Silent, x.party) {
			out = append(out, t(ctx, "asked", "Who", shared(ctx, "party."+string(x.party)), "When", ui.Instant(ctx, o.MadeAt)))
		}
	}
	return out
}

func groupTitle(ctx context.Context, g group) string {
	if g.Late {
		return t(ctx, "late", g.Count)
	}
	return t(ctx, "week", "Count", g.Count, "Day", ui.Date(ctx, g.Monday))
}

// unbroken keeps a rule's name on one line.
func unbroken(rule string) string { return strings.ReplaceAll(rule, "-", "\u2011") }
