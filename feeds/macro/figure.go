package macro

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// figure is a number as these sources write it: bare, in quotes, null, or not
// there at all. Whatever is no finite number is not there; it never becomes
// zero (venues/context §7.5).
type figure struct {
	value float64
	known bool
}

// UnmarshalJSON never fails: one odd field must not cost the row it is in.
func (f *figure) UnmarshalJSON(data []byte) error {
	*f = parseFigure(strings.Trim(string(data), `"`))
	return nil
}

// parseFigure reads a decimal of any length: the cap service writes sums with
// 60 digits (venues/context §7.3).
func parseFigure(text string) figure {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return figure{}
	}
	return figure{v, true}
}

// atLeast tells whether there is a number of at least least.
func (f figure) atLeast(least float64) bool { return f.known && f.value >= least }

// text is a word, or "" where the source has none or something else.
type text string

// UnmarshalJSON never fails, like figure's.
func (t *text) UnmarshalJSON(data []byte) error {
	var s string
	if json.Unmarshal(data, &s) != nil {
		s = "" // a number or an object where a word should be is no word
	}
	*t = text(s)
	return nil
}
