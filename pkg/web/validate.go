package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
)

// validated holds a request against its operation and tells all that is wrong with it.
func validated(route *routers.Route, stream bool) echo.MiddlewareFunc {
	options := &openapi3filter.Options{
		MultiError: true, ExcludeRequestBody: stream, SkipSettingDefaults: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
		RejectWhenRequestBodyNotSpecified: true,
		SchemaValidationOptions:           []openapi3.SchemaValidationOption{openapi3.WithStringFormatValidators(formats())},
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			params := make(map[string]string, len(c.ParamNames()))
			for i, name := range c.ParamNames() {
				params[name] = c.ParamValues()[i]
			}
			req := c.Request()
			var body []byte
			if !stream && req.Body != nil {
				var err error
				if body, err = io.ReadAll(req.Body); err != nil {
					return fmt.Errorf("read the body: %w", err)
				}
				if len(body) > 0 && !json.Valid(body) && isJSON(req) {
					return &badRequest{fault.New(fault.Invalid, "The body is not valid JSON."), http.StatusBadRequest}
				}
				req.Body = io.NopCloser(bytes.NewReader(body))
			}
			err := openapi3filter.ValidateRequest(req.Context(), &openapi3filter.RequestValidationInput{
				Request: req, PathParams: params, QueryParams: req.URL.Query(), Route: route, Options: options,
			})
			if err != nil {
				return violations(err)
			}
			if body != nil {
				req.Body = io.NopCloser(bytes.NewReader(body))
			}
			return next(c)
		}
	}
}

// formats replaces the library's pattern for uuid, which refuses version 7, and checks dates by the calendar.
func formats() map[string]openapi3.StringFormatValidator {
	return map[string]openapi3.StringFormatValidator{
		"uuid": openapi3.NewCallbackValidator(func(s string) error { _, err := uuid.Parse(s); return err }),
		"date": openapi3.NewCallbackValidator(func(s string) error { _, err := time.Parse(time.DateOnly, s); return err }),
	}
}

func isJSON(req *http.Request) bool {
	ct := req.Header.Get(echo.HeaderContentType)
	return ct == "" || strings.Contains(ct, "json")
}

// violations turns the validator's errors into located ones. The values that were sent are never repeated.
func violations(err error) error {
	var list fault.Violations
	collect(err, "", &list)
	if len(list) == 0 {
		return fault.New(fault.Invalid, "The request does not fit the contract.").Because(err)
	}
	return list.Err()
}

func collect(err error, parameter string, list *fault.Violations) {
	var many openapi3.MultiError
	var schema *openapi3.SchemaError
	var request *openapi3filter.RequestError
	switch e := err; {
	case errorAs(e, &many):
		for _, one := range many {
			collect(one, parameter, list)
		}
	case errorAs(e, &request):
		name := parameter
		if request.Parameter != nil {
			name = request.Parameter.Name
		}
		if request.Err != nil && (isMulti(request.Err) || isSchema(request.Err)) {
			collect(request.Err, name, list)
			return
		}
		code := "invalid"
		if errors.Is(err, openapi3filter.ErrInvalidRequired) {
			code = "required"
		}
		*list = append(*list, fault.Violation{Parameter: name, Code: code, Message: plain(code, "")})
	case errorAs(e, &schema):
		v := fault.Violation{Parameter: parameter, Code: codeOf(schema), Message: plain(codeOf(schema), schema.Reason)}
		if parameter == "" {
			v.Pointer = pointer(schema)
		}
		*list = append(*list, v)
	}
}

// pointer is where the fault is in the body. For a field that is not in the contract the validator points at
// the object and names the field in its reason only.
func pointer(e *openapi3.SchemaError) string {
	path := e.JSONPointer()
	if codeOf(e) == "unknown-field" {
		if _, rest, ok := strings.Cut(e.Reason, `property "`); ok {
			name, _, _ := strings.Cut(rest, `"`)
			path = append(path, name)
		}
	}
	escaped := make([]string, len(path))
	for i, step := range path {
		escaped[i] = "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(step)
	}
	return strings.Join(escaped, "")
}

// errorAs looks at the error itself and not into its chain, because a request error wraps a schema error.
func errorAs[T error](err error, target *T) bool {
	t, ok := err.(T) //nolint:errorlint // on purpose, see above
	if ok {
		*target = t
	}
	return ok
}

func isMulti(err error) bool { var m openapi3.MultiError; return errors.As(err, &m) }

func isSchema(err error) bool { var s *openapi3.SchemaError; return errors.As(err, &s) }

func codeOf(e *openapi3.SchemaError) string {
	switch e.SchemaField {
	case "required":
		return "required"
	case "maxLength", "maxItems":
		return "too-long"
	case "minLength", "minItems":
		return "too-short"
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
		return "out-of-range"
	case "enum":
		return "unknown-value"
	case "properties", "additionalProperties":
		return "unknown-field"
	default:
		return e.SchemaField
	}
}

// plain says what is wrong without the value: the validator's reasons for formats and patterns quote it.
func plain(code, reason string) string {
	switch code {
	case "required":
		return "is required"
	case "format", "pattern":
		return "has not the expected form"
	case "unknown-value":
		return "is not one of the allowed values"
	case "type":
		return "has the wrong type"
	case "invalid", "":
		return "is not valid"
	case "unknown-field":
		return "is not a field of this request"
	default:
		return reason
	}
}
