package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"sort"
	"strings"
	"text/tabwriter"

	"github.com/kelseyhightower/envconfig"
)

const prefix = "CELAV"

// Faults are all the faults of a configuration, one line each, every line naming its variable.
type Faults []string

// Error implements error.
func (f Faults) Error() string {
	return "the configuration has faults:\n  " + strings.Join(f, "\n  ")
}

// Check is what a program asks of the settings besides. It returns faults, each beginning with its variable's name and
// never holding its value.
type Check func(*Settings) []string

// Load reads the settings from the environment of the process. What the checks find is told together with the rest.
func Load(checks ...Check) (*Settings, error) {
	s := new(Settings)
	faults := unknown(os.Environ(), names(s))
	faults = append(faults, process(s)...)
	faults = append(faults, s.complete()...)
	for _, check := range checks {
		faults = append(faults, check(s)...)
	}
	if len(faults) > 0 {
		sort.Strings(faults)
		return nil, Faults(faults)
	}
	return s, nil
}

// process hands envconfig one field at a time, because it stops at the first fault and prints the raw value with it.
func process(s *Settings) []string {
	var faults []string
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name := nameOf(field)
		if value, set := os.LookupEnv(name); set && strings.TrimSpace(value) == "" {
			faults = append(faults, name+": is set but empty (unset it to take the default)")
			continue
		}
		one := reflect.New(reflect.StructOf([]reflect.StructField{field}))
		if err := envconfig.Process(prefix, one.Interface()); err != nil {
			var parse *envconfig.ParseError
			if errors.As(err, &parse) {
				faults = append(faults, fmt.Sprintf("%s: cannot be read as %s", name, parse.TypeName))
			} else {
				faults = append(faults, name+": cannot be read")
			}
			continue
		}
		v.Field(i).Set(one.Elem().Field(0))
	}
	return faults
}

// nameOf is the variable of a field. It follows envconfig's rule for split words.
func nameOf(field reflect.StructField) string {
	if field.Tag.Get("split_words") != "true" {
		return prefix + "_" + strings.ToUpper(field.Name)
	}
	var words []string
	runes := []rune(field.Name)
	upper := func(r rune) bool { return r >= 'A' && r <= 'Z' }
	start := 0
	for i := 1; i < len(runes); i++ {
		ends := upper(runes[i]) && (!upper(runes[i-1]) || (i+1 < len(runes) && !upper(runes[i+1])))
		if ends {
			words = append(words, string(runes[start:i]))
			start = i
		}
	}
	words = append(words, string(runes[start:]))
	return prefix + "_" + strings.ToUpper(strings.Join(words, "_"))
}

func names(s *Settings) []string {
	t := reflect.TypeOf(*s)
	list := make([]string, 0, t.NumField())
	for i := range t.NumField() {
		list = append(list, nameOf(t.Field(i)))
	}
	return list
}

// unknown reports CELAV_ variables that no setting reads. CELAV_TEST_ belongs to the tests.
func unknown(environ, known []string) []string {
	var faults []string
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, prefix+"_") || strings.HasPrefix(name, prefix+"_TEST_") || contains(known, name) {
			continue
		}
		near, best := "", 4
		for _, k := range known {
			if d := distance(name, k); d < best {
				near, best = k, d
			}
		}
		fault := name + ": no such setting"
		if near != "" {
			fault += " (did you mean " + near + "?)"
		}
		faults = append(faults, fault)
	}
	return faults
}

// distance is the number of edits between two names.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := last
			if a[i] != b[j] {
				cost++
			}
			last = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// Print writes the settings in force, one a line, secrets hidden.
func (s *Settings) Print(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	v := reflect.ValueOf(*s)
	for i := range v.NumField() {
		if _, err := fmt.Fprintf(tw, "%s\t%v\t%s\n", nameOf(v.Type().Field(i)), v.Field(i).Interface(), v.Type().Field(i).Tag.Get("desc")); err != nil {
			return fmt.Errorf("print the settings: %w", err)
		}
	}
	if err := tw.Flush(); err != nil {
		return fmt.Errorf("print the settings: %w", err)
	}
	return nil
}
