package playback

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"
	"maps"
	"slices"
	"strconv"
	"strings"

	"eddy/feeds/tape"
)

// chain is a digest over fingerprints.
type chain struct{ hash.Hash }

func newChain() chain { return chain{sha256.New()} }

func (c chain) add(p tape.Print) {
	_, _ = c.Write(p.Sum[:]) // a hash takes everything
}

// differ finds the first place in which two values of JSON differ: fields in
// the order of their names, elements in theirs.
func differ(path string, a, b any) (where string, found bool) {
	switch x := a.(type) {
	case map[string]any:
		if y, ok := b.(map[string]any); ok {
			return differInFields(path, x, y)
		}
	case []any:
		if y, ok := b.([]any); ok {
			return differInElements(path, x, y)
		}
	default:
		if a == b {
			return "", false
		}
	}
	return fmt.Sprintf("%s: %s and %s", path, short(a), short(b)), true
}

func differInFields(path string, a, b map[string]any) (string, bool) {
	all := maps.Clone(a)
	maps.Copy(all, b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		at := name
		if path != "" {
			at = path + "." + name
		}
		x, inA := a[name]
		y, inB := b[name]
		if inA != inB {
			return fmt.Sprintf("%s: only one has it", at), true
		}
		if where, found := differ(at, x, y); found {
			return where, true
		}
	}
	return "", false
}

func differInElements(path string, a, b []any) (string, bool) {
	for i := range min(len(a), len(b)) {
		if where, found := differ(fmt.Sprintf("%s[%d]", path, i), a[i], b[i]); found {
			return where, true
		}
	}
	if len(a) != len(b) {
		return fmt.Sprintf("%s: %d and %d elements", path, len(a), len(b)), true
	}
	return "", false
}

// lookUp finds a place of a fingerprint in a snapshot as JSON sees it: a field, a
// field of a field, or an element of a list.
func lookUp(v any, place string) (any, bool) {
	fields, _ := v.(map[string]any)
	if name, index, isElement := strings.Cut(strings.TrimSuffix(place, "]"), "["); isElement {
		list, _ := fields[name].([]any)
		i, err := strconv.Atoi(index)
		if err != nil || i >= len(list) {
			return nil, false
		}
		return list[i], true
	}
	name, inner, isInner := strings.Cut(place, ".")
	v, found := fields[name]
	if !isInner || !found {
		return v, found
	}
	fields, _ = v.(map[string]any)
	v, found = fields[inner]
	return v, found
}

// short renders a value in one short line.
func short(v any) string {
	const most = 60
	text, err := json.Marshal(v)
	if err != nil {
		return "?"
	}
	if runes := []rune(string(text)); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(text)
}
