// Package welcome holds the pages that need nobody signed in: the first page of the suite, the page after
// signing out and the accessibility statement. It says what the suite does today, and nothing that it does not.
package welcome

import (
	"context"
	"embed"
	"io/fs"
	"net/url"

	"github.com/celav/celav/pkg/ui"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// door is one way in.
type door struct{ key, icon string }

func doors() []door {
	return []door{{"person", "user"}, {"employer", "work"}, {"staff", "pa"}}
}

// way leads to what needs no account.
type way struct{ key, href, icon string }

func desk() []way {
	return []way{
		{"jobs", "/outreach/jobs", "search"},
		{"skills", "/outreach/skills", "chart"},
		{"looking", "/outreach/looking", "help"},
		{"hiring", "/outreach/hiring", "work"},
	}
}

// signIn is where every door leads: who one is decides what one finds.
func signIn(ctx context.Context) string {
	return "/sign-in?" + url.Values{"language": {ui.Lang(ctx)}}.Encode()
}

func steps() []string { return []string{"meet", "skills", "match", "decide"} }

func already() []string {
	return []string{"people", "path", "skills", "openings", "match", "traineeships", "own", "cohorts", "desk"}
}
