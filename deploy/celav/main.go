// Command celav runs the whole suite in one process and holds the operator's commands.
package main

import (
	"os"

	"github.com/celav/celav/deploy/celav/internal/command"
)

func main() { os.Exit(command.Run(os.Args[1:], os.Stdout, os.Stderr)) }
