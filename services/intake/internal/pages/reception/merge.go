package reception

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/store"
)

// duplicatesView is the pairs to look at.
type duplicatesView struct {
	Pairs []registration.Twins
	Codes map[string]string
}

func (p *Pages) duplicates(c echo.Context) error {
	ctx := c.Request().Context()
	pairs, err := p.Desk.Twins(ctx)
	if err != nil {
		return err
	}
	codes, err := p.teamCodes(ctx)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, duplicatesPage(duplicatesView{pairs, codes}))
}

func (v duplicatesView) table(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.reception.duplicates.title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.reception.duplicates.first")},
		{Text: ui.T(ctx, "intake.reception.duplicates.second")},
		{Text: ui.T(ctx, "intake.duplicates.why")},
		{Text: ui.T(ctx, "intake.reception.duplicates.do"), Hidden: true},
	}}
	for _, pair := range v.Pairs {
		why := ui.T(ctx, "intake.duplicates.name")
		if pair.SameContact {
			why = ui.T(ctx, "intake.duplicates.contact")
		}
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: pair.First.Name + " (" + person.Code(pair.First.ID) + ")", Href: "/intake/people/" + pair.First.ID},
			{Text: pair.Second.Name + " (" + person.Code(pair.Second.ID) + ")", Href: "/intake/people/" + pair.Second.ID},
			{Text: why},
			{Body: pairActions(pair)},
		})
	}
	return t
}

func (p *Pages) tellApart(c echo.Context) error {
	r := c.Request()
	if err := p.Desk.TellApart(r.Context(), r.PostFormValue("first"), r.PostFormValue("second")); err != nil {
		return err
	}
	return see(c, "/intake/duplicates")
}

// mergeView is two files beside each other: the one that stays, and the one that becomes part of it.
type mergeView struct {
	registration.Compared
	Hindrances registration.Hindrances
	Teams      map[string]string
	Names      map[string]string
	Take       map[registration.Part]bool
	Conflict   bool
}

func (p *Pages) compare(c echo.Context) error { return p.showMerge(c, http.StatusOK, nil) }

func (p *Pages) showMerge(c echo.Context, status int, take map[registration.Part]bool) error {
	ctx := c.Request().Context()
	found, err := p.Desk.Compare(ctx, c.Param("id"), c.Param("other"))
	if err != nil {
		return err
	}
	v := mergeView{Compared: found, Take: take, Conflict: status == http.StatusConflict}
	if v.Hindrances, err = p.Desk.Hindrances(ctx, found); err != nil {
		return err
	}
	if v.Teams, err = p.teamCodes(ctx); err != nil {
		return err
	}
	if v.Names, err = p.Members.Names(ctx); err != nil {
		return err
	}
	if v.Take == nil { // what only the other file knows is proposed to be taken
		v.Take = map[registration.Part]bool{}
		for _, part := range registration.Parts() {
			kept, other := v.value(ctx, found.Kept, found.KeptWork, part), v.value(ctx, found.Other, found.OtherWork, part)
			v.Take[part] = kept == "" && other != ""
		}
	}
	return web.Render(c, status, mergePage(v))
}

func (p *Pages) join(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	j := registration.Joining{Kept: c.Param("id"), Other: c.Param("other"), KeptVersion: version(r), Take: map[registration.Part]bool{}}
	var err error
	if j.OtherVersion, err = strconv.ParseInt(r.PostFormValue("otherVersion"), 10, 64); err != nil {
		j.OtherVersion = -1
	}
	for _, part := range registration.Parts() {
		j.Take[part] = r.PostFormValue(string(part)) == "other"
	}
	_, err = p.Desk.Join(ctx, j)
	switch {
	case err == nil:
		return see(c, "/intake/people/"+j.Kept+"/case")
	case fault.Is(err, fault.Conflict):
		return p.showMerge(c, http.StatusConflict, j.Take)
	case fault.Is(err, fault.Precondition):
		return p.showMerge(c, http.StatusPreconditionFailed, j.Take)
	case fault.Is(err, fault.Unavailable):
		return p.showMerge(c, http.StatusServiceUnavailable, j.Take)
	default:
		return err
	}
}

func (p *Pages) undo(c echo.Context) error {
	if _, err := p.Desk.Undo(c.Request().Context(), c.Request().PostFormValue("merge")); err != nil {
		return err
	}
	return see(c, "/intake/people/"+c.Param("id")+"/case")
}

// blocks and notices are what a merge meets, in words.
func (v mergeView) blocks(ctx context.Context) []string {
	return mergeTexts(ctx, "intake.reception.merge.block.", v.Hindrances.Blocks)
}

func (v mergeView) notices(ctx context.Context) []string {
	return mergeTexts(ctx, "intake.reception.merge.notice.", v.Hindrances.Notices)
}

func mergeTexts(ctx context.Context, id string, codes []string) []string {
	var texts []string
	for _, code := range codes {
		texts = append(texts, ui.T(ctx, id+code))
	}
	return texts
}

// errandText says how far another service has followed a merge.
func errandText(ctx context.Context, e store.Errand) string {
	return ui.T(ctx, "intake.reception.merge.place."+e.Place) + ui.Colon(ctx) + ui.T(ctx, "intake.reception.merge.errand."+string(e.State))
}

// value is a part of a file in words, "" when there is nothing.
func (v mergeView) value(ctx context.Context, one person.Person, work person.WorkFile, part registration.Part) string {
	switch part {
	case registration.PartName:
		return one.Name
	case registration.PartContact:
		return ui.T(ctx, "intake.channel."+string(one.Contact.Channel)) + ui.Colon(ctx) + one.Contact.Value
	case registration.PartLanguage:
		if id := "intake.language." + one.Language; ui.Has(ctx, id) {
			return ui.T(ctx, id)
		}
		return one.Language
	case registration.PartRequest:
		return one.Request
	case registration.PartFollowing:
		parts := []string{v.Teams[one.Team]}
		if one.Following.Tutor != "" {
			parts = append(parts, nameOf(v.Names, one.Following.Tutor))
		}
		if one.Following.Level != "" {
			parts = append(parts, ui.T(ctx, "intake.reception.level."+string(one.Following.Level)))
		}
		return strings.Join(parts, ui.Semicolon(ctx))
	case registration.PartDeclared:
		return declaredText(ctx, one.Declared)
	case registration.PartAvailability:
		if one.Availability == nil {
			return ""
		}
		return ui.T(ctx, "intake.availability.from-day", "Day", ui.Date(ctx, one.Availability.From))
	case registration.PartReach:
		if one.Reach == nil {
			return ""
		}
		area, _ := person.AreaByID(one.Reach.Area)
		return area.Name
	case registration.PartPapers:
		if len(work.Documents) == 0 {
			return ""
		}
		return ui.T(ctx, "intake.reception.merge.papers", len(work.Documents))
	default:
		return ""
	}
}

func declaredText(ctx context.Context, d person.Declared) string {
	var parts []string
	for _, a := range []struct {
		is   person.Answer
		text string
	}{{d.Unemployed, "unemployed"}, {d.InMilan, "in-milan"}} {
		if a.is != "" {
			parts = append(parts, ui.T(ctx, "intake.reception."+a.text)+" "+ui.T(ctx, "intake.reception."+string(a.is)))
		}
	}
	return strings.Join(parts, ui.Semicolon(ctx))
}

// options are the two values of a part.
func (v mergeView) options(ctx context.Context, part registration.Part) []ui.Option {
	return []ui.Option{
		{Value: "kept", Label: orDash(v.value(ctx, v.Kept, v.KeptWork, part)), Hint: ui.T(ctx, "intake.reception.merge.of-kept", "Code", person.Code(v.Kept.ID))},
		{Value: "other", Label: orDash(v.value(ctx, v.Other, v.OtherWork, part)), Hint: ui.T(ctx, "intake.reception.merge.of-other", "Code", person.Code(v.Other.ID))},
	}
}

// differ reports whether there is something to choose.
func (v mergeView) differ(ctx context.Context, part registration.Part) bool {
	return v.value(ctx, v.Kept, v.KeptWork, part) != v.value(ctx, v.Other, v.OtherWork, part) || part == registration.PartPapers && len(v.OtherWork.Documents) > 0 ||
		part == registration.PartAvailability && v.Other.Availability != nil || part == registration.PartReach && v.Other.Reach != nil
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func (v mergeView) chosen(part registration.Part) []string {
	if v.Take[part] {
		return []string{"other"}
	}
	return []string{"kept"}
}

func (v mergeView) path() string { return "/intake/people/" + v.Kept.ID + "/merge/" + v.Other.ID }

func text(n int64) string { return fmt.Sprint(n) }
