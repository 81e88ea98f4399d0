package devissuer

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
)

// tokenFor answers `POST token-for {"as":"counsellor"}` with a bearer token for the API. It serves
// programs on the same machine only: not browsers, and not what a proxy passes on.
func (i *Issuer) tokenFor(w http.ResponseWriter, r *http.Request) {
	if !local(r) {
		http.Error(w, "Only for programs on this machine.", http.StatusForbidden)
		return
	}
	var asked struct {
		As string `json:"as"`
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		http.Error(w, `Send {"as":"ROLE"}.`, http.StatusBadRequest)
		return
	}
	token, err := i.AccessToken(asked.As)
	if err != nil {
		http.Error(w, "There is no demo user with this role.", http.StatusUnprocessableEntity)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(map[string]any{"token": token, "expiresIn": int(tokenLife.Seconds())}) // the caller went away
}

// local tells whether a request was made by a program on this machine. Browsers name the origin of a POST,
// proxies name whom they speak for. A connection inside this process has no network address at all.
func local(r *http.Request) bool {
	for _, name := range []string{"Origin", "Sec-Fetch-Site", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	if r.RemoteAddr == "pipe" {
		return true
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback()
}

// Client reaches the issuer inside this process, whatever its URL: in the all-in-one it listens only once
// everything has started. Other addresses fail.
func (i *Issuer) Client() *http.Client {
	at, err := url.Parse(i.url)
	if err != nil {
		return &http.Client{Transport: inProcess{i.Handler, ""}}
	}
	return &http.Client{Transport: inProcess{i.Handler, at.Host}}
}

type inProcess struct {
	handler http.Handler
	host    string
}

// RoundTrip implements http.RoundTripper.
func (t inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != t.host {
		return nil, errors.New("the development provider's client reaches that provider only")
	}
	in := r.Clone(r.Context())
	in.RequestURI, in.RemoteAddr = r.URL.RequestURI(), "pipe"
	if in.Body == nil {
		in.Body = http.NoBody
	}
	out := &answer{header: http.Header{}, status: http.StatusOK}
	t.handler.ServeHTTP(out, in)
	return &http.Response{
		StatusCode: out.status, Status: http.StatusText(out.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: out.header, Body: io.NopCloser(&out.body), ContentLength: int64(out.body.Len()), Request: r,
	}, nil
}

type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader implements http.ResponseWriter.
func (a *answer) WriteHeader(status int) { a.status = status }

// Write implements http.ResponseWriter.
func (a *answer) Write(part []byte) (int, error) { return a.body.Write(part) }
