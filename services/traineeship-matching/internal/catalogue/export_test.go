package catalogue

import (
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// PersonFields is what the index would hold.
func PersonFields(p match.Person, w *match.Weights) map[string]search.Value {
	d := personDocument(p)
	recallPerson(&d, &p, w)
	return d.Values()
}
