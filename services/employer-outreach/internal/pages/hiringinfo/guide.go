package hiringinfo

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/portal"
	"github.com/celav/celav/services/employer-outreach/internal/workguide"
)

type guideView struct {
	Typed  map[string]string
	Errors ui.Errors
	Answer *workguide.Answer
	Kind   policy.DocumentKind
	Today  civil.Date
	Next   []pageView // the steps, taken from pages of the portal
	Steps  map[string][]string
}

// dates are the fields of the paper that are days.
func dates() []string {
	return []string{"expiresOn", "lodgedOn", "requestedOn", "enteredOn", "issuedOn"}
}

func (p *Pages) guide(c echo.Context) error {
	return web.Render(c, http.StatusOK, guidePage(guideView{Typed: map[string]string{}, Today: p.News.Today()}))
}

// ask answers on the page itself: the question comes by POST and goes nowhere, not into the address, a record or a log.
func (p *Pages) ask(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	v := guideView{Typed: map[string]string{}, Today: p.News.Today()}
	for _, name := range append(dates(), "kind", "procedure", "decision", "start", "end", "hoursWeek", "work") {
		v.Typed[name] = r.PostFormValue(name)
	}
	q, err := question(v.Typed)
	v.Kind = q.Document.Kind
	if more := q.Check(v.Today); more != nil {
		err = both(err, more)
	}
	if err != nil {
		v.Errors = ui.FormErrors(ctx, err)
		return web.Render(c, http.StatusUnprocessableEntity, guidePage(v))
	}
	rules, err := p.Rules.On(v.Today)
	if err != nil {
		return fault.New(fault.Unavailable, "No rules are in force today.").Because(err)
	}
	a, err := workguide.Ask(rules, q, v.Today)
	if err != nil {
		return err //nolint:wrapcheck // a fault for the caller
	}
	v.Answer = &a
	if err := p.steps(ctx, &v, q.Traineeship); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, guidePage(v))
}

// question reads the form; what cannot be read is said, field by field.
func question(typed map[string]string) (workguide.Question, error) {
	var bad fault.Violations
	read := func(name string) civil.Date {
		value := strings.TrimSpace(typed[name])
		if value == "" {
			return civil.Date{}
		}
		d, err := civil.ParseDate(value)
		if err != nil {
			bad.Add("/"+name, "date", "is no date")
		}
		return d
	}
	q := workguide.Question{
		Document: policy.Document{
			Kind: policy.DocumentKind(typed["kind"]), IssuedOn: read("issuedOn"), ExpiresOn: read("expiresOn"), LodgedOn: read("lodgedOn"),
			RequestedOn: read("requestedOn"), EnteredOn: read("enteredOn"),
			Procedure: policy.Procedure(typed["procedure"]), Decision: policy.AsylumDecision(typed["decision"]),
		},
		Traineeship: typed["work"] == "traineeship", Start: read("start"), End: read("end"),
	}
	if h := strings.TrimSpace(typed["hoursWeek"]); h != "" {
		n, err := strconv.Atoi(h)
		if err != nil || n < 1 {
			bad.Add("/hoursWeek", "range", "is no number of hours")
		}
		q.HoursWeek = n
	}
	return q, bad.Err()
}

// both joins what is wrong with how a question is written and with what it says; a field is named once.
func both(written, said error) error {
	var all fault.Violations
	seen := map[string]bool{}
	for _, err := range []error{written, said} {
		f, ok := err.(*fault.Error) //nolint:errorlint // both are made here
		if !ok {
			continue
		}
		for _, v := range f.Violations {
			if !seen[v.Pointer] {
				all = append(all, v)
			}
			seen[v.Pointer] = true
		}
	}
	return all.Err()
}

// steps takes what to do next from the pages of the portal, so that both say the same with the same sources.
func (p *Pages) steps(ctx context.Context, v *guideView, traineeship bool) error {
	v.Steps = map[string][]string{}
	for _, s := range workguide.Next(*v.Answer, v.Kind, traineeship) {
		if _, seen := v.Steps[s.Page]; !seen {
			shown, err := p.News.Page(ctx, s.Page)
			if err != nil {
				return err
			}
			v.Next = append(v.Next, newPageView(ctx, shown))
		}
		v.Steps[s.Page] = append(v.Steps[s.Page], s.Statement)
	}
	return nil
}

// reason says in plain words what a rule found.
func reason(ctx context.Context, r policy.Result) string {
	if kind, ok := strings.CutPrefix(r.Reason, "permit-"); ok {
		return ui.T(ctx, "outreach.hiring.reason.permit", "Document", ui.T(ctx, "outreach.hiring.document."+kind))
	}
	if id := "outreach.hiring.reason." + r.Reason; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return r.Reason
}

func (v guideView) tone() ui.Tone {
	switch v.Answer.Verdict {
	case workguide.Yes:
		return ui.Good
	case workguide.No:
		return ui.Bad
	default:
		return ui.Warn
	}
}

// when says from when until when, as far as it is known.
func (v guideView) when(ctx context.Context) []string {
	a := v.Answer
	var lines []string
	if a.From != nil {
		switch {
		case a.Until == nil:
			lines = append(lines, ui.T(ctx, "outreach.hiring.when.from", "From", ui.Date(ctx, *a.From)))
		case a.Renewable:
			lines = append(lines, ui.T(ctx, "outreach.hiring.when.until", "From", ui.Date(ctx, *a.From), "Until", ui.Date(ctx, *a.Until)), ui.T(ctx, "outreach.hiring.when.renewable"))
		default:
			lines = append(lines, ui.T(ctx, "outreach.hiring.when.until", "From", ui.Date(ctx, *a.From), "Until", ui.Date(ctx, *a.Until)))
		}
	}
	if a.HoursWeek != nil {
		lines = append(lines, ui.T(ctx, "outreach.hiring.when.hours", *a.HoursWeek))
	}
	return lines
}

func period(ctx context.Context, i policy.Interval) string {
	if i.Until == nil {
		return ui.T(ctx, "outreach.hiring.period.from", "From", ui.Date(ctx, i.From))
	}
	return ui.T(ctx, "outreach.hiring.period.until", "From", ui.Date(ctx, i.From), "Until", ui.Date(ctx, *i.Until))
}

// line is the line of time with the rule behind each part.
func (v guideView) line(ctx context.Context) ui.Table {
	t := ui.Table{
		Caption: ui.T(ctx, "outreach.hiring.line"), CaptionHidden: true,
		Columns: []ui.Column{
			{Text: ui.T(ctx, "outreach.hiring.line.period")},
			{Text: ui.T(ctx, "outreach.hiring.line.outcome")},
			{Text: ui.T(ctx, "outreach.hiring.line.why")},
			{Text: ui.T(ctx, "outreach.hiring.line.rule")},
		},
	}
	for _, f := range v.Answer.Findings {
		outcome := ui.T(ctx, "outreach.hiring.outcome."+string(f.Interval.Outcome))
		if f.Interval.Traineeship != "" {
			outcome += ui.Semicolon(ctx) + ui.T(ctx, "outreach.hiring.outcome.traineeship", "Outcome", ui.T(ctx, "outreach.hiring.outcome."+string(f.Interval.Traineeship)))
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: period(ctx, f.Interval)}, {Text: outcome}, {Text: reason(ctx, f.Result)}, {Body: rule(f.Result, v.Today)}})
	}
	return t
}

func options[T ~string](ctx context.Context, prefix string, values []T) []ui.Option {
	list := make([]ui.Option, len(values))
	for i, value := range values {
		list[i] = ui.Option{Value: string(value), Label: ui.T(ctx, prefix+string(value))}
	}
	return list
}

// stepsOf are the statements of a page that are the next steps, in its order.
func (v guideView) stepsOf(page pageView) []portal.Statement {
	var list []portal.Statement
	for _, id := range v.Steps[page.ID] {
		if s, ok := page.Statement(id); ok {
			list = append(list, s)
		}
	}
	return list
}
