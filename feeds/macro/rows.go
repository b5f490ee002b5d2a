package macro

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// sortedKeys returns a map's keys in order: sums and output must not depend on
// a map's.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// errNotAList is the error of a reply that is no list where one should be, such
// as an error in the clothes of a success.
var errNotAList = errors.New("no list where one should be")

// eachRow decodes a long list row by row, so that a reply of tens of megabytes
// is never held twice. With a field name the list is that field of an object. A
// row of another shape than T is passed over.
func eachRow[T any](body []byte, field string, use func(*T)) error {
	d := json.NewDecoder(bytes.NewReader(body))
	if field != "" {
		if err := enter(d, field); err != nil {
			return err
		}
	}
	if t, err := d.Token(); err != nil {
		return err
	} else if t != json.Delim('[') {
		return errNotAList
	}
	for d.More() {
		var row T
		if err := d.Decode(&row); err != nil {
			var shape *json.UnmarshalTypeError
			if errors.As(err, &shape) {
				continue
			}
			return err
		}
		use(&row)
	}
	_, err := d.Token() // a list cut short ends here
	return err
}

// enter moves a decoder to the value of a field of the object it stands at.
func enter(d *json.Decoder, field string) error {
	if t, err := d.Token(); err != nil {
		return err
	} else if t != json.Delim('{') {
		return errNotAList
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		if name == field {
			return nil
		}
		var skipped json.RawMessage
		if err := d.Decode(&skipped); err != nil {
			return err
		}
	}
	return fmt.Errorf("%w: no %s", errNotAList, field)
}
