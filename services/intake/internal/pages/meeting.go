package pages

import (
	"context"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/registration"
)

// meetingView is the form of a first meeting, new or to be corrected.
type meetingView struct {
	Typed    person.FirstMeeting
	Declared person.Declared
	State    person.State // only when a file is corrected
	Team     string
	Teams    []registration.Team // to choose from; empty for who has a team of their own
	Key      string
	Errors   ui.Errors
	Alike    []registration.Duplicate
	Codes    map[string]string // team id -> code, for the duplicates

	// Of a file that is corrected.
	ID       string
	Version  int64
	Conflict bool
	Now      []ui.Definition // the file as it stands, when somebody else changed it
}

func (p *Pages) newPerson(c echo.Context) error {
	ctx := c.Request().Context()
	key, err := uuid.NewRandom()
	if err != nil {
		return err //nolint:wrapcheck // there is no more to say
	}
	teams, err := p.choosable(ctx)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, newPersonPage(meetingView{Key: key.String(), Teams: teams, Typed: person.FirstMeeting{Language: "it"}}))
}

// choosable returns the teams that the caller may make a file for, when there is a choice.
func (p *Pages) choosable(ctx context.Context) ([]registration.Team, error) {
	who, _ := identity.From(ctx)
	if len(identity.Scopes(who, identity.PersonCreate)) == 0 || identity.Scopes(who, identity.PersonCreate)[0] != identity.Any {
		return nil, nil
	}
	return p.Members.Teams(ctx)
}

func typedMeeting(r *http.Request) person.FirstMeeting {
	return person.FirstMeeting{
		Name:     r.PostFormValue("name"),
		Contact:  person.Contact{Channel: person.Channel(r.PostFormValue("contact.channel")), Value: r.PostFormValue("contact.value")},
		Language: r.PostFormValue("language"),
		Request:  strings.ReplaceAll(r.PostFormValue("request"), "\r\n", "\n"),
	}
}

func (p *Pages) create(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	view := meetingView{Typed: typedMeeting(r), Team: r.PostFormValue("team"), Key: r.PostFormValue("key")}
	view.Declared = person.Declared{Unemployed: person.Answer(r.PostFormValue("unemployed")), InMilan: person.Answer(r.PostFormValue("inMilan"))}
	made, alike, err := p.Desk.Meet(ctx, registration.Meeting{
		FirstMeeting: view.Typed, Declared: view.Declared, Ask: true, Team: view.Team, Key: view.Key, NotDuplicate: r.PostFormValue("notDuplicate") == "true",
	})
	view.Errors = ui.FormErrors(ctx, err)
	if err != nil && !view.Errors.Any() {
		return err
	}
	if err == nil && len(alike) == 0 {
		if made.Declared.Elsewhere() { // the meeting ends in a referral
			return web.See(c, "/intake/people/"+made.ID+"/referrals/new?reason="+string(referral.NotOurs))
		}
		return web.See(c, "/intake/people/"+made.ID)
	}
	view.Alike = alike
	if view.Teams, err = p.choosable(ctx); err != nil {
		return err
	}
	if view.Codes, err = p.teamCodes(ctx); err != nil {
		return err
	}
	return web.Render(c, http.StatusUnprocessableEntity, newPersonPage(view))
}

func (v meetingView) channels(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, channel := range person.Channels() {
		list = append(list, ui.Option{Value: string(channel), Label: ui.T(ctx, "intake.channel."+string(channel))})
	}
	return list
}

func (v meetingView) languages(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, tag := range person.Languages() {
		list = append(list, ui.Option{Value: tag, Label: languageName(ctx, tag)})
	}
	return list
}

func (v meetingView) teamOptions() []ui.Option {
	var list []ui.Option
	for _, t := range v.Teams {
		label := t.Code
		if t.Label != "" {
			label += " – " + t.Label
		}
		list = append(list, ui.Option{Value: t.ID, Label: label})
	}
	return list
}

func (v meetingView) duplicates(ctx context.Context) ui.Table {
	t := ui.Table{
		Caption: ui.T(ctx, "intake.duplicates.title"), CaptionHidden: true,
		Columns: []ui.Column{{Text: ui.T(ctx, "intake.person.name")}, {Text: ui.T(ctx, "intake.person.code")}, {Text: ui.T(ctx, "intake.person.team")}, {Text: ui.T(ctx, "intake.duplicates.why")}},
	}
	for _, d := range v.Alike {
		first := ui.Cell{Text: ui.T(ctx, "intake.duplicates.elsewhere")}
		if d.Readable {
			first = ui.Cell{Text: d.Name, Href: "/intake/people/" + d.ID}
		}
		var why []string
		if d.SameName {
			why = append(why, ui.T(ctx, "intake.duplicates.name"))
		}
		if d.SameContact {
			why = append(why, ui.T(ctx, "intake.duplicates.contact"))
		}
		t.Rows = append(t.Rows, []ui.Cell{first, {Text: d.Code}, {Text: v.Codes[d.Team]}, {Text: strings.Join(why, ui.Semicolon(ctx))}})
	}
	return t
}
