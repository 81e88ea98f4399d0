package papers

import (
	"strings"
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
)

// Who signed stands between the Italian text and its translation, and nothing of what was signed is lost.
func TestSignaturesStandUnderWhatCounts(t *testing.T) {
	catalog, err := ui.NewCatalog(Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "it", Path: "/"})
	for _, language := range []string{"", "ar"} {
		content := papers.Content{Kind: papers.Addendum, Language: language, Parts: []papers.Part{{
			Name: "parties", Facts: []papers.Fact{{Name: "task", Form: papers.Text, Value: `<article id="translation">`}},
		}}}
		body, err := Draw(ctx, content)
		if err != nil {
			t.Fatal(err)
		}
		if italian(body)+courtesy(body) != body || (courtesy(body) == "") != (language == "") {
			t.Errorf("%q: the paper falls apart", language)
		}
		var out strings.Builder
		if err := signedSheet(papers.Version{Kind: content.Kind, Body: body}).Render(ctx, &out); err != nil {
			t.Fatal(err)
		}
		paper, signatures, translation := strings.Index(out.String(), `id="document"`), strings.Index(out.String(), "<section class=\"c-cv\""), strings.Index(out.String(), `<article id="translation" class`)
		if paper < 0 || signatures < paper || language != "" && translation < signatures {
			t.Errorf("%q: document at %d, signatures at %d, translation at %d", language, paper, signatures, translation)
		}
	}
}
