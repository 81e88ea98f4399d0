package api_test

import (
	"testing"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

// Whoever reads stages puts the codes of the contract into words: there may be no others.
func TestTheContractKnowsEveryCodeOfAStage(t *testing.T) {
	for _, code := range append(shortlist.NoReasons(), string(shortlist.NoShow)) {
		if !contract.StageReason(code).Valid() {
			t.Errorf("the contract does not know the reason %s", code)
		}
	}
	for _, code := range shortlist.NextSteps() {
		if !contract.StageNextStep(code).Valid() {
			t.Errorf("the contract does not know the next step %s", code)
		}
	}
}
