package ui

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// The built assets: names carry a hash of the content, so that they may be kept for ever.
//
//go:embed all:assets/dist
var dist embed.FS

// AssetsPrefix is where AssetHandler is mounted.
const AssetsPrefix = "/assets/"

func assetPath(name string) string { return AssetsPrefix + name }

func sprite(icon string) string { return assetPath(spriteAsset) + "#" + icon }

type asset struct {
	body, zipped []byte // zipped is nil for what is compressed already
	kind         string
}

// AssetHandler serves the styles, scripts, fonts and icons below AssetsPrefix. They never change under their
// name, are the same for everybody and need no session.
func AssetHandler() (http.Handler, error) {
	assets := map[string]asset{}
	err := fs.WalkDir(dist, "assets/dist", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := dist.ReadFile(name)
		if err != nil {
			return err
		}
		a := asset{body: body, kind: contentType(name)}
		if !strings.HasPrefix(a.kind, "font/") {
			a.zipped = zip(body)
		}
		assets[strings.TrimPrefix(name, "assets/dist/")] = a
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the page assets: %w", err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := assets[strings.TrimPrefix(r.URL.Path, AssetsPrefix)]
		if !ok {
			http.NotFound(w, r)
			return
		}
		serve(w, r, a)
	}), nil
}

func serve(w http.ResponseWriter, r *http.Request, a asset) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	body := a.body
	if a.zipped != nil {
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = a.zipped
		}
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // the visitor went away: nothing to do about it
	}
}

// contentType does not ask the operating system's table for our own kinds, which differs between machines.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".txt":
		return "text/plain; charset=utf-8"
	default:
		return mime.TypeByExtension(path.Ext(name))
	}
}

func zip(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body) // a bytes.Buffer takes everything
	_ = z.Close()
	return b.Bytes()
}
