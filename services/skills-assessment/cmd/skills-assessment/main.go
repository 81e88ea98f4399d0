// Command skills-assessment runs the assessment service alone.
package main

import (
	"os"

	"github.com/celav/celav/pkg/suite"
	assessment "github.com/celav/celav/services/skills-assessment"
)

func main() {
	os.Exit(suite.Main(assessment.Module(), os.Args[1:], os.Stdout, os.Stderr))
}
