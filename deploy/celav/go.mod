module github.com/celav/celav/deploy/celav

go 1.26.8

require (
	github.com/celav/celav/pkg v0.0.0
	github.com/celav/celav/services/employer-outreach v0.0.0
	github.com/celav/celav/services/intake v0.0.0
	github.com/celav/celav/services/skills-assessment v0.0.0
	github.com/celav/celav/services/traineeship-matching v0.0.0
)

replace (
	github.com/celav/celav/pkg => ../../pkg
	github.com/celav/celav/services/employer-outreach => ../../services/employer-outreach
	github.com/celav/celav/services/intake => ../../services/intake
	github.com/celav/celav/services/skills-assessment => ../../services/skills-assessment
	github.com/celav/celav/services/traineeship-matching => ../../services/traineeship-matching
)
