// Command outreach runs the employer-outreach service alone.
package main

import (
	"os"

	"github.com/celav/celav/pkg/suite"
	outreach "github.com/celav/celav/services/employer-outreach"
)

func main() {
	os.Exit(suite.Main(outreach.Module(), os.Args[1:], os.Stdout, os.Stderr))
}
