// Package weights ships the numbers of the match score.
package weights

import (
	"bytes"
	_ "embed"
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

//go:embed weights.yaml
var shipped []byte

// Shipped returns the weights of this version of the product.
func Shipped() (*match.Weights, error) { return Read(shipped) }

// Read reads a weights file and refuses unknown fields, missing numbers and tables in which knowing more counts less.
func Read(text []byte) (*match.Weights, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	var w match.Weights
	if err := decoder.Decode(&w); err != nil {
		return nil, fmt.Errorf("read the weights: %w", err)
	}
	if err := w.Check(); err != nil {
		return nil, fmt.Errorf("check the weights: %w", err)
	}
	return &w, nil
}
