package devissuer_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"go.uber.org/goleak"
	"golang.org/x/oauth2"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/identity/devissuer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const origin = "http://127.0.0.1:8080"

func issuer(t *testing.T) *devissuer.Issuer {
	t.Helper()
	i, err := devissuer.New(devissuer.Options{URL: origin + "/oidc", ClientID: "celav", RedirectURI: origin + "/sign-in/callback"})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func request(t *testing.T, method, path, body string, header ...string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, origin+path, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:50000"
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

func serve(i *devissuer.Issuer, r *http.Request) *httptest.ResponseRecorder {
	out := httptest.NewRecorder()
	i.ServeHTTP(out, r)
	return out
}

func authorize(verifier string, change url.Values) string {
	q := url.Values{
		"client_id": {"celav"}, "redirect_uri": {origin + "/sign-in/callback"}, "response_type": {"code"}, "scope": {"openid"},
		"state": {"st"}, "nonce": {"no"}, "code_challenge": {oauth2.S256ChallengeFromVerifier(verifier)}, "code_challenge_method": {"S256"},
	}
	for k, v := range change {
		q[k] = v
	}
	return "/oidc/authorize?" + q.Encode()
}

var hidden = regexp.MustCompile(`name="id" value="([^"]+)"`)

// code walks through the page and returns the code.
func code(t *testing.T, i *devissuer.Issuer, verifier string) string {
	t.Helper()
	to := serve(i, request(t, "GET", authorize(verifier, nil), "")).Header().Get("Location")
	id := hidden.FindStringSubmatch(serve(i, request(t, "GET", to, "")).Body.String())
	if id == nil {
		t.Fatalf("no form at %s", to)
	}
	chosen := serve(i, request(t, "POST", "/oidc/login", url.Values{"id": {id[1]}, "subject": {"demo-partner"}}.Encode(), "Content-Type", "application/x-www-form-urlencoded"))
	back := strings.TrimPrefix(chosen.Header().Get("Location"), origin)
	u, err := url.Parse(serve(i, request(t, "GET", back, "")).Header().Get("Location"))
	if err != nil || u.Query().Get("state") != "st" {
		t.Fatalf("back at %v, %v", u, err)
	}
	return u.Query().Get("code")
}

func redeem(t *testing.T, i *devissuer.Issuer, code, verifier string) (*oauth2.Token, error) {
	t.Helper()
	ctx := oidc.ClientContext(t.Context(), i.Client())
	provider, err := oidc.NewProvider(ctx, origin+"/oidc")
	if err != nil {
		t.Fatal(err)
	}
	flow := oauth2.Config{ClientID: "celav", Endpoint: provider.Endpoint(), RedirectURL: origin + "/sign-in/callback"}
	return flow.Exchange(ctx, code, oauth2.VerifierOption(verifier))
}

func TestCodeFlow(t *testing.T) {
	i := issuer(t)
	verifier := oauth2.GenerateVerifier()
	one := code(t, i, verifier)
	tokens, err := redeem(t, i, one, verifier)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	ctx := oidc.ClientContext(t.Context(), i.Client())
	provider, err := oidc.NewProvider(ctx, origin+"/oidc")
	if err != nil {
		t.Fatal(err)
	}
	id, err := provider.VerifierContext(ctx, &oidc.Config{ClientID: "celav"}).Verify(ctx, raw)
	if err != nil || id.Subject != "demo-partner" || id.Nonce != "no" {
		t.Errorf("ID token %+v, %v", id, err)
	}
	if _, err := provider.VerifierContext(ctx, &oidc.Config{ClientID: identity.DefaultAudience}).Verify(ctx, raw); err == nil {
		t.Error("the ID token is meant for the API too")
	}
	if _, err := redeem(t, i, one, verifier); err == nil {
		t.Error("a code worked twice")
	}
	if _, err := redeem(t, i, code(t, i, verifier), oauth2.GenerateVerifier()); err == nil {
		t.Error("a code worked with another verifier")
	}
}

func TestRefusals(t *testing.T) {
	i := issuer(t)
	for what, change := range map[string]url.Values{
		"no PKCE":          {"code_challenge": nil, "code_challenge_method": nil},
		"plain PKCE":       {"code_challenge_method": {"plain"}},
		"another client":   {"client_id": {"other"}},
		"another way home": {"redirect_uri": {"https://evil.example/"}},
		"implicit flow":    {"response_type": {"id_token"}},
	} {
		out := serve(i, request(t, "GET", authorize(oauth2.GenerateVerifier(), change), ""))
		to, _ := url.Parse(out.Header().Get("Location"))
		if out.Code < 400 && to.Query().Get("error") == "" && !strings.Contains(to.Fragment, "error=") || strings.Contains(to.Host, "evil") {
			t.Errorf("%s: %d %s", what, out.Code, to)
		}
	}
	for what, form := range map[string]url.Values{"no sign-in": {"id": {"x"}, "subject": {"demo-partner"}}, "nothing": {}} {
		if out := serve(i, request(t, "POST", "/oidc/login", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")); out.Code != http.StatusGone {
			t.Errorf("%s: %d", what, out.Code)
		}
	}
	if out := serve(i, request(t, "POST", "/oidc/login", "", "Sec-Fetch-Site", "cross-site")); out.Code != http.StatusForbidden {
		t.Errorf("a form of another site: %d", out.Code)
	}
}

func TestPageInFourLanguages(t *testing.T) {
	i := issuer(t)
	for language, want := range map[string]string{
		"it": `<html lang="it" dir="ltr">`, "en-GB,fr;q=0.5": `<html lang="en" dir="ltr">`, "fr-MA": `<html lang="fr" dir="ltr">`,
		"ar-TN": `<html lang="ar" dir="rtl">`, "de": `<html lang="it" dir="ltr">`, "": `<html lang="it" dir="ltr">`,
	} {
		to := serve(i, request(t, "GET", authorize("v", nil), "")).Header().Get("Location")
		out := serve(i, request(t, "GET", to, "", "Accept-Language", language))
		page := out.Body.String()
		if !strings.Contains(page, want) {
			t.Errorf("Accept-Language %q: %.60s", language, page)
		}
		for _, u := range devissuer.Users() {
			if !strings.Contains(page, `value="`+u.Subject+`"><strong>`) || strings.Contains(page, "<strong></strong>") || strings.Contains(page, "<span></span>") {
				t.Errorf("%s lacks %s", want, u.Subject)
			}
		}
		if policy := out.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(page, "style=") {
			t.Errorf("policy %q", policy)
		}
	}
	to := serve(i, request(t, "GET", authorize("v", url.Values{"ui_locales": {"fr"}}), "")).Header().Get("Location")
	if page := serve(i, request(t, "GET", to, "", "Accept-Language", "en")).Body.String(); !strings.Contains(page, `lang="fr"`) {
		t.Error("the language of the page before is not taken over")
	}
	if page := serve(i, request(t, "GET", to+"&language=ar", "")).Body.String(); !strings.Contains(page, `dir="rtl"`) {
		t.Error("the language cannot be chosen")
	}
	if out := serve(i, request(t, "GET", "/oidc/login.css", "")); out.Code != http.StatusOK || out.Body.Len() == 0 {
		t.Errorf("style sheet: %d", out.Code)
	}
}

func TestTokenForProgramsHere(t *testing.T) {
	i := issuer(t)
	ask := func(change func(*http.Request)) *httptest.ResponseRecorder {
		r := request(t, "POST", "/oidc/token-for", `{"as":"operator"}`)
		change(r)
		return serve(i, r)
	}
	var answer struct {
		Token string
	}
	out := ask(func(*http.Request) {})
	if err := json.NewDecoder(out.Body).Decode(&answer); err != nil || strings.Count(answer.Token, ".") != 2 {
		t.Errorf("%d %+v, %v", out.Code, answer, err)
	}
	for what, change := range map[string]func(*http.Request){
		"another machine": func(r *http.Request) { r.RemoteAddr = "192.0.2.7:4000" },
		"no address":      func(r *http.Request) { r.RemoteAddr = "" },
		"a browser":       func(r *http.Request) { r.Header.Set("Origin", origin) },
		"a proxy":         func(r *http.Request) { r.Header.Set("X-Forwarded-For", "192.0.2.7") },
		"another proxy":   func(r *http.Request) { r.Header.Set("Forwarded", "for=192.0.2.7") },
	} {
		if out := ask(change); out.Code != http.StatusForbidden {
			t.Errorf("%s: %d", what, out.Code)
		}
	}
	inside, err := i.Client().Post(origin+"/oidc/token-for", "application/json", bytes.NewReader([]byte(`{"as":"demo-counsellor-2"}`)))
	if err != nil {
		t.Fatal(err)
	}
	defer inside.Body.Close()
	if body, err := io.ReadAll(inside.Body); err != nil || inside.StatusCode != http.StatusOK || !bytes.Contains(body, []byte("token")) {
		t.Errorf("inside the process: %d %s, %v", inside.StatusCode, body, err)
	}
	if r, err := i.Client().Get("http://elsewhere.example/"); err == nil {
		r.Body.Close()
		t.Error("the in-process client reaches elsewhere")
	}
}
