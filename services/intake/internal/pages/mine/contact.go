package mine

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/person"
)

// contactView is the form in which the person says how to be reached.
type contactView struct {
	Version  int64
	Contact  person.Contact
	Language string
	Errors   ui.Errors
	// Now is how it stands, when somebody else changed the file in the meantime.
	Now *person.Person
}

func (p *Pages) contact(c echo.Context) error {
	file, err := p.Desk.Own(c.Request().Context())
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, contactPage(contactView{Version: file.Version, Contact: file.Contact, Language: file.Language}))
}

func (p *Pages) saveContact(c echo.Context) error {
	r := c.Request()
	ctx := r.Context()
	file, err := p.Desk.Own(ctx)
	if err != nil {
		return err
	}
	v := contactView{
		Version: version(r), Language: r.PostFormValue("language"),
		Contact: person.Contact{Channel: person.Channel(r.PostFormValue("contact.channel")), Value: r.PostFormValue("contact.value")},
	}
	_, err = p.Desk.SetOwnContact(ctx, file.ID, v.Version, v.Contact, v.Language)
	if err == nil {
		return web.See(c, Home+"/data")
	}
	v.Errors = ui.FormErrors(ctx, err)
	conflict := fault.Is(err, fault.Conflict)
	if !v.Errors.Any() && !conflict {
		return err
	}
	if conflict {
		v.Version, v.Now = file.Version, &file
	}
	return web.Render(c, conflictOr422(conflict), contactPage(v))
}

func (v contactView) channels(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, c := range person.Channels() {
		list = append(list, ui.Option{Value: string(c), Label: ui.T(ctx, "intake.channel."+string(c))})
	}
	return list
}

func (v contactView) languages(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, tag := range person.Languages() {
		list = append(list, ui.Option{Value: tag, Label: ui.T(ctx, "intake.language."+tag)})
	}
	return list
}

func (v contactView) now(ctx context.Context) []ui.Definition {
	return []ui.Definition{
		{Term: ui.T(ctx, "intake.channel."+string(v.Now.Contact.Channel)), Value: v.Now.Contact.Value},
		{Term: ui.T(ctx, "intake.mine.contact.language"), Value: ui.T(ctx, "intake.language."+v.Now.Language)},
	}
}
