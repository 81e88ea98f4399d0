module github.com/celav/celav/services/intake

go 1.26.8

require github.com/celav/celav/pkg v0.0.0

replace github.com/celav/celav/pkg => ../../pkg
