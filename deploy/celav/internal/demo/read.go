package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/problem"
)

const (
	relationsPerPage = 2000
	labelsPerCall    = 500
	mostAnswer       = 16 << 20
)

// errMoved says that the taxonomy changed while it was read.
var errMoved = errors.New("the taxonomy changed while it was read")

// readTaxonomy reads ESCO where it is loaded, else the starter set.
func readTaxonomy(ctx context.Context, c *assessment.Client) (Taxonomy, error) {
	set := assessment.ListRelationsParamsSetStarter
	loaded, err := answer[assessment.Taxonomy](c.GetTaxonomy(ctx))
	if err != nil {
		return Taxonomy{}, fmt.Errorf("ask which taxonomy is loaded: %w", err)
	}
	for _, s := range loaded.Sets {
		if s.Name == assessment.SetEsco && s.Concepts[string(assessment.KindOccupation)] > 0 {
			set = assessment.ListRelationsParamsSetEsco
		}
	}
	var t Taxonomy
	for range 3 { // an import may be under way
		if t, err = readRelations(ctx, c, set); !errors.Is(err, errMoved) {
			break
		}
	}
	if err != nil {
		return Taxonomy{}, fmt.Errorf("read the taxonomy: %w", err)
	}
	if err := t.prepare(); err != nil {
		return Taxonomy{}, err
	}
	for _, language := range []assessment.Language{assessment.It, assessment.En} {
		if err := readLabels(ctx, c, language, t.Occupations); err != nil {
			return Taxonomy{}, fmt.Errorf("read the occupations' labels: %w", err)
		}
	}
	return t, nil
}

func readRelations(ctx context.Context, c *assessment.Client, set assessment.ListRelationsParamsSet) (Taxonomy, error) {
	t := Taxonomy{Near: map[string][]string{}}
	limit := relationsPerPage
	params := assessment.ListRelationsParams{Set: &set, Limit: &limit}
	for {
		page, err := answer[assessment.RelationsPage](c.ListRelations(ctx, &params))
		if err != nil {
			return Taxonomy{}, err
		}
		if t.Version == "" {
			t.Version = page.Version
		} else if t.Version != page.Version {
			return Taxonomy{}, errMoved
		}
		for _, item := range page.Items {
			t.add(item)
		}
		if page.Next == nil {
			return t, nil
		}
		params.After = page.Next
	}
}

func (t *Taxonomy) add(item assessment.Relations) {
	if item.Kind != assessment.KindOccupation {
		for _, near := range item.Related {
			if isSkill(near) && isSkill(item.Id) {
				t.Near[item.Id] = append(t.Near[item.Id], near)
			}
		}
		return
	}
	o := Occupation{ID: item.Id, ISCO: value(item.Isco), Labels: map[string]string{}}
	for _, s := range value(item.Essential) {
		if isSkill(s) {
			o.Essential = append(o.Essential, s)
		}
	}
	for _, s := range value(item.Optional) {
		if isSkill(s) && !slices.Contains(o.Essential, s) {
			o.Optional = append(o.Optional, s)
		}
	}
	t.Occupations = append(t.Occupations, o)
}

func readLabels(ctx context.Context, c *assessment.Client, language assessment.Language, of []Occupation) error {
	for part := range slices.Chunk(of, labelsPerCall) {
		ids := make([]string, len(part))
		for i, o := range part {
			ids[i] = o.ID
		}
		got, err := answer[assessment.Labels](c.ReadLabels(ctx, assessment.LabelsRequest{Ids: ids, Language: language}))
		if err != nil {
			return err
		}
		for _, o := range part {
			o.Labels[string(language)] = got.Labels[o.ID]
		}
	}
	return nil
}

// answer reads a service's answer, or the fault that it tells.
func answer[T any](resp *http.Response, err error) (T, error) {
	var out T
	if err != nil {
		return out, err
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		return out, problem.Read(resp)
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, mostAnswer)).Decode(&out); err != nil {
		return out, fmt.Errorf("read the answer: %w", err)
	}
	return out, nil
}

func value[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
