package devissuer

import (
	"context"
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/zitadel/oidc/v3/pkg/op"
	"golang.org/x/text/language"
)

//go:embed login.html
var loginHTML string

//go:embed login.css
var loginCSS []byte

//go:embed messages.json
var messagesJSON []byte

// login is the page that lists the demo users.
type login struct {
	store    *storage
	prefix   string
	policy   string
	callback func(context.Context, string) string
	issuer   op.IssuerFromRequest
	page     *template.Template
	messages map[string]map[string]string
	matcher  language.Matcher
}

// languages in the order of language.Matcher's indices.
func languages() []string { return []string{"it", "en", "fr", "ar"} }

func newLogin(store *storage, prefix, redirect string, callback func(context.Context, string) string, provider *op.Provider) (*login, error) {
	l := &login{store: store, prefix: prefix, callback: callback, issuer: provider.IssuerFromRequest}
	if err := json.Unmarshal(messagesJSON, &l.messages); err != nil {
		return nil, err
	}
	page, err := template.New("login").Parse(loginHTML)
	if err != nil {
		return nil, err
	}
	back, err := url.Parse(redirect)
	if err != nil {
		return nil, err
	}
	l.page = page
	l.matcher = language.NewMatcher([]language.Tag{language.Italian, language.English, language.French, language.Arabic})
	// The form's answer redirects to the client, so the client's origin stands in form-action.
	l.policy = "default-src 'none'; style-src 'self'; form-action 'self' " + back.Scheme + "://" + back.Host + "; base-uri 'none'; frame-ancestors 'none'"
	return l, nil
}

// loginPage is what the template shows.
type loginPage struct {
	Lang, Dir, ID, Action, Style string
	Text                         map[string]string
	Users                        []shownUser
	Languages                    []shownLanguage
}

type shownUser struct{ Subject, Label, What string }

type shownLanguage struct{ Tag, Name, URL string }

func (l *login) show(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("id")
	asked, err := l.store.AuthRequestByID(r.Context(), id)
	if err != nil {
		http.Error(w, "This sign-in has expired. Go back and start again.", http.StatusGone)
		return
	}
	lang := l.language(r, asked)
	text := l.messages[lang]
	page := loginPage{Lang: lang, Dir: "ltr", ID: id, Action: l.prefix + "/login", Style: l.prefix + "/login.css", Text: text}
	if lang == "ar" {
		page.Dir = "rtl"
	}
	for _, u := range Users() {
		page.Users = append(page.Users, shownUser{u.Subject, text[u.Subject], text[u.Subject+".what"]})
	}
	for _, tag := range languages() {
		page.Languages = append(page.Languages, shownLanguage{tag, l.messages[tag]["language"], page.Action + "?" + url.Values{"id": {id}, "language": {tag}}.Encode()})
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", l.policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	if err := l.page.Execute(w, page); err != nil {
		return // the browser went away in the middle of the page
	}
}

// language is the one chosen on the page, else the client's wish, else the browser's.
func (l *login) language(r *http.Request, asked op.AuthRequest) string {
	wishes := []string{r.URL.Query().Get("language")}
	if a, ok := asked.(*authRequest); ok {
		for _, tag := range a.asked.UILocales {
			wishes = append(wishes, tag.String())
		}
	}
	wishes = append(wishes, r.Header.Get("Accept-Language"))
	_, index := language.MatchStrings(l.matcher, wishes...)
	return languages()[index]
}

func (l *login) choose(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "The form cannot be read.", http.StatusBadRequest)
		return
	}
	id := r.PostForm.Get("id")
	if err := l.store.choose(id, r.PostForm.Get("subject")); err != nil {
		http.Error(w, "This sign-in has expired. Go back and start again.", http.StatusGone)
		return
	}
	ctx := op.ContextWithIssuer(r.Context(), strings.TrimSuffix(l.issuer(r), "/"))
	http.Redirect(w, r, l.callback(ctx, id), http.StatusSeeOther)
}

func style(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(loginCSS) // the browser went away: nothing to tell it
}
