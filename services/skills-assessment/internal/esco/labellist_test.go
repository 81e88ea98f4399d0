package esco_test

import (
	"testing"

	"github.com/celav/celav/services/skills-assessment/internal/esco"
)

func TestAListOfNamesStandsInForALanguage(t *testing.T) {
	list := text("occupation_labels_it.csv", "conceptUri,label\n"+occ+"o1,cuoco\n"+occ+"o1,cuoca\n"+occ+"o9,nessuno\n"+occ+"o2,aiuto cucina\n"+occ+"o1,ancora\n"+occ+"o2,\n")
	sink := newKept()
	report, err := esco.Read(t.Context(), []esco.File{list, text("occupations_en.csv", occupationsEN)}, sink, esco.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if report.Labels["it"] != 2 {
		t.Errorf("%d names: %+v", report.Labels["it"], report.Files)
	}
	found := 0
	for key, label := range sink.labels {
		if label == "cuoco|cuoca" || label == "aiuto cucina|" {
			found++
		}
		if len(key) == 0 {
			t.Error("a label of nothing")
		}
	}
	if found != 2 {
		t.Errorf("the names of a concept are not together: %v", sink.labels)
	}
	// Beside the download's own file of the language it is not needed.
	report, err = esco.Read(t.Context(), []esco.File{list, text("occupations_en.csv", occupationsEN), text("occupations_it.csv", occupationsIT)}, newKept(), esco.Options{})
	if err != nil || report.Files[0].Ignored != esco.ReasonNotNeeded {
		t.Errorf("%+v, %v", report.Files, err)
	}
}
