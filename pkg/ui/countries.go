package ui

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// countries are those that people at the desk come from or worked in; others come over the API.
const countries = "AF AL AM AR AT AZ BA BD BE BF BG BI BJ BO BR BY CA CD CF CG CH CI CL CM CN CO CU CZ DE DK DO DZ EC EG ER ES ET FR GA GB GE GH GM GN " +
	"GR GW HN HR HT HU ID IE IL IN IQ IR IT JO KE KG KZ LB LK LR LY MA MD ME MG MK ML MM MR MX MY MZ NE NG NI NL NP PE PH PK PL PS PT PY RO RS " +
	"RU RW SA SD SE SI SK SL SN SO SS SV SY TD TG TH TJ TM TN TR TW TZ UA UG US UY UZ VE VN XK YE ZA ZM ZW"

// Country names a country by its ISO 3166 code in the page's language; an unknown code is shown as it is.
func Country(ctx context.Context, code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	namer := display.Regions(language.Make(Lang(ctx)))
	if namer == nil {
		return code
	}
	return namer.Name(region)
}

// CountryOptions are countries to choose from, by name.
func CountryOptions(ctx context.Context) []Option {
	var list []Option
	for code := range strings.FieldsSeq(countries) {
		list = append(list, Option{Value: code, Label: Country(ctx, code)})
	}
	slices.SortFunc(list, func(a, b Option) int { return strings.Compare(a.Label, b.Label) })
	return list
}
