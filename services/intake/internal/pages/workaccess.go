package pages

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/registration"
)

// workAccessView is somebody's papers and the line of time that follows from them.
type workAccessView struct {
	Access   registration.WorkAccess
	Version  int64
	Typed    map[string]string // of the form that comes back
	Errors   ui.Errors
	Conflict bool
	MayWrite bool
	Today    civil.Date
}

func (p *Pages) workAccess(c echo.Context) error {
	v, err := p.workAccessView(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	v.Typed["birthDate"] = dateText(v.Access.File.BirthDate)
	return web.Render(c, http.StatusOK, workAccessPage(v))
}

func (p *Pages) workAccessView(ctx context.Context, id string) (workAccessView, error) {
	access, err := p.Desk.WorkAccess(ctx, id)
	if err != nil {
		return workAccessView{}, err
	}
	return workAccessView{
		Access: access, Version: access.Person.Version, Typed: map[string]string{}, Today: p.Desk.Today(),
		MayWrite: p.Desk.May(ctx, access.Person, identity.WorkAccessWrite),
	}, nil
}

// documentFields are the dates of a document's form.
func documentFields() []string {
	return []string{"issuedOn", "expiresOn", "lodgedOn", "requestedOn", "enteredOn"}
}

// saveWorkAccess adds or removes a document, or sets the date of birth: what the button says.
func (p *Pages) saveWorkAccess(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	id := c.Param("id")
	v, err := p.workAccessView(ctx, id)
	if err != nil {
		return err
	}
	file, prefix, err := change(r, v.Access.File)
	if err == nil {
		err = p.Desk.SetWorkAccess(ctx, id, version(r), file)
	}
	if err == nil {
		return web.See(c, "/intake/people/"+id+"/work-access")
	}
	v.Errors = ui.FormErrors(ctx, stripped(err, prefix))
	v.Conflict = fault.Is(err, fault.Conflict)
	if !v.Errors.Any() && !v.Conflict {
		return err
	}
	v.Typed["birthDate"] = dateText(v.Access.File.BirthDate)
	for _, name := range append(documentFields(), "kind", "procedure", "decision", "birthDate") {
		if r.PostForm.Has(name) {
			v.Typed[name] = r.PostFormValue(name)
		}
	}
	return web.Render(c, status(v.Conflict), workAccessPage(v))
}

// change returns the papers as the form wants them, and the pointer of the document that it adds.
func change(r *http.Request, file person.WorkFile) (person.WorkFile, string, error) {
	var bad fault.Violations
	switch r.PostFormValue("act") {
	case "remove":
		n, err := strconv.Atoi(r.PostFormValue("document"))
		if err != nil || n < 0 || n >= len(file.Documents) {
			return file, "", fault.New(fault.Conflict, "Somebody else changed this file in the meantime.")
		}
		file.Documents = slices.Delete(slices.Clone(file.Documents), n, n+1)
	case "birth":
		file.BirthDate = typedDate(r, "birthDate", "/birthDate", &bad)
	default:
		d := policy.Document{
			Kind: policy.DocumentKind(r.PostFormValue("kind")), Procedure: policy.Procedure(r.PostFormValue("procedure")),
			Decision: policy.AsylumDecision(r.PostFormValue("decision")),
		}
		for field, date := range map[string]*civil.Date{
			"issuedOn": &d.IssuedOn, "expiresOn": &d.ExpiresOn, "lodgedOn": &d.LodgedOn, "requestedOn": &d.RequestedOn, "enteredOn": &d.EnteredOn,
		} {
			*date = typedDate(r, field, "/"+field, &bad)
		}
		prefix := fmt.Sprintf("/documents/%d", len(file.Documents))
		file.Documents = append(slices.Clone(file.Documents), d)
		return file, prefix, bad.Err()
	}
	return file, "", bad.Err()
}

// stripped makes the pointers of the added document those of the form's fields.
func stripped(err error, prefix string) error {
	f, ok := err.(*fault.Error) //nolint:errorlint // the domain returns it bare
	if !ok || prefix == "" {
		return err
	}
	out := *f
	out.Violations = nil
	for _, v := range f.Violations {
		v.Pointer = strings.TrimPrefix(v.Pointer, prefix)
		out.Violations = append(out.Violations, v)
	}
	return &out
}

func dateText(d civil.Date) string {
	if d == (civil.Date{}) {
		return ""
	}
	return d.String()
}

func kindOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, k := range policy.DocumentKinds() {
		list = append(list, ui.Option{Value: string(k), Label: ui.T(ctx, "intake.document."+string(k))})
	}
	return list
}

func procedureOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, k := range person.Procedures() {
		list = append(list, ui.Option{Value: string(k), Label: ui.T(ctx, "intake.procedure."+string(k))})
	}
	return list
}

func decisionOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, k := range person.Decisions() {
		list = append(list, ui.Option{Value: string(k), Label: ui.T(ctx, "intake.decision."+string(k))})
	}
	return list
}

// hint returns a text that only some fields have.
func hint(ctx context.Context, id string) string {
	if !ui.Has(ctx, id) {
		return ""
	}
	return ui.T(ctx, id)
}
