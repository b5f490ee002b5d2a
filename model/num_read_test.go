package model_test

import (
	"encoding/json"
	"testing"

	"eddy/model"
)

// A moment is read as eddy writes it and as venues do.
func TestMillisFromJSON(t *testing.T) {
	for _, tc := range []struct {
		in   string
		want model.Millis
		ok   bool
	}{
		{`"2022-06-01T00:59:00.500Z"`, 1654045140500, true},
		{`1654045140500`, 1654045140500, true},
		{`0`, 0, true},
		{`null`, 0, true},
		{`"yesterday"`, 0, false},
		{`1.5`, 0, false},
		{`1e999`, 0, false},
		{`true`, 0, false},
		{`{}`, 0, false},
	} {
		var got model.Millis
		if err := json.Unmarshal([]byte(tc.in), &got); (err == nil) != tc.ok || got != tc.want {
			t.Errorf("%s: %d, %v", tc.in, got, err)
		}
	}
}
