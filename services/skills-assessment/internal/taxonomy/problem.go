package taxonomy

import (
	"fmt"
	"strings"
)

// Problem locates one thing that is wrong in the starter files.
type Problem struct {
	File    string
	Line    int
	Column  string // the header's name, empty when the whole row is meant
	Message string
}

// String formats the problem as editors understand it.
func (p Problem) String() string {
	where := fmt.Sprintf("%s:%d", p.File, p.Line)
	if p.Column != "" {
		where += ": " + p.Column
	}
	return where + ": " + p.Message
}

// Problems is every fault found, so that all are mended in one go.
type Problems []Problem

// Error lists the problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, 0, len(ps))
	for _, p := range ps {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

func (ps *Problems) add(at origin, column, format string, args ...any) {
	*ps = append(*ps, Problem{File: at.file, Line: at.line, Column: column, Message: fmt.Sprintf(format, args...)})
}

// origin is where a row was read.
type origin struct {
	file string
	line int
}
