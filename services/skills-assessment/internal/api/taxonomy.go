package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/services/skills-assessment/internal/linking"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

const defaultRelations = 500

func language(l *contract.Language) taxonomy.Language {
	if l == nil {
		return taxonomy.Italian
	}
	return taxonomy.Language(*l)
}

// FindConcepts links a text to the taxonomy.
func (s *Server) FindConcepts(ctx context.Context, r contract.FindConceptsRequestObject) (contract.FindConceptsResponseObject, error) {
	kind := string(value(r.Params.Kind))
	found, version, err := s.Vocabulary.Find(ctx, linking.Query{
		Text: r.Params.Q, Language: language(r.Params.Language), Limit: value(r.Params.Limit), Skills: kind == "skill", Occupations: kind == "occupation",
	})
	if err != nil {
		return nil, err
	}
	out := contract.FindConcepts200JSONResponse{Items: []contract.Candidate{}, Version: version}
	for _, f := range found {
		out.Items = append(out.Items, contract.Candidate{
			Id: f.Concept, Kind: contract.Kind(f.Kind), Score: f.Score, Label: f.Preferred, Matched: f.Label,
			MatchedLanguage: contract.Language(f.Language), Isco: some(f.ISCO),
		})
	}
	return out, nil
}

// ReadLabels answers preferred labels.
func (s *Server) ReadLabels(ctx context.Context, r contract.ReadLabelsRequestObject) (contract.ReadLabelsResponseObject, error) {
	labels, err := s.Records.Labels(ctx, r.Body.Ids, taxonomy.Language(r.Body.Language))
	if err != nil {
		return nil, err
	}
	version, err := s.Records.Version(ctx)
	return contract.ReadLabels200JSONResponse{Labels: labels, Version: version}, err
}

// GetTaxonomy tells what is loaded.
func (s *Server) GetTaxonomy(ctx context.Context, _ contract.GetTaxonomyRequestObject) (contract.GetTaxonomyResponseObject, error) {
	version, err := s.Records.Version(ctx)
	if err != nil {
		return nil, err
	}
	sets, err := s.Records.Sets(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.Records.Counted(ctx, sets); err != nil {
		return nil, err
	}
	out := contract.GetTaxonomy200JSONResponse{Version: version, Sets: []contract.TaxonomySet{}}
	for _, set := range sets {
		out.Sets = append(out.Sets, contract.TaxonomySet{
			Name: contract.Set(set.Name), Version: set.Version, LoadedAt: set.LoadedAt.UTC(), Concepts: set.Concepts, Labels: set.Labels,
		})
	}
	return out, nil
}

// ListRelations answers a page of concepts with their relations.
func (s *Server) ListRelations(ctx context.Context, r contract.ListRelationsRequestObject) (contract.ListRelationsResponseObject, error) {
	limit := defaultRelations
	if r.Params.Limit != nil {
		limit = *r.Params.Limit
	}
	version, err := s.Records.Version(ctx)
	if err != nil {
		return nil, err
	}
	concepts, err := s.Records.Relations(ctx, string(value(r.Params.Set)), value(r.Params.After), limit)
	if err != nil {
		return nil, err
	}
	out := contract.ListRelations200JSONResponse{Version: version, Items: make([]contract.Relations, 0, len(concepts))}
	for _, c := range concepts {
		item := contract.Relations{
			Id: c.ID, Kind: contract.Kind(c.Kind), Set: contract.Set(c.Set), Isco: some(c.ISCO),
			Broader: list(c.Broader), Related: list(c.Related),
		}
		if c.Kind == taxonomy.Occupation {
			essential, optional := list(c.Essential), list(c.Optional)
			item.Essential, item.Optional = &essential, &optional
		}
		out.Items = append(out.Items, item)
	}
	if len(concepts) == limit {
		out.Next = some(concepts[limit-1].ID)
	}
	return out, nil
}

// list is never nil: the contract wants an array.
func list(ids []string) []string { return append([]string{}, ids...) }

// most neighbours of one kind that are shown.
const mostNeighbours = 500

// GetConcept answers one concept.
func (s *Server) GetConcept(ctx context.Context, r contract.GetConceptRequestObject) (contract.GetConceptResponseObject, error) {
	c, narrower, err := s.Records.Concept(ctx, r.Params.Id)
	if err != nil {
		return nil, err
	}
	version, err := s.Records.Version(ctx)
	if err != nil {
		return nil, err
	}
	out := contract.GetConcept200JSONResponse{
		Id: c.ID, Kind: contract.Kind(c.Kind), Set: contract.Set(c.Set), Isco: some(c.ISCO), Version: version, Labels: map[string]contract.LabelForms{},
	}
	for l, label := range c.Labels {
		out.Labels[string(l)] = contract.LabelForms{Preferred: label.Preferred, Alternatives: list(label.Alternatives)}
	}
	for _, part := range []struct {
		ids  []string
		into *[]contract.Neighbour
	}{{c.Broader, &out.Broader}, {narrower, &out.Narrower}, {c.Related, &out.Related}, {c.Essential, &out.Essential}, {c.Optional, &out.Optional}} {
		ids := part.ids[:min(len(part.ids), mostNeighbours)]
		labels, err := s.Records.Labels(ctx, ids, language(r.Params.Language))
		if err != nil {
			return nil, err
		}
		*part.into = make([]contract.Neighbour, 0, len(ids))
		for _, id := range ids {
			*part.into = append(*part.into, contract.Neighbour{Id: id, Label: labels[id]})
		}
	}
	return out, nil
}
