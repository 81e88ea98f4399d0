package runlog

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
)

// Result is one pair as it was judged and shown. Of a pair that was looked at alone it holds the facts compared and the
// skills found; of a ranking, what each constraint and each part came to.
type Result struct {
	Person         string   `json:"person"`
	PersonVersion  int64    `json:"personVersion"`
	Opening        string   `json:"opening"`
	OpeningVersion int64    `json:"openingVersion"`
	Standing       string   `json:"standing,omitempty"`
	Total          *int32   `json:"total,omitempty"` // hundredths of a point; none where too little was known
	Completeness   int32    `json:"completeness"`    // percent
	Capped         bool     `json:"capped,omitempty"`
	Gate           []Check  `json:"gate,omitempty"`
	Parts          []Part   `json:"parts,omitempty"`
	Ask            []string `json:"ask,omitempty"`
	Improve        []Change `json:"improve,omitempty"`
}

// Check is one constraint of the gate as it came out, with the rule behind it.
type Check struct {
	Constraint string   `json:"constraint"`
	Decision   string   `json:"decision"`
	Reason     string   `json:"reason"`
	Rule       string   `json:"rule,omitempty"` // id and version
	Sources    []string `json:"sources,omitempty"`
	Facts      []Fact   `json:"facts,omitempty"`
}

// Part is one part of the score; Value is in hundredths of a percent.
type Part struct {
	Part   string  `json:"part"`
	State  string  `json:"state"`
	Value  int32   `json:"value"`
	Weight int32   `json:"weight"`
	Skills []Skill `json:"skills,omitempty"`
	Facts  []Fact  `json:"facts,omitempty"`
}

// Skill is what was asked for and what was found; Found is empty when nothing near was.
type Skill struct {
	Skill    string `json:"skill"`
	Found    string `json:"found,omitempty"`
	Nearness string `json:"nearness,omitempty"`
	Level    int    `json:"level,omitempty"`
	Evidence string `json:"evidence,omitempty"`
	Credit   int32  `json:"credit"` // hundredths of a percent
}

// Fact is one thing that was compared.
type Fact struct {
	Name  string `json:"name"`
	Side  string `json:"side"`
	Value string `json:"value"`
}

// Change is one that would have made it a match, or a better one.
type Change struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
	To    string `json:"to,omitempty"`
	Gain  int32  `json:"gain"` // hundredths of a point
}

// mostUnpacked bounds what a sealed column may unpack to.
const mostUnpacked = 8 << 20

const table = "match_run"

// pack makes results small and seals them.
func (l *Log) pack(run string, results []Result) (string, error) {
	if len(results) == 0 {
		return "", nil
	}
	var small bytes.Buffer
	w, ok := l.writers.Get().(*flate.Writer)
	if ok {
		w.Reset(&small)
	} else {
		var err error
		if w, err = flate.NewWriter(&small, flate.BestSpeed); err != nil {
			return "", fmt.Errorf("pack results: %w", err)
		}
	}
	defer l.writers.Put(w)
	if err := json.NewEncoder(w).Encode(results); err != nil {
		return "", fmt.Errorf("pack results: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("pack results: %w", err)
	}
	sealed, err := l.sealer.Seal(small.Bytes(), table, run, "results")
	if err != nil {
		return "", fmt.Errorf("seal results: %w", err)
	}
	return base64.StdEncoding.EncodeToString(sealed), nil
}

func (l *Log) unpack(run, packed string) ([]Result, error) {
	if packed == "" {
		return nil, nil
	}
	sealed, err := base64.StdEncoding.DecodeString(packed)
	if err != nil {
		return nil, fmt.Errorf("read sealed results: %w", err)
	}
	small, err := l.sealer.Open(sealed, table, run, "results")
	if err != nil {
		return nil, fmt.Errorf("open results: %w", err)
	}
	var results []Result
	if err := json.NewDecoder(io.LimitReader(flate.NewReader(bytes.NewReader(small)), mostUnpacked)).Decode(&results); err != nil {
		return nil, fmt.Errorf("read results: %w", err)
	}
	return results, nil
}
