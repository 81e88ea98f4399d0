package esco

import "sort"

// Reasons why a row or a file was left out.
const (
	ReasonRow          = "row cannot be read"
	ReasonURI          = "not an ESCO concept URI"
	ReasonLabel        = "no preferred label"
	ReasonISCO         = "not an ISCO-08 unit group"
	ReasonStatus       = "not released"
	ReasonTwice        = "concept was in this file already"
	ReasonNotDefined   = "concept is not among those of the first language or of the loaded ESCO"
	ReasonUnknownEnd   = "one end of the relation is not among the concepts"
	ReasonRelation     = "relation of an unknown type"
	ReasonNotNeeded    = "file is not needed: its content is in the others"
	ReasonNotESCO      = "not a file of the ESCO download"
	ReasonOtherTongue  = "language is not one of the suite's four"
	ReasonColumn       = "column is missing"
	ReasonTooLong      = "label is too long"
	ReasonNotUTF8      = "row is not UTF-8"
	ReasonSelfRelation = "concept is related to itself"
)

// Report says what became of one download. It marshals to JSON and is kept with the import.
type Report struct {
	Files []FileReport `json:"files"`
	// Counts of what was handed to the sink.
	Concepts map[string]int `json:"concepts"` // by kind
	Labels   map[string]int `json:"labels"`   // by language
	Links    map[string]int `json:"links"`    // by relation
}

// FileReport says what became of one file.
type FileReport struct {
	Name     string `json:"name"`
	Rows     int    `json:"rows"`
	Accepted int    `json:"accepted"`
	// Ignored is the reason why the whole file was left out, empty when it was read.
	Ignored string `json:"ignored,omitempty"`
	// Skipped rows by reason, with the line of the first.
	Skipped []Skip `json:"skipped,omitempty"`
}

// Skip counts the rows left out for one reason.
type Skip struct {
	Reason    string `json:"reason"`
	Count     int    `json:"count"`
	FirstLine int    `json:"firstLine"`
}

// SkippedRows is the number of rows left out of all files.
func (r Report) SkippedRows() int {
	n := 0
	for _, f := range r.Files {
		for _, s := range f.Skipped {
			n += s.Count
		}
	}
	return n
}

func (f *FileReport) skip(line int, reason string) {
	for i := range f.Skipped {
		if f.Skipped[i].Reason == reason {
			f.Skipped[i].Count++
			return
		}
	}
	f.Skipped = append(f.Skipped, Skip{Reason: reason, Count: 1, FirstLine: line})
	sort.Slice(f.Skipped, func(i, j int) bool { return f.Skipped[i].Reason < f.Skipped[j].Reason })
}
