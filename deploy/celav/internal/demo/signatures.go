package demo

import (
	"context"
	"fmt"

	"github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/contract/matching"
)

// signedPapers makes papers of the traineeships before their start, of a renewal and of one that has ended: some are signed by
// all, some wait for a party.
func (l *loader) signedPapers(ctx context.Context, city *City) error {
	batch := matching.PaperBatch{Demo: true, Items: []matching.PastPaper{}}
	for n, story := range placementStories() {
		if n >= len(city.Traineeships.Items) {
			break
		}
		for _, wanted := range papersOf(story) {
			p, err := l.paper(ctx, city, n, wanted.kind, wanted.signed)
			if err != nil {
				return err
			}
			batch.Items = append(batch.Items, p)
		}
	}
	_, err := patiently(ctx, func(ctx context.Context) (Count, error) {
		r, err := answer[matching.PaperBatchResult](l.matching.LoadPapers(ctx, batch))
		return Count{Created: r.Made}, err
	})
	if err != nil {
		return fmt.Errorf("load papers: %w", err)
	}
	return nil
}

// wantedPaper is a paper and who has signed it: t, h, c.
type wantedPaper struct {
	kind   matching.PaperKind
	signed string
}

func papersOf(s placementStory) []wantedPaper {
	switch {
	case s.end == "signing":
		return []wantedPaper{{matching.PaperAgreement, "hc"}, {matching.PaperProject, "tc"}}
	case s.end == "ready":
		return []wantedPaper{{matching.PaperAgreement, "hc"}, {matching.PaperProject, "thc"}}
	case s.decide == matching.WishRenew:
		return []wantedPaper{{matching.PaperAddendum, "tc"}}
	case s.second:
		return []wantedPaper{{matching.PaperAddendum, "thc"}}
	case s.end == "attested":
		return []wantedPaper{{matching.PaperDossier, "hc"}, {matching.PaperAttestation, "c"}}
	default:
		return nil
	}
}

func (l *loader) paper(ctx context.Context, city *City, n int, kind matching.PaperKind, signed string) (matching.PastPaper, error) {
	x := city.Traineeships.Items[n]
	p := matching.PastPaper{
		TraineeshipId: x.Id, Kind: kind, DaysAgo: 2, Language: "it", Host: "Impresa inventata" + mark, CityTutor: ptr("Tutor inventato" + mark), Signed: []matching.PastSignature{},
	}
	for _, person := range city.People {
		if person.Id != x.Opening.PersonId {
			continue
		}
		switch person.Language {
		case "it", "en", "fr", "ar":
			p.Language = matching.PastPaperLanguage(person.Language)
		default:
			p.Language = matching.PaperInEnglish
		}
	}
	if n == 8 { // the one that waits for a signature shows an Arabic translation
		p.Language = matching.PaperInArabic
	}
	for _, c := range city.Companies {
		if x.Opening.CompanyId != nil && c.Id == *x.Opening.CompanyId {
			p.Host, p.TaxNumber = c.Name, ptr(c.TaxNumber)
			if len(c.Sites) > 0 {
				p.Address = ptr(c.Sites[0].Address + ", " + c.Sites[0].Municipality)
			}
		}
	}
	for _, o := range city.Openings {
		if x.Opening.OpeningId == nil || o.Id != *x.Opening.OpeningId {
			continue
		}
		p.Place = &o.Terms.Title
		learned, err := l.labels(ctx, o.Terms.LearnedHere, string(p.Language))
		if err != nil {
			return p, err
		}
		p.Learned = &learned
	}
	names := map[rune]matching.PastSignature{
		't': {Party: matching.PaperTrainee, Signer: *x.Opening.TraineeName},
		'h': {Party: matching.PaperHost, Signer: "Legale rappresentante" + mark},
		'c': {Party: matching.PaperCounsellor, Signer: "Tutor inventato" + mark},
	}
	for _, letter := range signed {
		p.Signed = append(p.Signed, names[letter])
	}
	return p, nil
}

// labels are the names of concepts in Italian and another language.
func (l *loader) labels(ctx context.Context, ids []string, language string) ([]matching.PaperLabels, error) {
	out := make([]matching.PaperLabels, len(ids))
	for i := range out {
		out[i] = matching.PaperLabels{}
	}
	if len(ids) == 0 {
		return out, nil
	}
	for _, tag := range []string{"it", language} {
		r, err := answer[assessment.Labels](l.assessment.ReadLabels(ctx, assessment.LabelsRequest{Ids: ids, Language: assessment.Language(tag)}))
		if err != nil {
			return nil, fmt.Errorf("read the names of skills: %w", err)
		}
		for i, id := range ids {
			if r.Labels[id] != "" {
				out[i][tag] = r.Labels[id]
			}
		}
	}
	return out, nil
}
