package traineeships

import (
	"net/http"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// act does what a form says and shows the traineeship again; a form that was wrong comes back as it was.
func (p *Pages) act(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	id := c.Param("id")
	version, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil || version < 1 {
		return fault.New(fault.Invalid, "The form has no version.")
	}
	in, err := typed(r)
	if err == nil && in.Act == traineeship.ActDecide && r.PostFormValue("sure") != "true" {
		var bad fault.Violations
		bad.Add("/sure", "required", "Confirm the decision.")
		err = bad.Err()
	}
	if err == nil {
		_, err = p.Desk.Act(ctx, id, version, in)
	}
	if err == nil {
		return web.See(c, "/matching/traineeships/"+id)
	}
	kind := fault.KindOf(err)
	if kind != fault.Invalid && kind != fault.Conflict && kind != fault.Precondition {
		return err
	}
	v, readErr := p.read(c)
	if readErr != nil {
		return readErr
	}
	for name := range r.PostForm {
		v.Typed[name] = r.PostFormValue(name)
	}
	v.Errors, v.Conflict = inForm(ui.FormErrors(ctx, err), in), kind == fault.Conflict
	if kind == fault.Precondition {
		v.Refused = t(ctx, "refused."+string(in.Act))
	}
	status := http.StatusUnprocessableEntity
	if kind != fault.Invalid {
		status = http.StatusConflict
	}
	switch r.PostFormValue("page") {
	case "decision":
		return web.Render(c, status, decisionPage(v))
	case "changes":
		return web.Render(c, status, changesPage(v))
	default:
		return web.Render(c, status, onePage(v))
	}
}

// inForm says to which form the errors belong, where the page has one for each paper, each duty and each act of a day.
func inForm(errs ui.Errors, in placement.Input) ui.Errors {
	switch in.Act {
	case traineeship.ActPaper, traineeship.ActWaive:
		return errs.In(string(in.Paper))
	case traineeship.ActReport:
		return errs.In(in.Duty)
	case traineeship.ActReschedule, traineeship.ActResume, traineeship.ActAttest:
		return errs.In(string(in.Act))
	default:
		return errs
	}
}

// typed reads a form.
func typed(r *http.Request) (placement.Input, error) {
	var bad fault.Violations
	text := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	day := func(name string) civil.Date {
		d, err := readDay(text(name))
		if err != nil {
			bad.Add("/"+name, "date", "Write a date that exists.")
		}
		return d
	}
	in := placement.Input{
		Act: traineeship.Act(text("act")), Paper: traineeship.PaperKind(text("paper")), On: day("on"), Reference: text("reference"),
		Reason: text("reason"), Party: traineeship.Party(text("party")), Wish: traineeship.Wish(text("wish")), Override: text("override"),
		Key: text("key"), Duty: text("duty"), Cause: policy.Cause(text("cause")), From: day("from"), Until: day("until"),
	}
	if in.Act == traineeship.ActDecide {
		// "renew/goals-open": the reason belongs to its outcome.
		outcome, reason, _ := strings.Cut(text("choice"), "/")
		in.Wish, in.Reason = traineeship.Wish(outcome), reason
		if outcome == "" {
			bad.Add("/choice", "required", "Choose a decision.")
		}
	}
	return in, bad.Err()
}

// readDay reads "2026-12-24" or, as some type it, "24/12/2026"; empty is the zero day.
func readDay(text string) (civil.Date, error) {
	if text == "" {
		return civil.Date{}, nil
	}
	if d, m, ok := strings.Cut(text, "/"); ok {
		if m, y, ok := strings.Cut(m, "/"); ok {
			text = y + "-" + pad(m) + "-" + pad(d)
		}
	}
	return civil.ParseDate(text)
}

func pad(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// typedFor is what a paper's own form held when it came back.
func typedFor(v oneView, k traineeship.PaperKind, name string) string {
	if v.Typed["paper"] != string(k) {
		return ""
	}
	return v.Typed[name]
}

// early is what the form of an early end held when it came back.
func (v oneView) early(name string) string {
	if v.Typed["act"] != string(traineeship.ActEndEarly) {
		return ""
	}
	return v.Typed[name]
}

// day is what a form of one day held when it came back.
func (v oneView) day(a traineeship.Act) string {
	if v.Typed["act"] != string(a) {
		return ""
	}
	return v.Typed["on"]
}
