package pages

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

// inLanguage marks words that are not in the page's language.
func inLanguage(tag string) templ.Attributes {
	if tag == "" {
		return templ.Attributes{}
	}
	return templ.Attributes{"lang": tag, "dir": ui.DirOf(tag)}
}

func lines(text string) []string {
	var out []string
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if strings.TrimSpace(line) != "" {
			out = append(out, line)
		}
	}
	return out
}

// link adds one parameter to a path; no value, no link.
func link(path, name, value string) string {
	if value == "" {
		return ""
	}
	return path + "?" + url.Values{name: {value}}.Encode()
}

// first leads back to a list's first page.
func first(further bool, path string) string {
	if !further {
		return ""
	}
	return path
}

// askedLanguages are the languages that an opening can ask for in the form; the API takes any.
func askedLanguages() []string {
	return []string{"it", "en", "fr", "ar", "es", "de", "pt", "ro", "sq", "uk", "ru", "zh", "bn", "ur", "tl", "am", "ti", "fa", "tr", "wo"}
}

// languageName is a language's name on the page, its tag when the pages have none.
func languageName(ctx context.Context, tag string) string {
	if id := "outreach.language." + tag; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return tag
}

// licences are those that the form offers; the API takes any.
func licences() []string { return []string{"AM", "A", "B", "C", "D", "CQC", "forklift", "haccp"} }

func options(ctx context.Context, prefix string, values []string) []ui.Option {
	list := make([]ui.Option, len(values))
	for i, v := range values {
		list[i] = ui.Option{Value: v, Label: ui.T(ctx, prefix+v)}
	}
	return list
}

func kindOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, k := range opening.Kinds() {
		list = append(list, ui.Option{Value: string(k), Label: ui.T(ctx, "outreach.kind."+string(k)), Hint: ui.T(ctx, "outreach.kind."+string(k)+".hint")})
	}
	return list
}

func languageOptions(ctx context.Context, tags []string) []ui.Option {
	list := make([]ui.Option, len(tags))
	for i, tag := range tags {
		list[i] = ui.Option{Value: tag, Label: languageName(ctx, tag)}
	}
	return list
}

func plainOptions(values []string) []ui.Option {
	list := make([]ui.Option, len(values))
	for i, v := range values {
		list[i] = ui.Option{Value: v, Label: v}
	}
	return list
}

func languageTexts(ctx context.Context, list []opening.LanguageDemand) []string {
	var out []string
	for _, l := range list {
		out = append(out, fmt.Sprintf("%s %s", languageName(ctx, l.Language), l.Level))
	}
	return out
}
