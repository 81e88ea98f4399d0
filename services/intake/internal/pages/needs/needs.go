// Package needs holds the pages on a person's needs and obstacles: what everybody who works on the file sees, the
// practical constraints, and what the team keeps to itself.
package needs

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"slices"
	"strconv"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/needs"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/registration"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for these pages.
type Pages struct {
	Desk    *registration.Desk
	Members *registration.Members
}

// staffNames is what colleagues are called, by subject.
type staffNames map[string]string

// of names a colleague; whoever is not on the staff any more stays with the subject that is on record.
func (n staffNames) of(subject string) string {
	if n[subject] == "" {
		return subject
	}
	return n[subject]
}

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/people/:id/needs", identity.NeedRead, p.list)
	r.Page(http.MethodPost, "/people/:id/needs", identity.NeedWrite, p.note)
	r.Page(http.MethodGet, "/people/:id/needs/:need", identity.NeedWrite, p.edit)
	r.Page(http.MethodPost, "/people/:id/needs/:need", identity.NeedWrite, p.save)
	r.Page(http.MethodPost, "/people/:id/constraints", identity.NeedWrite, p.constraints)
	r.Page(http.MethodGet, "/people/:id/reserved", identity.ReservedOpen, p.reserved)
	r.Page(http.MethodPost, "/people/:id/reserved/open", identity.ReservedOpen, p.open)
	r.Page(http.MethodPost, "/people/:id/reserved", identity.ReservedOpen, p.noteReserved)
	r.Page(http.MethodGet, "/people/:id/reserved/:need", identity.ReservedOpen, p.editReserved)
	r.Page(http.MethodPost, "/people/:id/reserved/:need", identity.ReservedOpen, p.saveReserved)
}

// form is what was typed about a need.
type form struct {
	Key, Code, State, Note, ExpiresOn, Reason string
	Version                                   int64
}

// listView is everything that is known about somebody's needs.
type listView struct {
	Person      person.Person
	Facts       []needs.Fact
	Names       staffNames
	Today       civil.Date
	MayWrite    bool
	MayReserved bool // the caller is of the team that may open the reserved facts
	InTeam      bool // the caller belongs to the team, and may not open them
	Typed       form
	Errors      ui.Errors
	Constraints []string
	Version     int64
	Conflict    bool
}

func (p *Pages) view(ctx context.Context, id string) (listView, error) {
	one, list, err := p.Desk.Needs(ctx, id)
	if err != nil {
		return listView{}, err
	}
	who, _ := identity.From(ctx)
	inTeam := who.Team != "" && who.Team == one.Team
	v := listView{
		Person: one, Facts: list, Today: p.Desk.Today(), Constraints: one.Constraints, Version: one.Version,
		MayWrite:    p.Desk.May(ctx, one, identity.NeedWrite),
		MayReserved: inTeam && p.Desk.May(ctx, one, identity.ReservedOpen),
	}
	v.InTeam = inTeam && !v.MayReserved
	if v.Names, err = p.Members.Names(ctx); err != nil {
		return listView{}, err
	}
	v.Typed.Key, err = newKey()
	return v, err
}

func newKey() (string, error) {
	key, err := uuid.NewV7()
	if err != nil {
		return "", err //nolint:wrapcheck // there is no more to say
	}
	return key.String(), nil
}

func (p *Pages) list(c echo.Context) error {
	v, err := p.view(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, listPage(v))
}

func typed(r *http.Request) form {
	version, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		version = -1 // nothing has it: the form is answered like one that is out of date
	}
	return form{
		Key: r.PostFormValue("key"), Code: r.PostFormValue("code"), State: r.PostFormValue("state"), Note: r.PostFormValue("note"),
		ExpiresOn: r.PostFormValue("expiresOn"), Reason: r.PostFormValue("reason"), Version: version,
	}
}

// fact reads the form; a date that is none is a fault of its field.
func (f form) fact(id string) (needs.Fact, error) {
	out := needs.Fact{ID: id, Version: f.Version, Code: needs.Code(f.Code), State: needs.State(f.State), Note: f.Note}
	if f.ExpiresOn == "" {
		return out, nil
	}
	day, err := civil.ParseDate(f.ExpiresOn)
	if err != nil {
		var bad fault.Violations
		bad.Add("/expiresOn", "date", "This is no date.")
		return out, bad.Err()
	}
	out.ExpiresOn = day
	return out, nil
}

func (p *Pages) note(c echo.Context) error {
	ctx, id, f := c.Request().Context(), c.Param("id"), typed(c.Request())
	fact, err := f.fact(f.Key)
	if err == nil {
		_, err = p.Desk.NoteNeed(ctx, id, fact)
	}
	if err == nil {
		return web.See(c, "/intake/people/"+id+"/needs")
	}
	errs := ui.FormErrors(ctx, err)
	if !errs.Any() {
		return err
	}
	v, err := p.view(ctx, id)
	if err != nil {
		return err
	}
	v.Typed, v.Errors = f, errs
	return web.Render(c, http.StatusUnprocessableEntity, listPage(v))
}

func (p *Pages) constraints(c echo.Context) error {
	ctx, id, r := c.Request().Context(), c.Param("id"), c.Request()
	f := typed(r)
	codes := r.PostForm["constraints"]
	_, err := p.Desk.SetConstraints(ctx, id, f.Version, codes)
	if err == nil {
		return web.See(c, "/intake/people/"+id+"/needs")
	}
	errs := ui.FormErrors(ctx, err)
	if !errs.Any() && !fault.Is(err, fault.Conflict) {
		return err
	}
	v, again := p.view(ctx, id)
	if again != nil {
		return again
	}
	v.Errors, v.Conflict, v.Constraints = errs, fault.Is(err, fault.Conflict), codes
	return web.Render(c, status(v.Conflict), listPage(v))
}

func status(conflict bool) int {
	if conflict {
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

// editView is one need, to be changed or taken out.
type editView struct {
	Person   person.Person
	Fact     needs.Fact
	Names    staffNames
	Today    civil.Date
	Typed    form
	Errors   ui.Errors
	Conflict bool
	// Path is the list's, Above the message that names it.
	Path, Above string
}

// of says to which list the need belongs.
func (v editView) of(list, above string) editView {
	v.Path, v.Above = "/intake/people/"+v.Person.ID+"/"+list, above
	return v
}

func (p *Pages) edit(c echo.Context) error {
	ctx := c.Request().Context()
	one, f, err := p.Desk.Need(ctx, c.Param("id"), c.Param("need"))
	if err != nil {
		return err
	}
	if !p.Desk.May(ctx, one, identity.NeedWrite) {
		return fault.New(fault.Forbidden, "You may not change this file.")
	}
	called, err := p.Members.Names(ctx)
	if err != nil {
		return err
	}
	v := editView{Person: one, Fact: f, Names: called, Today: p.Desk.Today(), Typed: formOf(f, p.Desk.Today())}
	return web.Render(c, http.StatusOK, editPage(v.of("needs", "intake.needs.title")))
}

// formOf offers a new end for what has expired: confirming is one click.
func formOf(f needs.Fact, today civil.Date) form {
	expires := f.ExpiresOn
	if f.Expired(today) {
		expires = today.AddDays(needs.DefaultDays)
	}
	return form{Code: string(f.Code), State: string(f.State), Note: f.Note, ExpiresOn: expires.String(), Version: f.Version}
}

func (p *Pages) save(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	id, need, f := c.Param("id"), c.Param("need"), typed(r)
	var err error
	if r.PostFormValue("act") == "remove" {
		err = p.Desk.RemoveNeed(ctx, id, need, f.Version, f.Reason)
	} else {
		var fact needs.Fact
		if fact, err = f.fact(need); err == nil {
			err = p.Desk.ChangeNeed(ctx, id, fact)
		}
	}
	if err == nil {
		return web.See(c, "/intake/people/"+id+"/needs")
	}
	errs := ui.FormErrors(ctx, err)
	conflict := fault.Is(err, fault.Conflict)
	if !errs.Any() && !conflict {
		return err
	}
	one, now, again := p.Desk.Need(ctx, id, need)
	if again != nil {
		return again
	}
	called, again := p.Members.Names(ctx)
	if again != nil {
		return again
	}
	v := editView{Person: one, Fact: now, Names: called, Today: p.Desk.Today(), Typed: f, Errors: errs, Conflict: conflict}
	if conflict {
		v.Typed.Version = now.Version
	}
	return web.Render(c, status(conflict), editPage(v.of("needs", "intake.needs.title")))
}

func codeOptions(ctx context.Context, codes []needs.Code) []ui.Option {
	var list []ui.Option
	for _, code := range codes {
		list = append(list, ui.Option{Value: string(code), Label: ui.T(ctx, "intake.needs.code."+string(code))})
	}
	return list
}

func stateOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, s := range needs.States() {
		list = append(list, ui.Option{Value: string(s), Label: ui.T(ctx, "intake.needs.state."+string(s))})
	}
	return list
}

func reasonOptions(ctx context.Context, reasons []string, prefix string) []ui.Option {
	var list []ui.Option
	for _, r := range reasons {
		list = append(list, ui.Option{Value: r, Label: ui.T(ctx, prefix+r)})
	}
	return list
}

func constraintOptions(ctx context.Context) []ui.Option {
	return reasonOptions(ctx, needs.Constraints(), "intake.needs.constraint.")
}

func stateTone(s needs.State) ui.Tone {
	switch s {
	case needs.Resolved:
		return ui.Good
	case needs.Working:
		return ui.Info
	default:
		return ui.Neutral
	}
}

func crumbs(ctx context.Context, id string) []ui.Link {
	list := []ui.Link{}
	if who, _ := identity.From(ctx); identity.May(who, identity.PersonList) == nil {
		list = append(list, ui.Link{Text: ui.T(ctx, "intake.people.title"), Href: "/intake/people"})
	}
	return append(list, ui.Link{Text: ui.T(ctx, "ui.file.file"), Href: "/intake/people/" + id})
}

// ordered puts what is to be done first: expired, open, being worked on, resolved.
func (v listView) ordered() []needs.Fact {
	rank := func(f needs.Fact) int {
		if f.Expired(v.Today) {
			return -1
		}
		return slices.Index(needs.States(), f.State)
	}
	list := slices.Clone(v.Facts)
	slices.SortStableFunc(list, func(a, b needs.Fact) int { return rank(a) - rank(b) })
	return list
}
