package cohorts

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/cohorts"
	"github.com/celav/celav/services/intake/internal/directory"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/spreadsheet"
)

// oneView is a cohort with its people.
type oneView struct {
	Full      cohorts.Full
	Partner   string
	MayWrite  bool // and the cohort is open
	MayDecide bool // and it waits for the City
	MayFollow bool // the City, whatever the state
	Standings map[string]cohorts.Standing
	MayAsk    bool                  // the partner, whatever the state
	Dues      map[string]cohort.Due // by row
	Notices   map[string]cohort.Notice
	Now       time.Time
	Teams     []directory.Team // to choose from when the partner has none
	Quota     string
	Errors    ui.Errors
	Notice    string // why something was not done
	Reason    string // as typed
}

func (p *Pages) one(c echo.Context) error { return p.show(c, c.Param("id"), http.StatusOK, nil, "") }

func (p *Pages) show(c echo.Context, id string, status int, errs ui.Errors, notice string) error {
	v, err := p.view(c.Request().Context(), id)
	if err != nil {
		return err
	}
	v.Errors, v.Notice, v.Reason = errs, notice, c.Request().PostFormValue("reason")
	return web.Render(c, status, onePage(v))
}

func (p *Pages) view(ctx context.Context, id string) (oneView, error) {
	full, err := p.Desk.Open(ctx, id)
	if err != nil {
		return oneView{}, err
	}
	v := oneView{
		Full: full, MayWrite: full.Open() && p.Desk.May(ctx, full.Cohort, identity.CohortWrite),
		MayFollow: p.Desk.May(ctx, full.Cohort, identity.CohortDecide), Standings: p.Desk.Standings(ctx, full.Rows), Dues: map[string]cohort.Due{},
		MayAsk: p.Desk.May(ctx, full.Cohort, identity.CohortWrite), Notices: map[string]cohort.Notice{}, Now: p.Desk.Now(),
	}
	v.MayDecide = v.MayFollow && full.State == cohort.Submitted
	for _, r := range full.Rows {
		due, ok, err := p.Desk.NextPaper(r)
		if err != nil {
			return v, err
		}
		if ok {
			v.Dues[r.ID] = due
		}
		notice, arrived, err := p.Desk.Notice(r)
		if err != nil {
			return v, err
		}
		if arrived {
			v.Notices[r.ID] = notice
		}
	}
	if v.Quota, err = p.Desk.Quota(); err != nil {
		return v, err
	}
	if v.MayFollow {
		names, err := p.Members.PartnerNames(ctx)
		if err != nil {
			return v, err
		}
		v.Partner = names[full.Partner]
	}
	if v.MayDecide && full.Team == "" {
		v.Teams, err = p.Members.Teams(ctx)
	}
	return v, err
}

// refused shows the cohort again with why nothing was done, where its state or somebody else stood in the way.
func (p *Pages) refused(c echo.Context, id string, err error) error {
	ctx := c.Request().Context()
	switch {
	case fault.Is(err, fault.Precondition):
		return p.show(c, id, http.StatusPreconditionFailed, nil, ui.T(ctx, "intake.cohorts.refused"))
	case fault.Is(err, fault.Conflict):
		return p.show(c, id, http.StatusConflict, nil, ui.T(ctx, "intake.cohorts.conflict"))
	case fault.Is(err, fault.Invalid):
		return p.show(c, id, http.StatusUnprocessableEntity, formErrors(ctx, err), "")
	default:
		return err
	}
}

func (p *Pages) submit(c echo.Context) error {
	made, err := p.Desk.Submit(c.Request().Context(), c.Param("id"), version(c.Request()))
	if err != nil {
		return p.refused(c, c.Param("id"), err)
	}
	return web.See(c, at(made))
}

func (p *Pages) decide(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	verdict := cohorts.Verdict{
		Version: version(r), Decision: cohort.Decision(r.PostFormValue("decision")), Reason: r.PostFormValue("reason"), Team: r.PostFormValue("team"),
	}
	row := r.PostFormValue("row")
	if row != "" {
		verdict.Rows = []string{row}
	}
	full, err := p.Desk.Decide(ctx, c.Param("id"), verdict)
	switch {
	case err != nil && row != "" && formErrors(ctx, err).Any():
		return p.showRow(c, http.StatusUnprocessableEntity, row, nil, formErrors(ctx, err))
	case err != nil:
		return p.refused(c, c.Param("id"), err)
	}
	return web.See(c, at(full.Cohort))
}

func (p *Pages) profiles(c echo.Context) error {
	full, err := p.Desk.Again(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return web.See(c, at(full.Cohort))
}

func version(r *http.Request) int64 {
	v, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		return -1 // nothing has it: the form is answered like one that is out of date
	}
	return v
}

// errorFile is a table of the rows that have faults, with what to write, that can be mended and sent again.
func (p *Pages) errorFile(c echo.Context) error {
	ctx := c.Request().Context()
	full, err := p.Desk.Open(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	lang := ui.Lang(ctx)
	head := []string{cohort.NoteHeading().In(lang)}
	for _, column := range cohort.Columns() {
		head = append(head, column.Heading.In(lang))
	}
	lines := [][]string{head}
	for _, r := range full.Rows {
		wrong := cohort.Wrong(r.Findings)
		if len(wrong) == 0 && r.Decision != cohort.SentBack {
			continue
		}
		notes := findingTexts(ctx, wrong)
		if r.Reason != "" {
			notes = append(notes, r.Reason)
		}
		line := []string{strings.Join(notes, " | ")}
		for _, column := range cohort.Columns() {
			line = append(line, r.Cells[column.Key])
		}
		lines = append(lines, line)
	}
	data, err := spreadsheet.WriteCSV(lines)
	if err != nil {
		return err
	}
	return download(c, "celav-errors.csv", data)
}

func (v oneView) lead(ctx context.Context) string {
	who := "partner"
	if v.MayFollow {
		who = "city"
	}
	return ui.T(ctx, "intake.cohorts.next."+who+"."+string(v.Full.State))
}

func (v oneView) steps(ctx context.Context) []ui.Step {
	rows := v.Full.Counts.Rows > 0
	sound := rows && v.Full.Counts.Faulty == 0
	submitted := v.Full.State == cohort.Submitted || v.Full.State == cohort.Accepted
	list := []ui.Step{
		{Text: ui.T(ctx, "intake.cohorts.step.send"), Done: rows},
		{Text: ui.T(ctx, "intake.cohorts.step.mend"), Done: sound && v.Full.Counts.SentBack == 0},
		{Text: ui.T(ctx, "intake.cohorts.step.submit"), Done: submitted},
		{Text: ui.T(ctx, "intake.cohorts.step.check"), Done: v.Full.State == cohort.Accepted},
		{Text: ui.T(ctx, "intake.cohorts.step.follow")},
	}
	for i := range list {
		if !list[i].Done {
			list[i].Current = true
			break
		}
	}
	return list
}

// facts are the cohort at a glance; counts that say nothing are left out.
func (v oneView) facts(ctx context.Context) []ui.Definition {
	n := v.Full.Counts
	list := []ui.Definition{{Term: ui.T(ctx, "intake.cohorts.state"), Body: ui.Badge(stateTone(v.Full.State), ui.T(ctx, "intake.cohorts.state."+string(v.Full.State)))}}
	if v.Partner != "" {
		list = append(list, ui.Definition{Term: ui.T(ctx, "intake.cohorts.partner"), Value: v.Partner})
	}
	if !v.Full.Submitted.IsZero() {
		list = append(list, ui.Definition{Term: ui.T(ctx, "intake.cohorts.submitted-on"), Value: ui.Date(ctx, v.Full.Submitted)})
	}
	for _, x := range []struct {
		id string
		n  int
		of bool
	}{
		{"people", n.Rows, true},
		{"result.create", n.Create, v.MayWrite},
		{"result.update", n.Update, v.MayWrite},
		{"result.same", n.Same, v.MayWrite},
		{"result.error", n.Faulty, v.MayWrite},
		{"warned", n.Warned, n.Warned > 0},
		{"accepted", n.Accepted, n.Accepted > 0},
		{"sent-back", n.SentBack, n.SentBack > 0},
		{"undecided", n.Undecided, v.Full.State == cohort.Submitted},
	} {
		if x.of {
			list = append(list, ui.Definition{Term: ui.T(ctx, "intake.cohorts."+x.id), Value: ui.Number(ctx, x.n)})
		}
	}
	return list
}

// wrong is the table of what stands in the way: rows with faults and people whom the City sent back.
func (v oneView) wrong(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.cohorts.to-mend"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.cohorts.name")}, {Text: ui.T(ctx, "intake.cohorts.ref")}, {Text: ui.T(ctx, "intake.cohorts.what-to-do")},
	}}
	for _, r := range v.Full.Rows {
		texts := findingTexts(ctx, cohort.Wrong(r.Findings))
		if r.Decision == cohort.SentBack {
			texts = append(texts, ui.T(ctx, "intake.cohorts.sent-back-because", "Reason", r.Reason))
		}
		if len(texts) > 0 {
			t.Rows = append(t.Rows, []ui.Cell{{Text: v.nameOf(ctx, r), Href: atRow(v.Full.Cohort, r.ID)}, {Text: r.Cells[cohort.Ref]}, {Body: textList(texts)}})
		}
	}
	return t
}

func (v oneView) nameOf(ctx context.Context, r cohort.Row) string {
	if name := r.Name(); name != "" {
		return name
	}
	return ui.T(ctx, "intake.cohorts.line", "N", ui.Number(ctx, r.Number))
}

// people is the table of everybody.
func (v oneView) people(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.cohorts.people"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.cohorts.name")}, {Text: ui.T(ctx, "intake.cohorts.ref")}, {Text: ui.T(ctx, "intake.cohorts.standing")},
	}}
	followed := v.Full.Counts.Accepted > 0
	if !followed {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "intake.cohorts.warnings")})
	}
	if followed && v.Standings != nil {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "intake.cohorts.stage")})
	}
	if followed {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "intake.cohorts.paper")})
	}
	for _, r := range v.Full.Rows {
		row := []ui.Cell{{Text: v.nameOf(ctx, r), Href: atRow(v.Full.Cohort, r.ID)}, {Text: r.Cells[cohort.Ref]}, {Body: v.badge(ctx, r)}}
		if !followed {
			row = append(row, ui.Cell{Body: textList(findingTexts(ctx, cohort.Warnings(r.Findings)))})
		}
		if followed && v.Standings != nil {
			row = append(row, ui.Cell{Text: v.stage(ctx, r)})
		}
		if followed {
			row = append(row, ui.Cell{Text: v.due(ctx, r)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (v oneView) stage(ctx context.Context, r cohort.Row) string {
	s, ok := v.Standings[r.Person]
	if !ok || r.Person == "" {
		return ""
	}
	text := s.Stage
	if id := "intake.cohorts.stage." + s.Stage; ui.Has(ctx, id) {
		text = ui.T(ctx, id)
	}
	if s.Reason != "" {
		text += ": " + codeText(ctx, "reason", s.Reason)
	}
	if s.NextStep != "" {
		text += ui.T(ctx, "intake.cohorts.next-step", "Step", codeText(ctx, "next-step", s.NextStep))
	}
	if s.Since.IsValid() && !s.Since.IsZero() {
		text += ui.T(ctx, "intake.cohorts.since", "Day", ui.Date(ctx, s.Since))
	}
	return text
}

// codeText puts a code of matching into words; a test makes sure that every code has some.
func codeText(ctx context.Context, kind, code string) string {
	if id := "intake.cohorts." + kind + "." + code; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return code
}

func (v oneView) due(ctx context.Context, r cohort.Row) string {
	due, ok := v.Dues[r.ID]
	if !ok {
		return ""
	}
	text := ui.T(ctx, "intake.cohorts.due."+due.Paper)
	if !due.By.IsZero() {
		text += " – " + ui.T(ctx, "intake.cohorts.due-by", "Day", ui.Date(ctx, due.By))
	}
	if v.Notices[r.ID].Open() && !v.Notices[r.ID].Until.IsZero() {
		text += "; " + ui.T(ctx, "intake.cohorts.notice") + ": " + v.notice(ctx, r)
	}
	return text
}

func (v oneView) code(r cohort.Row) string { return person.Code(r.Person) }

func (v oneView) pending() bool {
	for _, r := range v.Full.Rows {
		if r.ProfilePending {
			return true
		}
	}
	return false
}
