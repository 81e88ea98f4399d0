package ui

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// htmxConfig is what htmx needs to live under the Content-Security-Policy of the pages.
const htmxConfig = `{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,"refreshOnHistoryMiss":true}`

// Look is how a button or a link like a button looks.
type Look string

// The looks: one primary act per page, plain ones beside it, danger for what cannot be undone.
const (
	Primary Look = "primary"
	Plain   Look = "plain"
	Quiet   Look = "quiet"
	Danger  Look = "danger"
)

func (l Look) class() string {
	switch l {
	case Plain:
		return "btn btn-outline-primary"
	case Quiet:
		return "btn c-btn-quiet"
	case Danger:
		return "btn btn-outline-danger"
	default:
		return "btn btn-primary"
	}
}

func (i Input) as(kind string) Input {
	i.Type = kind
	return i
}

// id is the field's on the page; its label, hint and error are named after it.
func (i Input) id() string {
	if i.Form == "" {
		return i.Name
	}
	return i.Name + "-" + i.Form
}

func (i Input) rows() int {
	if i.Rows > 0 {
		return i.Rows
	}
	return 4
}

func (i Input) attributes() templ.Attributes {
	a := templ.Attributes{}
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("autocomplete", i.Autocomplete)
	set("min", i.Min)
	set("max", i.Max)
	set("step", i.Step)
	set("aria-describedby", described(i.id(), i.Hint, i.Error))
	if i.MaxLength > 0 {
		a["maxlength"] = strconv.Itoa(i.MaxLength)
	}
	if i.Lang != "" {
		a["lang"], a["dir"] = i.Lang, DirOf(i.Lang)
	} else if i.Type == "email" || i.Type == "tel" || i.Type == "url" {
		a["dir"] = "ltr"
	} else if i.Value != "" && (i.Type == "" || i.Type == "text") {
		a["dir"] = "auto" // a number or a name in other letters keeps its own direction
	}
	if i.Type == "number" {
		a["inputmode"] = "decimal"
	}
	if i.Required {
		a["required"] = true
	}
	if i.Error != "" {
		a["aria-invalid"] = "true"
	}
	return a
}

func (c Choice) attributes() templ.Attributes {
	a := templ.Attributes{}
	if d := described(c.Name, c.Hint, c.Error); d != "" {
		a["aria-describedby"] = d
	}
	if c.Required {
		a["required"] = true
	}
	if c.Error != "" {
		a["aria-invalid"] = "true"
	}
	return a
}

// groupAttributes are those of a fieldset, which knows neither required nor aria-invalid.
func (c Choice) groupAttributes() templ.Attributes {
	a := templ.Attributes{}
	if d := described(c.Name, c.Hint, c.Error); d != "" {
		a["aria-describedby"] = d
	}
	return a
}

// optionID gives the first option the field's own name, so that an error link focuses it.
func optionID(name string, n int) string {
	if n == 0 {
		return name
	}
	return name + "-" + strconv.Itoa(n)
}

func (s Search) attributes() templ.Attributes {
	target := "#" + s.ResultsID
	return templ.Attributes{
		"hx-target":  target,
		"hx-select":  target,
		"hx-swap":    "outerHTML",
		"hx-trigger": "submit, input changed delay:300ms from:find input[type=search]",
		"hx-sync":    "this:replace",
	}
}

func (p Page) path(ctx context.Context) string {
	if p.Path != "" {
		return p.Path
	}
	return from(ctx).request.Path
}

// referrer is what other pages are told of this one's address.
func (p Page) referrer() string {
	if p.Secret {
		return "no-referrer"
	}
	return "same-origin"
}

func (p Page) browserTitle(ctx context.Context) string {
	title := p.Title + " – CeLav"
	if p.Errors.Any() {
		title = T(ctx, "ui.error.titlePrefix") + " " + title
	}
	return title
}

// signInPath comes back to the page after signing in; the issuer is asked for the page's language.
func signInPath(ctx context.Context) string {
	q := url.Values{"language": {Lang(ctx)}}
	if path := from(ctx).request.Path; ownPath(path) && !strings.HasPrefix(path, "/sign-") && path != "/" {
		q.Set("next", path)
	}
	return "/sign-in?" + q.Encode()
}

func roleNames(ctx context.Context, v Viewer) string {
	names := make([]string, 0, len(v.Roles))
	for _, r := range v.Roles {
		names = append(names, T(ctx, "ui.role."+r))
	}
	return strings.Join(names, ", ")
}

func footerLinks(ctx context.Context) []Link {
	return []Link{
		{Text: T(ctx, "ui.footer.accessibility"), Href: "/accessibility"},
		{Text: T(ctx, "ui.footer.feedback"), Href: "/accessibility#feedback"},
		{Text: T(ctx, "ui.footer.source"), Href: "https://github.com/celav/celav"},
	}
}

func (f Failure) title(ctx context.Context) string {
	if f.Title != "" {
		return f.Title
	}
	return T(ctx, "ui.failure."+f.kind()+".title")
}

func (f Failure) text(ctx context.Context) string {
	if f.Text != "" {
		return f.Text
	}
	return T(ctx, "ui.failure."+f.kind()+".text")
}

func (f Failure) kind() string {
	switch f.Status {
	case http.StatusUnauthorized:
		return "signIn"
	case http.StatusForbidden:
		return "forbidden"
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return "notFound"
	case http.StatusConflict, http.StatusPreconditionFailed:
		return "conflict"
	case http.StatusTooManyRequests:
		return "throttled"
	case http.StatusServiceUnavailable, http.StatusBadGateway, http.StatusGatewayTimeout:
		return "unavailable"
	default:
		if f.Status >= 400 && f.Status < 500 {
			return "invalid"
		}
		return "internal"
	}
}
