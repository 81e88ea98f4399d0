// Package matching is the contract of traineeship-matching: its OpenAPI document and what is generated from it.
package matching

import _ "embed"

//go:generate go tool -modfile=../../../scripts/tools/go.mod oapi-codegen -config cfg.yaml openapi.yaml

// Document is the OpenAPI document that requests are validated against.
//
//go:embed openapi.yaml
var Document []byte
