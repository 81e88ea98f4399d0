// Package referrals is referrals to and from the city's services on pages: a person's, a team's work with them, the
// directory of the services, and the page on which a service answers by its link.
package referrals

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/referrals"
	"github.com/celav/celav/services/intake/internal/registration"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for pages.
type Pages struct {
	Desk    *referrals.Desk
	Members *registration.Members
	Tries   Tries
}

const pageSize = 25

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/referrals", identity.ReferralList, p.work)
	r.Page(http.MethodGet, "/people/:id/referrals", identity.ReferralRead, p.ofPerson)
	r.Page(http.MethodGet, "/people/:id/referrals/new", identity.ReferralWrite, p.newReferral)
	r.Page(http.MethodPost, "/people/:id/referrals/new", identity.ReferralWrite, p.begin)
	r.Page(http.MethodGet, "/people/:id/referrals/:referral", identity.ReferralRead, p.one)
	r.Page(http.MethodPost, "/people/:id/referrals/:referral", identity.ReferralWrite, p.act)
	r.Page(http.MethodGet, "/people/:id/referrals/:referral/edit", identity.ReferralWrite, p.edit)
	r.Page(http.MethodPost, "/people/:id/referrals/:referral/edit", identity.ReferralWrite, p.amend)
	r.Page(http.MethodGet, "/people/:id/referrals/:referral/letter", identity.ReferralRead, p.letter)
	r.Page(http.MethodPost, "/people/:id/referrals/:referral/consent", identity.ReferralWithdraw, p.withdrawConsent)

	r.Page(http.MethodGet, "/city-services", identity.CityServiceRead, p.directory)
	r.Page(http.MethodGet, "/city-services/new", identity.CityServiceWrite, p.newService)
	r.Page(http.MethodPost, "/city-services/new", identity.CityServiceWrite, p.addService)
	r.Page(http.MethodGet, "/city-services/:service", identity.CityServiceRead, p.service)
	r.Page(http.MethodGet, "/city-services/:service/edit", identity.CityServiceWrite, p.editService)
	r.Page(http.MethodPost, "/city-services/:service/edit", identity.CityServiceWrite, p.saveService)

	r.Page(http.MethodGet, "/answers/:token", identity.Public, p.guarded(p.answerPage))
	r.Page(http.MethodPost, "/answers/:token", identity.Public, p.guarded(p.answer))
}

func typed(r *http.Request, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(r.PostFormValue(name), "\r\n", "\n"))
}

// version is the version that a form was made from; one that cannot be read fits nothing.
func version(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func newKey() string {
	key, err := uuid.NewRandom()
	if err != nil {
		return "" // without a key a double click is not noticed; the form still works
	}
	return key.String()
}

func status(conflict bool) int {
	if conflict {
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

// formErrors has texts of its own for what only referrals know.
func formErrors(ctx context.Context, err error) ui.Errors {
	errs := ui.FormErrors(ctx, err)
	for i, e := range errs {
		if id := "intake.referrals.error." + e.Field; ui.Has(ctx, id) {
			errs[i].Text = ui.T(ctx, id)
		}
	}
	return errs
}

func fileCrumbs(ctx context.Context, id string, list bool) []ui.Link {
	var crumbs []ui.Link
	who, _ := identity.From(ctx)
	if who.Person != id {
		crumbs = append(crumbs, ui.Link{Text: ui.T(ctx, "intake.people.title"), Href: "/intake/people"}, ui.Link{Text: ui.T(ctx, "ui.file.file"), Href: "/intake/people/" + id})
	}
	if list {
		crumbs = append(crumbs, ui.Link{Text: ui.T(ctx, "ui.file.referrals"), Href: "/intake/people/" + id + "/referrals"})
	}
	return crumbs
}

func tone(r referral.Referral, overdue bool) ui.Tone {
	switch {
	case overdue, r.State == referral.Refused:
		return ui.Bad
	case r.State == referral.Accepted, r.State == referral.Done:
		return ui.Good
	case r.State == referral.Received:
		return ui.Warn
	case r.Waiting():
		return ui.Info
	default:
		return ui.Neutral
	}
}

func stateText(ctx context.Context, s referral.State) string {
	return ui.T(ctx, "intake.referrals.state."+string(s))
}

// serviceName is the service in the page's language, or that it is not to be told.
func serviceName(ctx context.Context, s referrals.Shown) string {
	if s.Hidden {
		return ui.T(ctx, "intake.referrals.hidden")
	}
	return s.At.Name(ui.Lang(ctx))
}

func languageName(ctx context.Context, tag string) string {
	if id := "intake.language." + tag; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return tag
}

func languageNames(ctx context.Context, tags []string) string {
	names := make([]string, 0, len(tags))
	for _, tag := range tags {
		names = append(names, languageName(ctx, tag))
	}
	return strings.Join(names, ui.Comma(ctx))
}

// options are the choices of a list of codes, with their texts.
func options[T ~string](ctx context.Context, codes []T, prefix string) []ui.Option {
	list := make([]ui.Option, 0, len(codes))
	for _, c := range codes {
		o := ui.Option{Value: string(c), Label: ui.T(ctx, prefix+string(c))}
		if id := prefix + string(c) + ".hint"; ui.Has(ctx, id) {
			o.Hint = ui.T(ctx, id)
		}
		list = append(list, o)
	}
	return list
}

func texts[T ~string](codes []T) []string {
	list := make([]string, 0, len(codes))
	for _, c := range codes {
		list = append(list, string(c))
	}
	return list
}
