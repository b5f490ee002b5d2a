package stricttoml

import (
	"regexp"
	"strings"
)

// mismatch is how the library says that a value is of another sort than the key
// takes: in the words of Go.
var mismatch = regexp.MustCompile(`^cannot decode TOML (\w+) into .* of type (.+)$`)

// forPeople returns what is wrong with a line in the words of whoever wrote it.
func forPeople(text string) string {
	text = strings.TrimPrefix(text, "toml: ")
	m := mismatch.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	return "takes " + sortOf(m[2]) + ", not " + sortOf(m[1])
}

// sortOf names a sort of value, by its name in Go or in TOML.
func sortOf(name string) string {
	switch name = strings.TrimPrefix(name, "*"); {
	case name == "bool" || name == "boolean":
		return "true or false"
	case name == "string":
		return "text in quotes"
	case strings.HasPrefix(name, "int") || strings.HasPrefix(name, "uint") || strings.HasPrefix(name, "float"):
		return "a number"
	case strings.HasPrefix(name, "[]") || name == "array":
		return "a list in [ ]"
	default:
		return "a table of its own"
	}
}
