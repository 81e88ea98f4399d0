package api

import (
	"context"
	"net/url"
	"slices"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
	"github.com/celav/celav/services/traineeship-matching/internal/savedsearch"
)

// SearchOpenings searches openings.
func (s *Server) SearchOpenings(ctx context.Context, r contract.SearchOpeningsRequestObject) (contract.SearchOpeningsResponseObject, error) {
	answer, err := s.search(ctx, finding.Openings, *r.Body)
	return contract.SearchOpenings200JSONResponse(answer), err
}

// SearchPeople searches people.
func (s *Server) SearchPeople(ctx context.Context, r contract.SearchPeopleRequestObject) (contract.SearchPeopleResponseObject, error) {
	answer, err := s.search(ctx, finding.People, *r.Body)
	return contract.SearchPeople200JSONResponse(answer), err
}

func (s *Server) search(ctx context.Context, k finding.Kind, b contract.SearchRequest) (contract.SearchAnswer, error) {
	lang := language(b.Language)
	u := finding.Understanding{Filter: filterOf(k, value(b.Text), b.Exact, b.Picks)}
	if k == finding.People && value(b.Text) != "" {
		var err error
		if u, err = s.Finding.Understand(ctx, u.Filter, value(b.Text), lang); err != nil {
			return contract.SearchAnswer{}, err
		}
	}
	found, err := s.Finding.Search(ctx, finding.Ask{Filter: u.Filter, Cursor: value(b.Cursor), Limit: limit(b.Limit), Language: lang})
	if err != nil {
		return contract.SearchAnswer{}, err
	}
	out := contract.SearchAnswer{
		Ids: orNone(found.IDs), Total: found.Total, Next: some(found.Next), Facets: []contract.SearchFacet{}, Picks: picksOf(u.Filter), Meant: orNone(found.Meant),
		Unknown: orNone(u.Unknown), Similar: found.Similar, InMemory: found.InMemory, People: map[string]string{}, Openings: map[string]string{}, Labels: found.Names.Concepts,
	}
	for _, c := range found.Facets {
		f := contract.SearchFacet{Facet: c.Facet, Values: []contract.SearchCount{}}
		for _, v := range c.Values {
			f.Values = append(f.Values, contract.SearchCount{Value: v.Value, Count: v.Count})
		}
		out.Facets = append(out.Facets, f)
	}
	for id, p := range found.Names.People {
		out.People[id] = p.Label
	}
	for id, o := range found.Names.Openings {
		out.Openings[id] = o.Title
	}
	return out, nil
}

// filterOf makes a filter as an address would: what it does not know is left out.
func filterOf(k finding.Kind, text string, exact *bool, picks *[]contract.SearchPick) finding.Filter {
	q := url.Values{"q": {text}}
	if exact != nil && *exact {
		q.Set("exact", "true")
	}
	if picks != nil {
		for _, p := range *picks {
			if slices.Contains(finding.Facets(k), p.Facet) {
				q.Add(p.Facet, p.Value)
			}
		}
	}
	return finding.Read(k, q)
}

func picksOf(f finding.Filter) []contract.SearchPick {
	out := []contract.SearchPick{}
	for _, p := range f.Picks {
		out = append(out, contract.SearchPick{Facet: p.Facet, Value: p.Value})
	}
	return out
}

func orNone(ids []string) []string {
	if ids == nil {
		return []string{}
	}
	return ids
}

// ListSearches lists the caller's saved searches.
func (s *Server) ListSearches(ctx context.Context, _ contract.ListSearchesRequestObject) (contract.ListSearchesResponseObject, error) {
	list, err := s.Saved.List(ctx)
	if err != nil {
		return nil, err
	}
	out := contract.ListSearches200JSONResponse{Items: []contract.SavedSearch{}}
	for _, x := range list {
		item := savedOf(x.Search)
		if !x.Unknown {
			item.New = &x.New
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

func savedOf(x savedsearch.Search) contract.SavedSearch {
	f := x.Filter()
	return contract.SavedSearch{Id: x.ID, Version: x.Version, Name: x.Name, Kind: contract.SearchKind(x.Kind), Text: some(f.Text), Picks: picksOf(f), RanAt: x.RanAt}
}

// SaveSearch keeps a search.
func (s *Server) SaveSearch(ctx context.Context, r contract.SaveSearchRequestObject) (contract.SaveSearchResponseObject, error) {
	b := r.Body
	x, err := s.Saved.Save(ctx, savedsearch.New{Key: b.Id, Name: b.Name, Filter: filterOf(finding.Kind(b.Kind), value(b.Text), b.Exact, b.Picks)})
	if err != nil {
		return nil, err
	}
	return contract.SaveSearch201JSONResponse(savedOf(x)), nil
}

// RenameSearch gives a search another name.
func (s *Server) RenameSearch(ctx context.Context, r contract.RenameSearchRequestObject) (contract.RenameSearchResponseObject, error) {
	if err := s.Saved.Rename(ctx, r.Search, r.Body.Version, r.Body.Name); err != nil {
		return nil, err
	}
	return contract.RenameSearch204Response{}, nil
}

// RemoveSearch forgets a search.
func (s *Server) RemoveSearch(ctx context.Context, r contract.RemoveSearchRequestObject) (contract.RemoveSearchResponseObject, error) {
	if err := s.Saved.Remove(ctx, r.Search, r.Params.Version); err != nil {
		return nil, err
	}
	return contract.RemoveSearch204Response{}, nil
}

// RunSearch runs a search again.
func (s *Server) RunSearch(ctx context.Context, r contract.RunSearchRequestObject) (contract.RunSearchResponseObject, error) {
	news, err := s.Saved.Run(ctx, r.Search)
	if err != nil {
		return nil, err
	}
	return contract.RunSearch200JSONResponse{Ids: orNone(news)}, nil
}

// LoadSearches replaces many saved searches.
func (s *Server) LoadSearches(ctx context.Context, r contract.LoadSearchesRequestObject) (contract.LoadSearchesResponseObject, error) {
	demo := r.Body.Demo != nil && *r.Body.Demo
	var list []savedsearch.Loaded
	for _, x := range r.Body.Items {
		b := x.Search
		list = append(list, savedsearch.Loaded{
			Owner: x.Owner, New: savedsearch.New{Key: b.Id, Name: b.Name, Filter: filterOf(finding.Kind(b.Kind), value(b.Text), b.Exact, b.Picks)},
		})
	}
	created, updated, err := s.Saved.Load(ctx, list, demo)
	if err != nil {
		return nil, err
	}
	if demo {
		if err := s.MarkDemo(ctx); err != nil {
			return nil, err
		}
	}
	return contract.LoadSearches200JSONResponse{Created: created, Updated: updated}, nil
}
