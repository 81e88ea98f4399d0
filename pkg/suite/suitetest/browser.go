package suitetest

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"github.com/celav/celav/pkg/suite"
)

// Browser is somebody who looks at pages.
type Browser struct {
	t      *testing.T
	suite  *suite.Suite
	client *http.Client
}

// Visitor is a browser in which nobody is signed in.
func Visitor(t *testing.T, s *suite.Suite) *Browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := Client()
	client.Jar = jar
	return &Browser{t, s, client}
}

// SignedIn goes through the whole sign-in as a demonstration user and lands on a page.
func SignedIn(t *testing.T, s *suite.Suite, user, next string) *Browser {
	t.Helper()
	b := Visitor(t, s)
	chooser := b.Get("/sign-in?next=" + next)
	form := chooser.One("form[method=post]")
	landed := b.Post(Attr(form, "action"), url.Values{"id": {Attr(chooser.One("input[name=id]"), "value")}, "subject": {user}})
	if landed.Status != http.StatusOK || landed.Path != next {
		t.Fatalf("sign-in of %s ends at %s with %d", user, landed.Path, landed.Status)
	}
	return b
}

// Get opens a page of the suite, by path, or any by its whole address.
func (b *Browser) Get(path string) Page {
	b.t.Helper()
	return b.do(http.MethodGet, path, nil)
}

// Post sends a form as a page of this origin does.
func (b *Browser) Post(path string, form url.Values) Page {
	b.t.Helper()
	return b.do(http.MethodPost, path, form)
}

func (b *Browser) do(method, path string, form url.Values) Page {
	b.t.Helper()
	address := path
	if strings.HasPrefix(path, "/") {
		address = b.suite.URL() + path
	}
	req, err := http.NewRequestWithContext(b.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	resp, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	doc, err := goquery.NewDocumentFromReader(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return Page{doc, b.t, resp.StatusCode, resp.Request.URL.Path}
}

// Page is what a browser got.
type Page struct {
	*goquery.Document
	t      *testing.T
	Status int
	Path   string // where redirections ended
}

// All returns the elements that a CSS selector finds.
func (p Page) All(selector string) []*html.Node { return p.Find(selector).Nodes }

// One returns the first element that a CSS selector finds, and fails the test when there is none.
func (p Page) One(selector string) *html.Node {
	p.t.Helper()
	found := p.All(selector)
	if len(found) == 0 {
		p.t.Fatalf("%s (%d) has no %s:\n%s", p.Path, p.Status, selector, p.Words())
	}
	return found[0]
}

// Words is the page's text, with single spaces.
func (p Page) Words() string { return Text(p.Nodes[0]) }

// Attr is an element's attribute, or "".
func Attr(n *html.Node, name string) string {
	if i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name }); i >= 0 {
		return n.Attr[i].Val
	}
	return ""
}

// Text is what an element says, with single spaces; scripts and styles say nothing.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" && d.Parent.Data != "style" {
			b.WriteString(" " + d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// Submit sends a page's form as it stands, with some values set and one button pressed ("name=value", or none).
func (b *Browser) Submit(p Page, set url.Values, button string) Page {
	b.t.Helper()
	form := p.Find("main form.c-form").First()
	typed := url.Values{}
	form.Find("input[name], select[name], textarea[name]").Each(func(_ int, s *goquery.Selection) {
		name := s.AttrOr("name", "")
		switch kind := s.AttrOr("type", goquery.NodeName(s)); kind {
		case "radio", "checkbox":
			if _, on := s.Attr("checked"); on {
				typed.Add(name, s.AttrOr("value", ""))
			}
		case "select":
			typed.Add(name, s.Find("option[selected]").AttrOr("value", ""))
		case "textarea":
			typed.Add(name, s.Text())
		default:
			typed.Add(name, s.AttrOr("value", ""))
		}
	})
	for name, values := range set {
		typed[name] = values
	}
	if name, value, ok := strings.Cut(button, "="); ok {
		typed.Set(name, value)
	}
	return b.Post(form.AttrOr("action", ""), typed)
}
