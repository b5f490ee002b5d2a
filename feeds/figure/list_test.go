package figure_test

import (
	"encoding/json"
	"testing"

	"eddy/feeds/figure"
)

func TestList(t *testing.T) {
	for _, tt := range []struct {
		name, data string
		rows       int
		fails      bool
	}{
		{"a list", ` [{"a":1},{"a":"strange"},7] `, 3, false},
		{"one alone", `{"a":1}`, 1, false},
		{"an empty list", `[]`, 0, false},
		{"null", `null`, 0, false},
		{"nothing", ``, 0, true},
		{"no list", `"x"`, 0, true},
	} {
		rows, err := figure.List(json.RawMessage(tt.data))
		if len(rows) != tt.rows || (err != nil) != tt.fails {
			t.Errorf("%s: %d rows, %v", tt.name, len(rows), err)
		}
	}
}
