module github.com/celav/celav/deploy/celav

go 1.26.8

require (
	github.com/celav/celav/pkg v0.0.0
	github.com/celav/celav/services/employer-outreach v0.0.0
	github.com/celav/celav/services/intake v0.0.0
	github.com/celav/celav/services/skills-assessment v0.0.0
	github.com/celav/celav/services/traineeship-matching v0.0.0
)

require (
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/mitchellh/colorstring v0.0.0-20190213212951-d06e56a500db // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/schollz/progressbar/v3 v3.19.1 // indirect
	github.com/spf13/cobra v1.10.2 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/term v0.47.0 // indirect
)

replace (
	github.com/celav/celav/pkg => ../../pkg
	github.com/celav/celav/services/employer-outreach => ../../services/employer-outreach
	github.com/celav/celav/services/intake => ../../services/intake
	github.com/celav/celav/services/skills-assessment => ../../services/skills-assessment
	github.com/celav/celav/services/traineeship-matching => ../../services/traineeship-matching
)
