package ui

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Language is one of the four languages of the pages.
type Language struct {
	Tag  string // "it"
	Name string // its own name: "Italiano"
	Dir  string // "ltr" or "rtl"
}

// Languages lists what every page is written in, the default first.
func Languages() []Language {
	return []Language{
		{Tag: "it", Name: "Italiano", Dir: "ltr"},
		{Tag: "en", Name: "English", Dir: "ltr"},
		{Tag: "fr", Name: "Français", Dir: "ltr"},
		{Tag: "ar", Name: "العربية", Dir: "rtl"},
	}
}

const (
	defaultLanguage = "it"
	// LanguageCookie keeps a visitor's choice of language; it holds a tag and nothing else.
	LanguageCookie = "celav_lang"
	// LanguageParameter in a page's query chooses the language and sets the cookie.
	LanguageParameter = "lang"
)

// Catalog holds the messages of pkg/ui and of one service in the four languages. It is safe for concurrent use.
type Catalog struct {
	localizers map[string]*i18n.Localizer
	rome       *time.Location
}

// NewCatalog reads {it,en,fr,ar}.json from the root of each source, beside ui's own messages.
// A file maps an id such as "outreach.opening.title" to a text, or to its plural forms
// ({"one": "…", "other": "…"}). The sources are usually fs.Sub(embedded, "messages").
func NewCatalog(sources ...fs.FS) (*Catalog, error) {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		return nil, fmt.Errorf("load the time zone of the pages: %w", err)
	}
	bundle := i18n.NewBundle(language.Italian)
	for _, source := range append([]fs.FS{Messages()}, sources...) {
		for _, l := range Languages() {
			if err := addMessages(bundle, source, l.Tag); err != nil {
				return nil, err
			}
		}
	}
	c := &Catalog{localizers: map[string]*i18n.Localizer{}, rome: rome}
	for _, l := range Languages() {
		c.localizers[l.Tag] = i18n.NewLocalizer(bundle, l.Tag, defaultLanguage)
	}
	return c, nil
}

func addMessages(bundle *i18n.Bundle, source fs.FS, tag string) error {
	name := tag + ".json"
	data, err := fs.ReadFile(source, name)
	if err != nil {
		return fmt.Errorf("read messages: %w", err)
	}
	file, err := i18n.ParseMessageFileBytes(data, name, nil)
	if err != nil {
		return fmt.Errorf("parse messages %s: %w", name, err)
	}
	for _, m := range file.Messages {
		fillPlurals(m)
	}
	if err := bundle.AddMessages(language.Make(tag), file.Messages...); err != nil {
		return fmt.Errorf("add messages %s: %w", name, err)
	}
	return nil
}

// fillPlurals lets "other" stand for plural forms that a text does not distinguish:
// the plural rules of Italian and French know a form for millions that few sentences need.
func fillPlurals(m *i18n.Message) {
	for _, form := range []*string{&m.Zero, &m.One, &m.Two, &m.Few, &m.Many} {
		if *form == "" {
			*form = m.Other
		}
	}
}

// Choose returns the language of a request: the query's choice, else the cookie's, else the browser's
// first language that the pages have, else Italian.
func (c *Catalog) Choose(r *http.Request) string {
	if tag := r.URL.Query().Get(LanguageParameter); known(tag) {
		return tag
	}
	if cookie, err := r.Cookie(LanguageCookie); err == nil && known(cookie.Value) {
		return cookie.Value
	}
	return Accepted(r.Header.Get("Accept-Language"))
}

// Accepted returns the best of the four languages for an Accept-Language header, Italian when none fits.
func Accepted(header string) string {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return defaultLanguage
	}
	for _, t := range tags {
		base, _ := t.Base()
		if known(base.String()) {
			return base.String()
		}
	}
	return defaultLanguage
}

// RememberLanguage sets the cookie when the request chooses a language in its query.
func RememberLanguage(w http.ResponseWriter, r *http.Request, secure bool) {
	tag := r.URL.Query().Get(LanguageParameter)
	if !known(tag) {
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: LanguageCookie, Value: tag, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode,
	})
}

func known(tag string) bool {
	for _, l := range Languages() {
		if l.Tag == tag {
			return true
		}
	}
	return false
}

// withLanguage returns the path with its lang parameter set: where the language switch leads.
func withLanguage(path, tag string) string {
	u, err := url.Parse(path)
	if err != nil || !ownPath(path) {
		return "/?" + LanguageParameter + "=" + tag
	}
	q := u.Query()
	q.Set(LanguageParameter, tag)
	u.RawQuery = q.Encode()
	return u.String()
}

// ownPath is false for "//elsewhere", which browsers take for another origin.
func ownPath(path string) bool { return strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") }

// root shows the files of a folder in an embedded file system as if they were at its root.
type root struct {
	fs.FS
	folder string
}

// Open implements fs.FS.
func (r root) Open(name string) (fs.File, error) { return r.FS.Open(r.folder + "/" + name) }

// Messages returns ui's own texts, in the form that NewCatalog takes.
func Messages() fs.FS { return root{FS: messages, folder: "messages"} }

// MessageFolder returns the folder "messages" of an embedded file system, in the form that NewCatalog takes.
func MessageFolder(embedded fs.FS) fs.FS { return root{FS: embedded, folder: "messages"} }
