// Command intake runs the intake service alone.
package main

import (
	"os"

	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/services/intake"
)

func main() {
	os.Exit(suite.Main(intake.Module(), os.Args[1:], os.Stdout, os.Stderr))
}
