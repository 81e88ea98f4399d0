package traineeships

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// oneView is a traineeship with the form that came back, if one did.
type oneView struct {
	placement.View
	Errors   ui.Errors
	Refused  string            // why an act was not done
	Conflict bool              // somebody else was quicker
	Typed    map[string]string // what the form held
	Key      string
	may      map[traineeship.Act]bool
	Today    civil.Date
}

// May reports whether the viewer can do the act now.
func (v oneView) May(a traineeship.Act) bool { return v.may[a] }

func (p *Pages) read(c echo.Context) (oneView, error) {
	ctx := c.Request().Context()
	v := oneView{Typed: map[string]string{}, may: map[traineeship.Act]bool{}, Today: p.Desk.Today()}
	var err error
	if v.View, err = p.Desk.Read(ctx, c.Param("id"), ui.Lang(ctx)); err != nil {
		return v, err
	}
	for _, row := range traineeship.Transitions() {
		v.may[row.Act] = p.Desk.May(ctx, v.Traineeship, row.Act)
	}
	key, err := uuid.NewRandom()
	v.Key = key.String()
	return v, err
}

func (p *Pages) one(c echo.Context) error {
	v, err := p.read(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, onePage(v))
}

func (p *Pages) decision(c echo.Context) error {
	v, err := p.read(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, decisionPage(v))
}

func (p *Pages) changes(c echo.Context) error {
	v, err := p.read(c)
	if err != nil {
		return err
	}
	if c.QueryParam("propose") == "no-access" { // the clock proposes it; the day and the decision are the counsellor's
		v.Typed["act"], v.Typed["reason"] = string(traineeship.ActEndEarly), "no-access"
	}
	return web.Render(c, http.StatusOK, changesPage(v))
}

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
	v.Errors, v.Conflict = ui.FormErrors(ctx, err), kind == fault.Conflict
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

func (v oneView) facts(ctx context.Context) []ui.Definition {
	out := []ui.Definition{
		{Term: t(ctx, "state"), Body: stateBadge(v.Traineeship)},
		{Term: t(ctx, "from"), Value: ui.Date(ctx, v.Start)},
		{Term: t(ctx, "to"), Value: ui.Date(ctx, v.End())},
		{Term: t(ctx, "hours"), Value: ui.Number(ctx, v.HoursWeek)},
		{Term: t(ctx, "hostTutor"), Value: v.HostTutor},
		{Term: t(ctx, "allowance"), Value: ui.Euro(ctx, v.AllowanceCents)},
	}
	if where := place(ctx, v.Names, v.OpeningID); where != "" {
		out = slices.Insert(out, 1, ui.Definition{Term: t(ctx, "place"), Value: where})
	}
	if v.Staff() {
		out = append(out, ui.Definition{Term: t(ctx, "type"), Value: t(ctx, "type."+string(v.Type))})
	}
	return out
}

// terms is the line of time of the terms.
func (v oneView) terms(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "terms"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "terms.number")}, {Text: t(ctx, "from")}, {Text: t(ctx, "to")}, {Text: t(ctx, "state")}, {Text: t(ctx, "terms.passed")},
	}}
	for _, x := range v.Terms {
		state := t(ctx, "termstate."+string(x.State))
		if x.Outcome != "" {
			state += ": " + t(ctx, "outcome."+string(x.Outcome))
		}
		all := x.PlannedEnd.DaysSince(x.Start) + 1
		gone := min(max(v.Today.DaysSince(x.Start)+1, 0), all)
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: t(ctx, "term", "N", x.Number)},
			{Text: ui.Date(ctx, x.Start)},
			{Text: ui.Date(ctx, x.PlannedEnd)},
			{Text: state},
			{Body: ui.Meter(ui.Gauge{Label: t(ctx, "term", "N", x.Number), Titled: true, Value: float64(gone), Max: float64(all), Text: t(ctx, "terms.days", "Gone", gone, "All", all)})},
		})
	}
	return out
}

func (v oneView) checklist(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "papers"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "papers.what")}, {Text: t(ctx, "papers.stands")}, {Text: t(ctx, "papers.owes")}, {Text: t(ctx, "papers.rule")}, {Text: t(ctx, "papers.do"), Hidden: true},
	}}
	for _, i := range v.Checklist {
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: t(ctx, "paper."+string(i.Kind))},
			{Body: standing(i)},
			{Text: owing(ctx, i)},
			{Text: ruleText(ctx, i.Rule)},
			{Body: paperForm(v, i)},
		})
	}
	return out
}

// opinions is what the three parties say of the open term.
func (v oneView) opinions(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "opinions"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "opinions.who")}, {Text: t(ctx, "opinions.what")}, {Text: t(ctx, "opinions.when")}}}
	open := v.OpenTerm()
	for _, p := range traineeship.Parties() {
		row := []ui.Cell{{Text: t(ctx, "party."+string(p))}, {Body: ui.Badge(ui.Warn, t(ctx, "opinions.none"))}, {}}
		if o := v.OpinionOf(open.ID, p); o != nil {
			row[1] = ui.Cell{Text: t(ctx, "wish."+string(o.Wish))}
			row[2] = ui.Cell{Text: ui.Date(ctx, o.On)}
			if o.Recorded {
				row[2].Text += " " + t(ctx, "opinions.recorded")
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func (v oneView) steps(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "steps"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "steps.what")}, {Text: t(ctx, "steps.when")}, {Text: t(ctx, "steps.state")}}}
	for _, s := range v.Steps {
		out.Rows = append(out.Rows, []ui.Cell{{Text: t(ctx, "step."+string(s.Kind))}, {Text: ui.Instant(ctx, s.DueAt)}, {Text: t(ctx, "stepstate."+string(s.State))}})
	}
	return out
}

func (v oneView) decisionsTable(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "decisions"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "decisions.what")}, {Text: t(ctx, "decisions.why")}, {Text: t(ctx, "decisions.when")}, {Text: t(ctx, "decisions.ceiling")}}}
	for _, d := range v.Decisions {
		what := t(ctx, "wish."+string(d.Outcome))
		if !d.RevokedAt.IsZero() {
			what += " – " + t(ctx, "decisions.revoked", "Reason", d.RevokeReason)
		}
		why := t(ctx, "reason."+d.Reason)
		if d.Override != "" {
			why += ". " + t(ctx, "decisions.override", "Reason", d.Override)
		}
		out.Rows = append(out.Rows, []ui.Cell{{Text: what}, {Text: why}, {Text: ui.Instant(ctx, d.At)}, {Text: t(ctx, "ceiling.limit", d.Limit)}})
	}
	return out
}

func (v oneView) letters(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "letters"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "letters.what")}, {Text: t(ctx, "letters.to")}, {Text: t(ctx, "letters.when")}, {Text: t(ctx, "letters.state")}}}
	for _, l := range v.Letters {
		state := t(ctx, "letters.waiting")
		if l.SentAt != nil {
			state = t(ctx, "letters.handed")
		}
		if d, ok := v.Delivered[l.ID]; ok {
			state = t(ctx, "delivery."+d.State, "Way", t(ctx, "way."+d.Channel))
		}
		to := traineeship.Trainee
		if l.Target == "company" {
			to = traineeship.Host
		}
		if l.Target == "staff" {
			to = traineeship.Counsellor
		}
		out.Rows = append(out.Rows, []ui.Cell{{Text: t(ctx, "letter."+l.Kind)}, {Text: t(ctx, "party."+string(to))}, {Text: ui.Instant(ctx, l.MadeAt)}, {Text: state}})
	}
	return out
}

// choices are the decisions that can be taken, each with its reasons.
func (v oneView) choices(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, w := range traineeship.Wishes() {
		if w == traineeship.Renew && (v.Ceiling.Blocked || v.access() == policy.Block) {
			continue
		}
		for _, r := range traineeship.Reasons(w) {
			out = append(out, ui.Option{Value: string(w) + "/" + r, Label: t(ctx, "wish."+string(w)) + ": " + t(ctx, "reason."+r)})
		}
	}
	return out
}

// access is what the right to work decides over the months that a renewal would add.
func (v oneView) access() policy.Decision {
	if v.Clock == nil {
		return policy.OK
	}
	return v.Clock.Renewal.Result.Decision
}

// mayOverride reports whether a coordinator can decide on a renewal where others cannot.
func (v oneView) mayOverride() bool {
	return v.Role == traineeship.Coordinator && !v.Ceiling.Blocked && (len(v.Ceiling.Missing) > 0 || v.access() == policy.Human) && v.access() != policy.Block
}

func (v oneView) ceilingText(ctx context.Context) []ui.Definition {
	var out []ui.Definition
	out = append(out, ui.Definition{Term: t(ctx, "ceiling"), Value: t(ctx, "ceiling.text", "Limit", v.Ceiling.Limit, "Months", v.Ceiling.Months, "Added", v.Ceiling.Added)})
	for _, r := range v.Ceiling.Results {
		out = append(out, ui.Definition{Term: r.Rule, Body: judged(r)})
	}
	return out
}

func (v oneView) hidden(a traineeship.Act, page string) []ui.Option {
	return []ui.Option{{Value: "act", Label: string(a)}, {Value: "version", Label: strconv.FormatInt(v.Version, 10)}, {Value: "page", Label: page}}
}

func causes(ctx context.Context) []ui.Option {
	var values []string
	for _, c := range policy.Causes() {
		values = append(values, string(c))
	}
	return options(ctx, "cause", values...)
}

func brought(k traineeship.PaperKind) bool {
	for _, b := range traineeship.BroughtPapers() {
		if b == k {
			return true
		}
	}
	return false
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

// fileOf leads staff and the person through the file's parts; a host has no file of anybody.
func fileOf(v oneView) ui.PersonFile {
	if v.Role == traineeship.Host {
		return ui.PersonFile{}
	}
	return ui.PersonFile{ID: v.PersonID, Part: "traineeships"}
}
