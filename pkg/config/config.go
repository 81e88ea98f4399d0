// Package config reads the suite's settings from CELAV_* environment variables with envconfig, and
// tells every fault at once: values that do not parse, names that nobody knows (with the nearest known one),
// variables that are set but empty, and settings that do not go together. Secrets cannot be printed.
package config

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Profiles.
const (
	Development = "development"
	Production  = "production"
)

// leastRunMonths is how long the law on high-risk systems wants the log of runs kept.
const leastRunMonths = 6

// leastFairness is how few people a published number may be about at the least.
const leastFairness = 3

// Settings are all settings of the suite; one process may use a part of them.
// Backends are chosen by URL, and an embedded kind is the default of each.
type Settings struct {
	Addr         string `default:"127.0.0.1:8080" desc:"address on which the one origin listens"`
	InternalAddr string `split_words:"true" default:"127.0.0.1:0" desc:"address of metrics and health; port 0 takes a free one and prints it"`
	PublicURL    string `split_words:"true" desc:"origin as people see it, when a proxy stands before; default http://CELAV_ADDR"`
	DataDir      string `split_words:"true" default:"var" desc:"folder in which embedded backends keep their files"`
	Profile      string `default:"development" desc:"development or production; production refuses embedded backends unless named"`

	StoreURL  Address `split_words:"true" desc:"records: sqlite:DIR/ or postgres://... ; default sqlite:CELAV_DATA_DIR/"`
	SearchURL Address `split_words:"true" desc:"search: embedded:DIR or elasticsearch+http(s)://... ; default embedded:CELAV_DATA_DIR/index"`
	RedisURL  Address `split_words:"true" desc:"sessions and wake-ups: embedded: or redis://, rediss://, redis+cluster://, redis+sentinel:// ; default embedded:"`

	OIDCIssuer       Address  `split_words:"true" desc:"identity provider: embedded: or its https URL; default embedded:"`
	OIDCClientID     string   `split_words:"true" default:"celav" desc:"client id at the identity provider"`
	OIDCClientSecret Secret   `split_words:"true" desc:"client secret at the identity provider"`
	OIDCAudience     string   `split_words:"true" default:"celav-api" desc:"aud that an access token must name to open the API; never the client id"`
	Operators        []string `desc:"subjects of the identity provider that are operators from the start, comma-separated: they enter the first staff"`

	SmtpURL  Address `split_words:"true" desc:"mail server: smtp://, smtps:// or, on this machine, smtp+plain://user:password@host:port; without it messages stay in the outbox"` //nolint:revive // so that the variable is CELAV_SMTP_URL
	MailFrom string  `split_words:"true" desc:"address that mail comes from and is answered to; needed with CELAV_SMTP_URL"`

	ServiceKey Secret `split_words:"true" desc:"Ed25519 seed (base64) with which a service run alone signs its calls"`
	SealKey    Secret `split_words:"true" desc:"key set (base64 Tink JSON) that seals sensitive fields; needed with PostgreSQL"`

	PeerIntake     Address `split_words:"true" desc:"URL of intake, for a service run alone"`
	PeerAssessment Address `split_words:"true" desc:"URL of skills-assessment, for a service run alone"`
	PeerMatching   Address `split_words:"true" desc:"URL of traineeship-matching, for a service run alone"`
	PeerOutreach   Address `split_words:"true" desc:"URL of employer-outreach, for a service run alone"`

	Chromium string `desc:"the Chromium that makes PDFs: a program, the ws:// address of one beside, or off; default the one installed"`

	DeskContact   string `split_words:"true" desc:"how people reach the desk: address and telephone, shown on their own pages"`
	ContactTarget int    `split_words:"true" default:"200" desc:"how many contacts with companies the service wants to have"`

	RunMonths int `split_words:"true" default:"24" desc:"months for which every match that was made is kept, 6 at least"`

	FairnessLeast int `split_words:"true" default:"5" desc:"least people behind a number of the fairness page; numbers of fewer are hidden, 3 at least"`

	SnapshotOpenings int `split_words:"true" default:"1000000" desc:"most openings that matching holds in memory; beyond it they are recalled from the search engine"`

	OTLPEndpoint string        `split_words:"true" desc:"OpenTelemetry collector, http(s)://host:4318; without it spans stay in the process"`
	LogLevel     string        `split_words:"true" default:"info" desc:"debug, info, warn or error"`
	LogFormat    string        `split_words:"true" default:"text" desc:"text or json"`
	StopTimeout  time.Duration `split_words:"true" default:"10s" desc:"how long a stop waits for requests under way"`

	URL   string `desc:"the running suite that celav commands call; default http://CELAV_ADDR"`
	Token Secret `desc:"bearer token of celav commands; the development provider gives one when it is not set"`
}

// complete fills the defaults that depend on other settings and reports what does not go together.
func (s *Settings) complete() []string {
	var faults []string
	wrong := func(name, format string, args ...any) {
		faults = append(faults, name+": "+fmt.Sprintf(format, args...))
	}
	embedded := func(value *Address, name, otherwise string) {
		if *value == "" {
			*value = Address(otherwise)
			if s.Profile == Production {
				wrong(name, "must be set with CELAV_PROFILE=production (%q, to keep the embedded one on purpose)", otherwise)
			}
		}
	}
	if s.Profile != Development && s.Profile != Production {
		wrong("CELAV_PROFILE", "is neither development nor production")
	}
	embedded(&s.StoreURL, "CELAV_STORE_URL", "sqlite:"+strings.TrimSuffix(s.DataDir, "/")+"/")
	embedded(&s.SearchURL, "CELAV_SEARCH_URL", "embedded:"+strings.TrimSuffix(s.DataDir, "/")+"/index")
	embedded(&s.RedisURL, "CELAV_REDIS_URL", "embedded:")
	embedded(&s.OIDCIssuer, "CELAV_OIDC_ISSUER", "embedded:")
	if s.Profile == Production && strings.HasPrefix(string(s.OIDCIssuer), "embedded:") {
		wrong("CELAV_OIDC_ISSUER", "the development provider signs anybody in and is refused with CELAV_PROFILE=production")
	}
	check := func(name string, value Address, schemes ...string) {
		if value == "" {
			return
		}
		scheme, _, ok := strings.Cut(string(value), ":")
		if !ok || !contains(schemes, scheme) {
			wrong(name, "starts with none of %s", strings.Join(schemes, ":, ")+":")
		} else if _, err := url.Parse(string(value)); err != nil {
			wrong(name, "is not a valid URL")
		}
	}
	check("CELAV_STORE_URL", s.StoreURL, "sqlite", "postgres", "postgresql")
	check("CELAV_SEARCH_URL", s.SearchURL, "embedded", "elasticsearch+http", "elasticsearch+https")
	check("CELAV_REDIS_URL", s.RedisURL, "embedded", "redis", "rediss", "redis+cluster", "rediss+cluster", "redis+sentinel", "rediss+sentinel")
	check("CELAV_OIDC_ISSUER", s.OIDCIssuer, "embedded", "http", "https")
	check("CELAV_SMTP_URL", s.SmtpURL, "smtp", "smtps", "smtp+plain")
	if (s.SmtpURL == "") != (s.MailFrom == "") {
		wrong("CELAV_MAIL_FROM", "is set if and only if CELAV_SMTP_URL is")
	}
	if s.Profile == Production && strings.HasPrefix(string(s.SmtpURL), "smtp+plain:") {
		wrong("CELAV_SMTP_URL", "smtp+plain is not encrypted and refused with CELAV_PROFILE=production")
	}
	check("CELAV_PUBLIC_URL", Address(s.PublicURL), "http", "https")
	check("CELAV_OTLP_ENDPOINT", Address(s.OTLPEndpoint), "http", "https")
	check("CELAV_URL", Address(s.URL), "http", "https")
	for name, peer := range s.peers() {
		check(name, peer, "http", "https")
	}
	if !contains([]string{"debug", "info", "warn", "error"}, s.LogLevel) {
		wrong("CELAV_LOG_LEVEL", "is none of debug, info, warn, error")
	}
	if s.RunMonths < leastRunMonths {
		wrong("CELAV_RUN_MONTHS", "is less than the %d months for which the law wants it kept", leastRunMonths)
	}
	if s.SnapshotOpenings < 1 {
		wrong("CELAV_SNAPSHOT_OPENINGS", "is less than one")
	}
	if s.FairnessLeast < leastFairness {
		wrong("CELAV_FAIRNESS_LEAST", "is less than %d: numbers of two people tell each of them about the other", leastFairness)
	}
	if !contains([]string{"text", "json"}, s.LogFormat) {
		wrong("CELAV_LOG_FORMAT", "is neither text nor json")
	}
	return faults
}

func (s *Settings) peers() map[string]Address {
	return map[string]Address{
		"CELAV_PEER_INTAKE": s.PeerIntake, "CELAV_PEER_ASSESSMENT": s.PeerAssessment,
		"CELAV_PEER_MATCHING": s.PeerMatching, "CELAV_PEER_OUTREACH": s.PeerOutreach,
	}
}

// Peer returns the configured URL of a service and the name of its variable.
func (s *Settings) Peer(service string) (address, variable string) {
	variable = "CELAV_PEER_" + strings.ToUpper(service)
	return string(s.peers()[variable]), variable
}

func contains(list []string, value string) bool {
	for _, v := range list {
		if v == value {
			return true
		}
	}
	return false
}
