package identity

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/celav/celav/pkg/fault"
)

// attempt is what must be remembered between leaving for the issuer and coming back.
type attempt struct {
	Nonce, Verifier, Return string
}

// SignIn sends the browser to the issuer, from a link `GET /sign-in?next=/path&language=it`.
// Whoever is signed in already goes straight on.
func (i *Identity) SignIn(w http.ResponseWriter, r *http.Request) error {
	back := localPath(r.URL.Query().Get("next"))
	if p, err := i.sessionPrincipal(r); err == nil && !p.Nobody() {
		http.Redirect(w, r, back, http.StatusSeeOther)
		return nil
	}
	provider, err := i.issuer.discover(r.Context())
	if err != nil {
		return err
	}
	ctx, err := load(r, i.pending)
	if err != nil {
		return err
	}
	if len(i.pending.Keys(ctx)) >= 8 { // as many tabs at once
		for _, k := range i.pending.Keys(ctx) {
			i.pending.Remove(ctx, k)
		}
	}
	state := rand.Text()
	a := attempt{Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Return: back}
	kept, err := json.Marshal(a)
	if err != nil {
		return err
	}
	i.pending.Put(ctx, state, string(kept))
	if err := save(ctx, w, i.pending); err != nil {
		return err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)}
	if language := r.URL.Query().Get("language"); len(language) == 2 {
		options = append(options, oauth2.SetAuthURLParam("ui_locales", language))
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, i.issuer.flow(provider).AuthCodeURL(state, options...), http.StatusSeeOther)
	return nil
}

// Callback receives the browser from the issuer at `GET /sign-in/callback`, checks state, nonce, PKCE and
// the ID token, and opens a session under a new token.
func (i *Identity) Callback(w http.ResponseWriter, r *http.Request) error {
	ctx, err := load(r, i.pending)
	if err != nil {
		return err
	}
	query := r.URL.Query()
	var a attempt
	if kept := i.pending.PopString(ctx, query.Get("state")); kept == "" || json.Unmarshal([]byte(kept), &a) != nil {
		return fault.New(fault.Unauthenticated, "This sign-in has expired or was started in another browser. Start again.")
	}
	if err := save(ctx, w, i.pending); err != nil {
		return err
	}
	if query.Get("error") != "" || query.Get("code") == "" {
		return fault.New(fault.Unauthenticated, "The identity provider did not complete the sign-in. Start again.")
	}
	if sent := query.Get("iss"); sent != "" && sent != i.issuer.URL { // RFC 9207: an answer of another issuer
		return fault.New(fault.Unauthenticated, "The sign-in was answered by another identity provider.")
	}
	subject, err := i.redeem(r, query.Get("code"), a)
	if err != nil {
		return err
	}
	session, err := i.sessions.Load(r.Context(), "") // a new token: what was set before sign-in is not taken on
	if err != nil {
		return err
	}
	i.sessions.Put(session, subjectKey, subject)
	if err := save(session, w, i.sessions); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, a.Return, http.StatusSeeOther)
	return nil
}

// redeem exchanges the code and returns the subject of a verified ID token.
func (i *Identity) redeem(r *http.Request, code string, a attempt) (string, error) {
	provider, err := i.issuer.discover(r.Context())
	if err != nil {
		return "", err
	}
	ctx := oidc.ClientContext(r.Context(), i.issuer.Client)
	tokens, err := i.issuer.flow(provider).Exchange(ctx, code, oauth2.VerifierOption(a.Verifier))
	if err != nil {
		var refused *oauth2.RetrieveError
		if errors.As(err, &refused) && refused.Response.StatusCode < http.StatusInternalServerError {
			return "", fault.New(fault.Unauthenticated, "The identity provider did not accept the sign-in. Start again.").Because(errors.New("token endpoint: " + refused.ErrorCode))
		}
		return "", unreachable(err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	id, err := provider.VerifierContext(ctx, &oidc.Config{ClientID: i.issuer.ClientID, Now: i.now}).Verify(ctx, raw)
	if err != nil {
		return "", fault.New(fault.Unauthenticated, "The identity provider's answer is not valid. Start again.").Because(err)
	}
	if id.Nonce != a.Nonce || foreign(id.Subject) != nil {
		return "", fault.New(fault.Unauthenticated, "The identity provider's answer belongs to another sign-in. Start again.")
	}
	return id.Subject, nil
}

// SignOut ends the session, from a form `POST /sign-out`, and goes to the page of that name. The issuer's own
// session is ended by a link to IssuerSignOut there, since a form may not lead to another origin.
func (i *Identity) SignOut(w http.ResponseWriter, r *http.Request) error {
	ctx, err := load(r, i.sessions)
	if err != nil {
		return err
	}
	if err := i.sessions.Destroy(ctx); err != nil {
		return fault.New(fault.Unavailable, "You could not be signed out. Try again in a moment.").Because(err)
	}
	if err := save(ctx, w, i.sessions); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Clear-Site-Data", `"cache"`)
	http.Redirect(w, r, "/sign-out", http.StatusSeeOther)
	return nil
}

// IssuerSignOut returns where a link ends the issuer's own session and comes back to the first page; empty
// when the issuer offers no such thing, or keeps no session, as the development provider.
func (i *Identity) IssuerSignOut(ctx context.Context) (string, error) {
	if i.issuer.Development {
		return "", nil
	}
	provider, err := i.issuer.discover(ctx)
	if err != nil {
		return "", err
	}
	var offered struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := provider.Claims(&offered); err != nil {
		return "", unreachable(err)
	}
	to, err := url.Parse(offered.EndSession)
	if err != nil || to.Host == "" {
		return "", nil // an issuer that names nothing usable offers nothing
	}
	q := to.Query()
	q.Set("client_id", i.issuer.ClientID)
	q.Set("post_logout_redirect_uri", i.public.String()+"/")
	to.RawQuery = q.Encode()
	return to.String(), nil
}

// localPath accepts a path of this origin to return to; everything else becomes the first page, so that a
// sign-in link cannot send people to another site.
func localPath(raw string) string {
	if len(raw) > 2000 || !strings.HasPrefix(raw, "/") || strings.HasPrefix(raw, "//") || strings.HasPrefix(raw, "/sign-") {
		return "/"
	}
	for _, c := range raw {
		if c == '\\' || c < ' ' || c == 0x7f {
			return "/"
		}
	}
	return raw
}
