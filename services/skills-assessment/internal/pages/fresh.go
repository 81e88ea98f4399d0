package pages

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// mostStale is how many things a page asks again at a time.
const mostStale = 12

// stale lists what to ask again.
func (f frame) stale() []profile.Stale {
	if !f.Rights.Write {
		return nil
	}
	return f.Profile.Stale(f.Today, f.Rights.OwnWord)
}

func (f frame) staleFirst() []profile.Stale {
	list := f.stale()
	return list[:min(len(list), mostStale)]
}

// staleName says what it is about.
func (f frame) staleName(ctx context.Context, s profile.Stale) string {
	switch s.Kind {
	case profile.StaleExperience:
		if at := slices.IndexFunc(f.Profile.Experience, func(e profile.Experience) bool { return e.ID == s.Key }); at >= 0 {
			return f.label(f.Profile.Experience[at].Occupation)
		}
	case profile.StaleCertificate:
		if at := slices.IndexFunc(f.Profile.Certificates, func(c profile.Certificate) bool { return c.ID == s.Key }); at >= 0 {
			return f.certificateName(ctx, f.Profile.Certificates[at])
		}
	}
	return f.label(s.Key)
}

func (f frame) staleWhy(ctx context.Context, s profile.Stale) string {
	id := "assessment.stale." + s.Kind
	if s.Kind == profile.StaleCertificate && s.On.Before(f.Today) {
		id = "assessment.stale.expired"
	}
	return ui.T(ctx, id, "Date", ui.DateShort(s.On))
}

// changeAt is where it is changed instead.
func (f frame) changeAt(s profile.Stale) string {
	switch s.Kind {
	case profile.StaleExperience:
		return base(f.Person) + "/experience?key=" + s.Key
	case profile.StaleCertificate:
		return base(f.Person) + "/studies?certificate=" + s.Key
	default:
		return base(f.Person) + "/skills?concept=" + s.Key
	}
}

// confirm says of one thing that it is still true.
func (p *Pages) confirm(c echo.Context) error {
	r, err := form(c)
	if err != nil {
		return err
	}
	id := c.Param("id")
	_, err = p.Desk.Edit(r.Context(), id, func(now profile.Content) (profile.Content, error) {
		return now.Confirmed(r.PostFormValue("kind"), r.PostFormValue("key"), p.Desk.Today()), nil
	})
	if err != nil {
		return err
	}
	return web.See(c, base(id)+"#stale")
}
