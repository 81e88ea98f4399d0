// Gallery serves every component of pkg/ui on one page, under the pages' own security policy:
//
//	go run ./pkg/ui/gallery -addr 127.0.0.1:8099
package main

import (
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/celav/celav/pkg/ui"
)

// policy is the Content-Security-Policy that web sets on every page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func main() {
	addr := flag.String("addr", "127.0.0.1:8099", "where to listen")
	flag.Parse()
	if err := run(*addr); err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}

func run(addr string) error {
	handler, err := newHandler()
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(os.Stdout, "gallery at http://"+addr) // nobody reads it: nothing to do about that
	server := &http.Server{Addr: addr, Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("listen on %s: %w", addr, err)
	}
	return nil
}

// newHandler returns the gallery: all components at /, a failure at /failure.
func newHandler() (http.Handler, error) {
	catalog, err := ui.NewCatalog()
	if err != nil {
		return nil, err
	}
	assets, err := ui.AssetHandler()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle(ui.AssetsPrefix, assets)
	page := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		ui.RememberLanguage(w, r, false)
		ctx := ui.With(r.Context(), catalog, ui.Request{
			Lang: catalog.Choose(r), Path: r.URL.RequestURI(), Demo: true,
			Viewer: ui.Viewer{SignedIn: r.URL.Query().Get("out") == "", Roles: []string{"counsellor"}},
		})
		component := everything(wordsFor(ui.Lang(ctx)))
		if r.URL.Path == "/failure" {
			component = ui.ErrorPage(ui.Failure{Status: 503, Trace: "0af7651916cd43dd8448eb211c80319c", RetrySeconds: 3})
		}
		_ = component.Render(ctx, w) // the visitor went away: nothing to do about it
	}
	mux.HandleFunc("/", page)
	return mux, nil
}
