package suite

import (
	"strings"

	"github.com/celav/celav/pkg/config"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/seal"
)

// Faults checks what a process that runs these modules asks of the settings: readable keys, and, for a part of the
// suite, peers, shared sessions and issuer.
func Faults(modules ...Module) config.Check {
	return func(s *config.Settings) []string {
		faults := keyFaults(s)
		if others := elsewhere(modules); len(others) > 0 {
			faults = append(faults, faultsAlone(s, others)...)
		}
		return faults
	}
}

func keyFaults(s *config.Settings) []string {
	var faults []string
	if key := s.SealKey.Reveal(); key != "" {
		if _, err := seal.New(key); err != nil {
			faults = append(faults, "CELAV_SEAL_KEY: "+err.Error()+" (celav key seal prints one)")
		}
	} else if !keepsRecordsInFiles(s) {
		faults = append(faults, "CELAV_SEAL_KEY: must be set when the records are not in files of this machine (celav key seal)")
	}
	if key := s.ServiceKey.Reveal(); key != "" {
		if _, err := identity.ParseKey(key); err != nil {
			faults = append(faults, "CELAV_SERVICE_KEY: "+err.Error())
		}
	}
	return faults
}

func faultsAlone(s *config.Settings, others []string) []string {
	var faults []string
	for _, name := range others {
		if address, variable := s.Peer(name); address == "" {
			faults = append(faults, variable+": must be set, because "+name+" runs in another process")
		}
	}
	if err := identity.RefuseEmbedded(string(s.RedisURL), string(s.OIDCIssuer)); err != nil {
		faults = append(faults, err.Error())
	}
	if s.PublicURL == "" {
		faults = append(faults, "CELAV_PUBLIC_URL: must be set to the one origin that people see, because this process is a part of it")
	}
	if s.ServiceKey == "" {
		faults = append(faults, "CELAV_SERVICE_KEY: must be set for a service that runs alone (openssl rand -base64 32)")
	}
	return faults
}

func keepsRecordsInFiles(s *config.Settings) bool {
	return strings.HasPrefix(string(s.StoreURL), "sqlite:")
}
