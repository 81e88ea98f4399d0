// Package ui is what the pages of the four services share: the document around a page (Layout, ErrorPage),
// accessible components, the four languages, and the assets (styles, scripts, fonts, icons) in the binary.
//
// A service embeds its texts and makes one catalog:
//
//	//go:embed messages/*.json
//	var messages embed.FS
//
//	catalog, err := ui.NewCatalog(ui.MessageFolder(messages))
//
// web chooses the language of a request, calls With, and a page is then a templ component:
//
//	templ Openings(v OpeningsView) {
//		@ui.Layout(ui.Page{Title: ui.T(ctx, "outreach.openings.title"), Wide: true}) {
//			@ui.DataTable(v.table(ctx))
//			@ui.Paging(ui.Pager{Next: v.Next})
//		}
//	}
//
// A form keeps what was typed and shows what is wrong beside the field and in a summary:
//
//	errs := ui.FormErrors(ctx, err)            // from an Invalid fault
//	@ui.Layout(ui.Page{Title: …, Errors: errs, Path: "/outreach/companies/new"}) {
//		@ui.PostForm("/outreach/companies") {
//			@ui.Field(ui.Input{Name: "name", Label: …, Value: form.Name, Required: true, Error: errs.For("name")})
//			@ui.Button(ui.T(ctx, "ui.save"), ui.Primary)
//		}
//	}
//
// Rules that keep pages good: an answer to POST that shows a page has status 422 and sets Page.Path, anything
// else redirects with 303; no style= and no script in a page (the Content-Security-Policy blocks both); a text in
// another language than the page's says so with lang; no state is told by colour alone; a name or any personal
// data never stands in a URL (SearchPostField).
//
// Texts live in messages/{it,en,fr,ar}.json, flat ids that begin with the service's name; uitest.CheckCatalog and
// uitest.CheckUse are one test each in every service.
package ui
