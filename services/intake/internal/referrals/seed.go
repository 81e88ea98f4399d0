package referrals

import (
	"bytes"
	"context"
	_ "embed" // the services that come with the product
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/celav/celav/services/intake/internal/referral"
)

//go:embed seed.yaml
var seedFile []byte

// seeded is one entry of the file.
type seeded struct {
	ID         string            `yaml:"id"`
	Kind       string            `yaml:"kind"`
	Names      map[string]string `yaml:"names"`
	About      string            `yaml:"about"`
	Languages  []string          `yaml:"languages"`
	Address    string            `yaml:"address"`
	Hours      string            `yaml:"hours"`
	Email      string            `yaml:"email"`
	AnswerDays int               `yaml:"answerDays"`
	Reserved   bool              `yaml:"reserved"`
}

// Seeded reads the services that come with the product.
func Seeded() ([]referral.Service, error) {
	var file struct {
		Services []seeded `yaml:"services"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader(seedFile))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("read the services of the city: %w", err)
	}
	list := make([]referral.Service, 0, len(file.Services))
	for _, s := range file.Services {
		clean, err := referral.Service{
			ID: s.ID, Kind: referral.Kind(s.Kind), Names: s.Names, About: s.About, Languages: s.Languages, Address: s.Address, Hours: s.Hours,
			Email: s.Email, AnswerDays: s.AnswerDays, Reserved: s.Reserved,
		}.Clean()
		if err != nil {
			return nil, fmt.Errorf("the service %s of the city: %w", s.ID, err)
		}
		list = append(list, clean)
	}
	return list, nil
}

// Seed writes the services that the directory lacks. What is there, changed or withdrawn, stays as it is.
func (d *Desk) Seed(ctx context.Context) error {
	list, err := Seeded()
	if err != nil {
		return err
	}
	return d.Store.SeedCityServices(ctx, list, d.Now())
}
