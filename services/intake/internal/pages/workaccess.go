package pages

import (
	"context"
	"fmt"
	"net/http"
	"slices"
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
	Terms    []term            // the planned terms, when a start was typed
	Employer policy.View       // what an employer would be told
	Names    map[string]string // what colleagues are called, by subject
	// Edited is the document whose form is shown; the zero one adds a document.
	Edited policy.Document
}

func (p *Pages) workAccess(c echo.Context) error {
	v, err := p.workAccessView(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	v.identity()
	if err := p.plan(c, &v); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, workAccessPage(v))
}

func (p *Pages) workAccessView(ctx context.Context, id string) (workAccessView, error) {
	access, err := p.Desk.WorkAccess(ctx, id)
	if err != nil {
		return workAccessView{}, err
	}
	employer, err := p.Desk.Employer(access)
	if err != nil {
		return workAccessView{}, err
	}
	names, err := p.Members.Names(ctx)
	if err != nil {
		return workAccessView{}, err
	}
	return workAccessView{
		Names: names, Employer: employer, Access: access, Version: access.Person.Version, Typed: map[string]string{}, Today: p.Desk.Today(),
		MayWrite: p.Desk.May(ctx, access.Person, identity.WorkAccessWrite),
	}, nil
}

// identity shows what is known of the person.
func (v workAccessView) identity() {
	v.Typed["birthDate"], v.Typed["taxCode"] = dateText(v.Access.File.BirthDate), v.Access.File.TaxCode
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
		err = p.Desk.SetWorkAccess(ctx, id, version(r), file, r.PostFormValue("removal"))
	}
	if err == nil {
		return web.See(c, "/intake/people/"+id+"/work-access")
	}
	v.Errors = ui.FormErrors(ctx, stripped(err, prefix))
	v.Conflict = fault.Is(err, fault.Conflict)
	if !v.Errors.Any() && !v.Conflict {
		return err
	}
	v.identity()
	for _, name := range append(documentFields(), "kind", "number", "procedure", "decision", "birthDate", "taxCode", "removal") {
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
	case "birth":
		file.BirthDate = typedDate(r, "birthDate", "/birthDate", &bad)
		file.TaxCode = r.PostFormValue("taxCode")
	default:
		d := typedDocument(r, &bad)
		prefix := fmt.Sprintf("/documents/%d", len(file.Documents))
		file.Documents = append(slices.Clone(file.Documents), d)
		return file, prefix, bad.Err()
	}
	return file, "", bad.Err()
}

func typedDocument(r *http.Request, bad *fault.Violations) policy.Document {
	d := policy.Document{
		Number: r.PostFormValue("number"),
		Kind:   policy.DocumentKind(r.PostFormValue("kind")), Procedure: policy.Procedure(r.PostFormValue("procedure")),
		Decision: policy.AsylumDecision(r.PostFormValue("decision")),
	}
	for field, date := range map[string]*civil.Date{
		"issuedOn": &d.IssuedOn, "expiresOn": &d.ExpiresOn, "lodgedOn": &d.LodgedOn, "requestedOn": &d.RequestedOn, "enteredOn": &d.EnteredOn,
	} {
		*date = typedDate(r, field, "/"+field, bad)
	}
	return d
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
	for _, k := range policy.Procedures() {
		list = append(list, ui.Option{Value: string(k), Label: ui.T(ctx, "intake.procedure."+string(k))})
	}
	return list
}

func decisionOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, k := range policy.AsylumDecisions() {
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
