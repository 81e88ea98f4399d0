package portal

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"cloud.google.com/go/civil"
	"gopkg.in/yaml.v3"

	"github.com/celav/celav/pkg/policy"
)

//go:embed content
var embedded embed.FS

// Embedded loads the pages that ship with the product.
func Embedded() ([]Page, error) {
	sub, err := fs.Sub(embedded, "content")
	if err != nil {
		return nil, fmt.Errorf("open the embedded pages: %w", err)
	}
	return Load(sub)
}

// Languages are those that every page must have.
func Languages() []string { return []string{"it", "en", "fr", "ar"} }

// Load reads order.yaml, sources.yaml, links.yaml and a folder per page: page.yaml with the facts about its statements,
// and the words in each language. It refuses a statement without words in all languages, words without a statement, a
// source that is not listed, and a confidence that is not high or medium: what is not known is not published.
func Load(files fs.FS) ([]Page, error) {
	var l loading
	if err := errors.Join(read(files, "sources.yaml", &l.sources), read(files, "links.yaml", &l.links), read(files, "order.yaml", &l.order)); err != nil {
		return nil, err
	}
	var pages []Page
	for _, id := range l.order {
		p, err := l.page(files, id)
		if err != nil {
			return nil, fmt.Errorf("page %s: %w", id, err)
		}
		pages = append(pages, p)
	}
	return pages, nil
}

type loading struct {
	sources map[string]Source
	links   map[string]Link
	order   []string
}

type pageFile struct {
	Area       Area            `yaml:"area"`
	For        []string        `yaml:"for"`
	Version    int             `yaml:"version"`
	Author     string          `yaml:"author"`
	WrittenOn  string          `yaml:"written_on"`
	GatheredOn string          `yaml:"gathered_on"`
	ReviewDays int             `yaml:"review_days"`
	ValidFrom  string          `yaml:"valid_from"` // of statements that name no other day
	ReviewBy   string          `yaml:"review_by"`
	Statements []statementFile `yaml:"statements"`
}

type statementFile struct {
	ID         string            `yaml:"id"`
	Part       Part              `yaml:"part"`
	Sources    []string          `yaml:"sources"`
	Confidence policy.Confidence `yaml:"confidence"`
	Advice     bool              `yaml:"advice"`
	ValidFrom  string            `yaml:"valid_from"`
	ReviewBy   string            `yaml:"review_by"`
	Links      []string          `yaml:"links"`
}

type textFile struct {
	Title   string           `yaml:"title"`
	Summary string           `yaml:"summary"`
	Words   map[string]words `yaml:"words"`
}

// words are a text, or a title and a text.
type words Words

// UnmarshalYAML implements yaml.Unmarshaler.
func (w *words) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		w.Text = strings.TrimSpace(n.Value)
		return nil
	}
	var two []string
	if err := n.Decode(&two); err != nil || len(two) != 2 {
		return fmt.Errorf("line %d: want a text, or a title and a text", n.Line)
	}
	w.Title, w.Text = strings.TrimSpace(two[0]), strings.TrimSpace(two[1])
	return nil
}

func read(files fs.FS, name string, into any) error {
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	decoder := yaml.NewDecoder(strings.NewReader(string(raw)))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

func (l loading) page(files fs.FS, id string) (Page, error) {
	var f pageFile
	if err := read(files, id+"/page.yaml", &f); err != nil {
		return Page{}, err
	}
	p := Page{ID: id, Area: f.Area, For: f.For, Version: f.Version, Author: f.Author, ReviewDays: f.ReviewDays, Texts: map[string]Text{}}
	var err, more error
	p.WrittenOn, err = day(f.WrittenOn, "")
	p.GatheredOn, more = day(f.GatheredOn, "")
	if err = errors.Join(err, more); err != nil {
		return p, err
	}
	if p.Area != Hiring && p.Area != Desk || p.Version < 1 || p.Author == "" || p.ReviewDays < 1 || len(f.Statements) == 0 {
		return p, errors.New("area, version, author, review_days and statements are needed")
	}
	for _, s := range f.Statements {
		made, err := l.statement(s, f)
		if err != nil {
			return p, fmt.Errorf("statement %q: %w", s.ID, err)
		}
		if _, twice := p.Statement(made.ID); twice {
			return p, fmt.Errorf("statement %q stands twice", s.ID)
		}
		p.Statements = append(p.Statements, made)
	}
	sum := sha256.New()
	for _, name := range append([]string{"page"}, Languages()...) {
		raw, err := fs.ReadFile(files, id+"/"+name+".yaml")
		if err != nil {
			return p, fmt.Errorf("read the words: %w", err)
		}
		_, _ = fmt.Fprintf(sum, "%s %d\n%s", name, len(raw), raw) // a hash takes everything
		if name == "page" {
			continue
		}
		if p.Texts[name], err = text(files, id, name, p.Statements); err != nil {
			return p, err
		}
	}
	p.Fingerprint = hex.EncodeToString(sum.Sum(nil))
	return p, nil
}

func (l loading) statement(f statementFile, page pageFile) (Statement, error) {
	s := Statement{ID: f.ID, Part: f.Part, Confidence: f.Confidence, Advice: f.Advice}
	var err, more error
	s.ValidFrom, err = day(f.ValidFrom, page.ValidFrom)
	s.ReviewBy, more = day(f.ReviewBy, page.ReviewBy)
	if err = errors.Join(err, more); err != nil {
		return s, err
	}
	if s.ID == "" || !slices.Contains(Parts(), s.Part) {
		return s, errors.New("an id and a known part are needed")
	}
	for _, id := range f.Sources {
		source, ok := l.sources[id]
		if !ok {
			return s, fmt.Errorf("source %s is not listed", id)
		}
		source.ID = id
		s.Sources = append(s.Sources, source)
	}
	for _, id := range f.Links {
		link, ok := l.links[id]
		if !ok || !strings.HasPrefix(link.URL, "https://") {
			return s, fmt.Errorf("link %s is not listed with an https address", id)
		}
		link.ID = id
		s.Links = append(s.Links, link)
	}
	switch {
	case s.Advice && s.Confidence == "":
	case s.Advice:
		return s, errors.New("advice has no confidence: it is no rule")
	case s.Confidence != policy.High && s.Confidence != policy.Medium:
		return s, errors.New("only what is sure (H or M) is published")
	case len(s.Sources) == 0:
		return s, errors.New("a source is needed")
	}
	return s, nil
}

func text(files fs.FS, id, language string, statements []Statement) (Text, error) {
	var f textFile
	if err := read(files, id+"/"+language+".yaml", &f); err != nil {
		return Text{}, err
	}
	t := Text{Title: f.Title, Summary: f.Summary, Words: map[string]Words{}}
	if t.Title == "" || t.Summary == "" {
		return t, fmt.Errorf("%s: title and summary are needed", language)
	}
	for _, s := range statements {
		if f.Words[s.ID].Text == "" {
			return t, fmt.Errorf("%s: no words for %q", language, s.ID)
		}
		t.Words[s.ID] = Words(f.Words[s.ID])
	}
	if len(f.Words) != len(statements) {
		return t, fmt.Errorf("%s: %d texts for %d statements", language, len(f.Words), len(statements))
	}
	return t, nil
}

func day(value, otherwise string) (civil.Date, error) {
	if value == "" {
		value = otherwise
	}
	d, err := civil.ParseDate(value)
	if err != nil {
		return d, fmt.Errorf("%q is no day", value)
	}
	return d, nil
}
