package linking

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// BenchmarkMELO measures occupation linking on development sets of the MELO benchmark (Avature, MIT): rank the
// dictionary's forms for each query, keep 100. CELAV_MELO_DIR names the folder of sets such as usa_q_en_c_en.
func BenchmarkMELO(b *testing.B) {
	root := os.Getenv("CELAV_MELO_DIR")
	if root == "" {
		b.Skip("CELAV_MELO_DIR names no folder of MELO sets")
	}
	sets, err := filepath.Glob(filepath.Join(root, "*_c_*"))
	if err != nil {
		b.Fatal(err)
	}
	for _, dir := range sets {
		name := filepath.Base(dir)
		language := taxonomy.Language(name[len(name)-2:])
		b.Run(name, func(b *testing.B) { melo(b, dir, language) })
	}
}

func melo(b *testing.B, dir string, language taxonomy.Language) {
	var entries []Entry
	var formIDs []string
	concepts := map[string]string{}
	for _, cells := range tsv(b, filepath.Join(dir, "concept_mapping.tsv")) {
		concepts[cells[0]] = cells[1]
	}
	for _, cells := range tsv(b, filepath.Join(dir, "corpus_elements.tsv")) {
		formIDs = append(formIDs, cells[0])
		entries = append(entries, Entry{Concept: concepts[cells[0]], Kind: taxonomy.Occupation, Language: language, Text: cells[1]})
	}
	relevant := map[string]map[string]bool{}
	for _, cells := range tsv(b, filepath.Join(dir, "annotations.tsv")) {
		if relevant[cells[0]] == nil {
			relevant[cells[0]] = map[string]bool{}
		}
		relevant[cells[0]][cells[2]] = true
	}
	index := Build(entries)
	queries := tsv(b, filepath.Join(dir, "queries.tsv"))
	var mrr, first, five float64
	n := 0
	for b.Loop() {
		mrr, first, five, n = 0, 0, 0, 0
		for _, cells := range queries {
			want := relevant[cells[0]]
			if len(want) == 0 {
				continue
			}
			n++
			for rank, h := range index.parts[0].find(cells[1], 100) {
				if want[formIDs[h.form]] {
					mrr += 1 / float64(rank+1)
					if rank == 0 {
						first++
					}
					if rank < 5 {
						five++
					}
					break
				}
			}
		}
	}
	b.ReportMetric(mrr/float64(n), "MRR")
	b.ReportMetric(first/float64(n), "A@1")
	b.ReportMetric(five/float64(n), "A@5")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/query")
}

func tsv(tb testing.TB, path string) [][]string {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var rows [][]string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		rows = append(rows, strings.Split(lines.Text(), "\t"))
	}
	return rows
}
