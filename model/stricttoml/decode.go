// Package stricttoml reads TOML files that people write: an unknown key is an
// error, because a misspelt key that is silently ignored is worse than none,
// and every error is one clean line with its place and, where a known key is
// near, a suggestion.
package stricttoml

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"eddy/model"
)

// ErrUnknownKey is wrapped by the errors about a key nobody reads.
var ErrUnknownKey = errors.New("unknown key")

// Decode reads data into v, which is a pointer to a struct. Its errors begin
// with "line R column C:".
func Decode(data []byte, v any) error {
	dec := toml.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return place(dec.Decode(v), v)
}

// place puts line and column in front of the library's errors.
func place(err error, v any) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		first := strict.Errors[0]
		row, col := first.Position()
		key := strings.Join(first.Key(), ".")
		return fmt.Errorf("line %d column %d: %w %q%s", row, col, ErrUnknownKey, model.CleanText(key), suggestion(key, Keys(v)))
	}
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		row, col := decode.Position()
		return fmt.Errorf("line %d column %d: %s", row, col, model.CleanText(forPeople(decode.Error())))
	}
	return err
}

// Keys lists every key v can take in dotted form, tables included, in order.
func Keys(v any) []string {
	var keys []string
	collect(reflect.TypeOf(v), "", &keys)
	slices.Sort(keys)
	return slices.Compact(keys)
}

// collect walks the toml tags of a type. The files it is for are no trees, so
// the walk ends.
func collect(t reflect.Type, prefix string, keys *[]string) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
		switch {
		case f.Anonymous && name == "":
			collect(f.Type, prefix, keys)
		case name != "" && name != "-":
			*keys = append(*keys, prefix+name)
			collect(f.Type, prefix+name+".", keys)
		}
	}
}

// suggestion names the known key nearest to a misspelt one.
func suggestion(key string, known []string) string {
	best := Nearest(key, known)
	if best == "" {
		return ""
	}
	return fmt.Sprintf(", did you mean %q?", best)
}

// Nearest returns the known word nearest to a misspelt one, the first of
// several; "" when more than half of it is wrong.
func Nearest(word string, known []string) string {
	best, distance := "", len(word)/2+1
	for _, k := range known {
		if d := editDistance(word, k); d < distance {
			best, distance = k, d
		}
	}
	return best
}

// editDistance counts the insertions, deletions and substitutions between two
// words (Levenshtein).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			substitute := diagonal
			if a[i-1] != b[j-1] {
				substitute++
			}
			diagonal = row[j]
			row[j] = min(substitute, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
