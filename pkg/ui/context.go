package ui

import (
	"context"
	"embed"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

//go:embed messages/*.json
var messages embed.FS

// Viewer is who looks at the page, as far as the layout needs to know.
type Viewer struct {
	SignedIn bool
	Roles    []string // the identity package's role names
	Name     string   // shown to themselves in the header; may be empty
}

// Request is what every component may ask of the request that it is rendered for.
type Request struct {
	Lang   string // one of the four tags; anything else means Italian
	Path   string // path and query of the page, where the language switch comes back to
	Viewer Viewer
	Demo   bool // the store holds an invented city: every page says so
}

type contextKey struct{}

type state struct {
	catalog *Catalog
	request Request
	second  string // language beside the page's, "" for none
}

// With returns a context for rendering: web calls it once per request.
func With(ctx context.Context, c *Catalog, r Request) context.Context {
	if !known(r.Lang) {
		r.Lang = defaultLanguage
	}
	return context.WithValue(ctx, contextKey{}, &state{catalog: c, request: r})
}

// InLanguage returns the context with another language for what is drawn beside or inside the page: an interview in two
// languages, a paper in the language of who reads it. A language that the suite does not have changes nothing.
func InLanguage(ctx context.Context, tag string) context.Context {
	if !known(tag) {
		return ctx
	}
	s := *from(ctx)
	s.request.Lang = tag
	return context.WithValue(ctx, contextKey{}, &s)
}

func from(ctx context.Context) *state {
	if s, ok := ctx.Value(contextKey{}).(*state); ok {
		return s
	}
	return &state{request: Request{Lang: defaultLanguage, Path: "/"}}
}

// Lang returns the tag of the page's language: "it", "en", "fr" or "ar".
func Lang(ctx context.Context) string { return from(ctx).request.Lang }

// Dir returns the direction of the page's language: "ltr" or "rtl".
func Dir(ctx context.Context) string { return DirOf(Lang(ctx)) }

// DirOf returns the writing direction of a language tag, for text in another language than the page's.
func DirOf(tag string) string {
	for _, l := range Languages() {
		if l.Tag == tag {
			return l.Dir
		}
	}
	return "auto"
}

// ViewerOf returns who looks at the page.
func ViewerOf(ctx context.Context) Viewer { return from(ctx).request.Viewer }

// T returns the message in the page's language. The arguments are either one count, which chooses the
// plural form and is written in place of {{.Count}}, or names and values: T(ctx, id, "Name", "Ada", "Count", 3).
// A message that does not exist shows as its id; uitest.CheckUse finds such ids.
func T(ctx context.Context, id string, args ...any) string {
	s := from(ctx)
	if s.catalog == nil {
		return id
	}
	config := &i18n.LocalizeConfig{MessageID: id}
	if len(args) > 0 {
		config.TemplateData, config.PluralCount = arguments(ctx, args)
	}
	text, err := s.catalog.localizers[s.request.Lang].Localize(config)
	if text == "" && err != nil {
		return id
	}
	if s.request.Lang == "it" {
		return elided(text)
	}
	return text
}

// Has reports whether the message exists, for ids that are put together from a code.
func Has(ctx context.Context, id string) bool {
	s := from(ctx)
	if s.catalog == nil {
		return false
	}
	text, _ := s.catalog.localizers[s.request.Lang].Localize(&i18n.LocalizeConfig{MessageID: id, PluralCount: 1})
	return text != ""
}

// arguments turns T's arguments into template data; numbers are written as the language writes them.
func arguments(ctx context.Context, args []any) (data map[string]any, count any) {
	data = map[string]any{}
	if len(args) == 1 {
		args = []any{"Count", args[0]}
	}
	for i := 0; i+1 < len(args); i += 2 {
		name, ok := args[i].(string)
		if !ok {
			continue
		}
		value := args[i+1]
		if n, isNumber := value.(int); isNumber {
			value = Number(ctx, n)
			if name == "Count" {
				count = n
			}
		}
		data[name] = value
	}
	return data, count
}
