// Command matching runs the traineeship-matching service alone.
package main

import (
	"os"

	"github.com/celav/celav/pkg/suite"
	matching "github.com/celav/celav/services/traineeship-matching"
)

func main() {
	os.Exit(suite.Main(matching.Module(), os.Args[1:], os.Stdout, os.Stderr))
}
