package renewals

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// togetherView is several renewals that are to be decided, or that were.
type togetherView struct {
	Outcome traineeship.Wish
	Items   []placement.Candidate
	Names   naming.Names
	Errors  ui.Errors
	Reason  string
	Sure    bool
	Key     string
	Chosen  map[string]bool // by id
}

// chosen reads the ids that were ticked; a button of one row stands for itself.
func chosen(r *http.Request) []string {
	if err := r.ParseForm(); err != nil {
		return nil
	}
	if one := r.PostForm.Get("one"); one != "" {
		return []string{one}
	}
	return r.PostForm["id"]
}

// confirm lists what is to be decided, each with what would come of it, before anything is decided.
func (p *Pages) confirm(c echo.Context) error {
	ids := chosen(c.Request())
	if len(ids) == 0 {
		return p.nothingChosen(c)
	}
	key, err := uuid.NewRandom()
	if err != nil {
		return fault.New(fault.Unavailable, "no key could be made").Because(err)
	}
	v := togetherView{Outcome: traineeship.Wish(c.Request().PostFormValue("outcome")), Key: key.String(), Chosen: map[string]bool{}}
	for _, id := range ids {
		v.Chosen[id] = true
	}
	return p.ask(c, http.StatusOK, v, ids)
}

func (p *Pages) ask(c echo.Context, status int, v togetherView, ids []string) error {
	ctx := c.Request().Context()
	var err error
	if v.Items, v.Names, err = p.Desk.Foresee(ctx, ids, v.Outcome, ui.Lang(ctx)); err != nil {
		return err
	}
	return web.Render(c, status, confirmPage(v))
}

func (p *Pages) nothingChosen(c echo.Context) error {
	return web.Render(c, http.StatusUnprocessableEntity, nothingPage())
}

// decide decides what the page listed and says of each what came of it. Sending the form again finds done what was done.
func (p *Pages) decide(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	ids := chosen(r)
	if len(ids) == 0 {
		return p.nothingChosen(c)
	}
	v := togetherView{
		Outcome: traineeship.Wish(r.PostFormValue("outcome")), Reason: r.PostFormValue("reason"), Sure: r.PostFormValue("sure") == "true",
		Key: r.PostFormValue("key"), Chosen: map[string]bool{},
	}
	b := placement.Batch{Outcome: v.Outcome, Reason: v.Reason, Key: v.Key}
	for _, id := range ids {
		v.Chosen[id] = true
		version, err := strconv.ParseInt(r.PostFormValue("version."+id), 10, 64)
		if err != nil || version < 1 {
			return fault.New(fault.Invalid, "The form has no version.")
		}
		b.Items = append(b.Items, placement.Chosen{ID: id, Version: version})
	}
	var bad fault.Violations
	if v.Reason == "" {
		bad.Add("/reason", "required", "Choose a reason.")
	}
	if !v.Sure {
		bad.Add("/sure", "required", "Confirm the decision.")
	}
	err := bad.Err()
	if err == nil {
		v.Items, v.Names, err = p.Desk.DecideAll(ctx, b, ui.Lang(ctx))
	}
	if fault.Is(err, fault.Invalid) {
		v.Errors = ui.FormErrors(ctx, err)
		return p.ask(c, http.StatusUnprocessableEntity, v, listed(r))
	}
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, decidedPage(v))
}

// listed are all renewals that stood on the page, also those that were not ticked.
func listed(r *http.Request) []string { return r.PostForm["listed"] }

// Can is what is decided.
func (v togetherView) Can() []placement.Candidate { return v.part(true) }

// Cannot is what is left out, each with its reason.
func (v togetherView) Cannot() []placement.Candidate { return v.part(false) }

func (v togetherView) part(can bool) []placement.Candidate {
	var out []placement.Candidate
	for _, x := range v.Items {
		if (x.Hindrance == placement.None) == can {
			out = append(out, x)
		}
	}
	return out
}

// Cost is what all that can be renewed would cost.
func (v togetherView) Cost() int64 {
	var sum int64
	for _, x := range v.Can() {
		sum += x.Renewal.Cost
	}
	return sum
}

func (v togetherView) name(ctx context.Context, x placement.Candidate) string {
	if x.Renewal == nil {
		return t(ctx, "unknown")
	}
	return name(ctx, v.Names, x.Renewal.Traineeship)
}

// outcome is what comes of a decision, in words.
func (v togetherView) outcome(ctx context.Context, x placement.Candidate) string {
	if v.Outcome == traineeship.Renew {
		return t(ctx, "outcome.renew", "Day", ui.Date(ctx, x.Renewal.Next.PlannedEnd), "Euro", ui.Euro(ctx, x.Renewal.Cost))
	}
	return t(ctx, "outcome.end", "Day", ui.Date(ctx, x.Renewal.OpenTerm().PlannedEnd))
}

// why says what hinders a decision.
func (v togetherView) why(ctx context.Context, x placement.Candidate) string {
	text := t(ctx, "hindrance."+string(x.Hindrance))
	if x.Renewal == nil {
		return text
	}
	var more []string
	switch x.Hindrance {
	case placement.Stopped:
		for _, s := range x.Renewal.Stops() {
			more = append(more, shared(ctx, "judged."+s.Reason)+" ("+s.Rule+")")
		}
	case placement.Consent:
		for _, p := range x.Renewal.Ceiling.Missing {
			more = append(more, shared(ctx, "party."+string(p)))
		}
	case placement.Before:
		if x.Made != nil {
			more = append(more, shared(ctx, "wish."+string(x.Made.Outcome))+", "+ui.Instant(ctx, x.Made.At))
		}
	}
	if len(more) == 0 {
		return text
	}
	return text + " " + strings.Join(more, ui.Semicolon(ctx))
}

func (v togetherView) canTable(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "confirm.can"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "trainee")}, {Text: t(ctx, "ends")}, {Text: t(ctx, "outcome")}, {Text: t(ctx, "doubts")}}}
	for _, x := range v.Can() {
		out.Rows = append(out.Rows, []ui.Cell{{Body: ticked(v, x)}, {Text: ui.Date(ctx, x.Renewal.OpenTerm().PlannedEnd)}, {Text: v.outcome(ctx, x)}, {Body: doubtful(v, x)}})
	}
	return out
}

func (v togetherView) cannotTable(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "confirm.cannot"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "trainee")}, {Text: t(ctx, "confirm.why")}}}
	for _, x := range v.Cannot() {
		out.Rows = append(out.Rows, []ui.Cell{v.link(ctx, x), {Text: v.why(ctx, x)}})
	}
	return out
}

func (v togetherView) doneTable(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "decided.list"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "trainee")}, {Text: t(ctx, "decided.result")}, {Text: t(ctx, "decided.more")}}}
	for _, x := range v.Items {
		state, more := ui.Badge(ui.Good, t(ctx, "decided.done")), ""
		switch x.Hindrance {
		case placement.None:
			more = v.outcome(ctx, x)
		case placement.Before, placement.Changed:
			state, more = ui.Badge(ui.Warn, t(ctx, "decided.conflict")), v.why(ctx, x)
		default:
			state, more = ui.Badge(ui.Bad, t(ctx, "decided.refused")), v.why(ctx, x)
		}
		out.Rows = append(out.Rows, []ui.Cell{v.link(ctx, x), {Body: state}, {Text: more}})
	}
	return out
}

func (v togetherView) link(ctx context.Context, x placement.Candidate) ui.Cell {
	if x.Renewal == nil {
		return ui.Cell{Text: v.name(ctx, x)}
	}
	return ui.Cell{Text: v.name(ctx, x), Href: "/matching/traineeships/" + x.ID}
}

func (v togetherView) reasons(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, r := range traineeship.Reasons(v.Outcome) {
		out = append(out, ui.Option{Value: r, Label: shared(ctx, "reason."+r)})
	}
	return out
}
