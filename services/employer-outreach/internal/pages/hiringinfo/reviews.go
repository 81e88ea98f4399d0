package hiringinfo

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/portal"
)

// pile is a part of the work list.
type pile struct {
	ID    string
	Pages []portal.Shown
}

func (p *Pages) reviews(c echo.Context) error {
	all, err := p.News.Work(c.Request().Context())
	if err != nil {
		return err
	}
	piles := []pile{{ID: "to-change"}, {ID: "overdue"}, {ID: "to-verify"}, {ID: "verified"}}
	for _, s := range all {
		at := 3
		switch {
		case s.Standing.State == portal.ToChange:
			at = 0
		case s.Standing.State == portal.Unverified:
			at = 2
		case s.Standing.Overdue:
			at = 1
		}
		piles[at].Pages = append(piles[at].Pages, s)
	}
	return web.Render(c, http.StatusOK, reviewsPage(piles))
}

func (l pile) table(ctx context.Context) ui.Table {
	t := ui.Table{
		Caption: ui.T(ctx, "outreach.hiring.pile."+l.ID), CaptionHidden: true,
		Columns: []ui.Column{
			{Text: ui.T(ctx, "outreach.hiring.col.page")},
			{Text: ui.T(ctx, "outreach.hiring.col.version")},
			{Text: ui.T(ctx, "outreach.hiring.col.last")},
			{Text: ui.T(ctx, "outreach.hiring.col.review-by")},
		},
	}
	for _, s := range l.Pages {
		last := ""
		if s.Standing.Last != nil {
			last = day(ctx, s.Standing.Last.At) + ui.Comma(ctx) + s.Standing.Last.Name
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: s.Text(ui.Lang(ctx)).Title, Href: reviewsPath + "/" + s.ID}, {Text: strconv.Itoa(s.Version)}, {Text: last}, {Text: ui.Date(ctx, s.Standing.ReviewBy)},
		})
	}
	return t
}

type reviewView struct {
	pageView
	Typed    portal.Judgement
	Errors   ui.Errors
	Conflict bool
	MayJudge bool
}

func (p *Pages) review(c echo.Context) error {
	v, err := p.reviewView(c.Request().Context(), c.Param("page"))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, reviewPage(v))
}

func (p *Pages) reviewView(ctx context.Context, id string) (reviewView, error) {
	s, err := p.News.Page(ctx, id)
	if err != nil {
		return reviewView{}, err
	}
	who, _ := identity.From(ctx)
	v := reviewView{pageView: newPageView(ctx, s), MayJudge: identity.May(who, identity.ContentReview) == nil && who.Subject != s.Author}
	for _, r := range s.Reviews { // the own name need not be typed twice
		if r.Subject == who.Subject {
			v.Typed.Name, v.Typed.Body = r.Name, r.Body
		}
	}
	return v, nil
}

func (p *Pages) judge(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	j := portal.Judgement{
		Act: portal.Act(r.PostFormValue("act")), Fingerprint: r.PostFormValue("fingerprint"),
		Name: r.PostFormValue("name"), Body: r.PostFormValue("body"), Note: r.PostFormValue("note"),
	}
	j.Version, j.Seen = number(r.PostFormValue("version")), number(r.PostFormValue("seen"))
	_, err := p.News.Judge(ctx, c.Param("page"), j)
	if err == nil {
		return web.See(c, reviewsPath+"/"+c.Param("page"))
	}
	errs, conflict := ui.FormErrors(ctx, err), fault.Is(err, fault.Conflict)
	if !errs.Any() && !conflict {
		return err
	}
	v, wrong := p.reviewView(ctx, c.Param("page"))
	if wrong != nil {
		return wrong
	}
	v.Typed, v.Errors, v.Conflict = j, errs, conflict
	status := http.StatusUnprocessableEntity
	if conflict {
		status = http.StatusConflict
	}
	return web.Render(c, status, reviewPage(v))
}

// number reads a hidden number; what is none fits no page.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
