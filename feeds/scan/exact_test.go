package scan_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"eddy/feeds/scan"
)

// Numbers with more digits than a float64 holds are read as strconv reads them,
// in the middle between two float64 as well.
func TestLongNumbersAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`[1-9][0-9]{14,27}`).Draw(t, "digits")
		switch rapid.IntRange(0, 3).Draw(t, "sort") {
		case 0: // the middle of two neighbours, or next to it
			m := rapid.Uint64Range(1<<52, 1<<53-1).Draw(t, "mantissa")
			digits = strconv.FormatUint(m<<1|1, 10) + rapid.SampledFrom([]string{"", "0", "00000001", "00000000000001"}).Draw(t, "more")
		case 1:
			digits += strings.Repeat("9", rapid.IntRange(0, 12).Draw(t, "nines"))
		}
		point := rapid.IntRange(0, len(digits)).Draw(t, "point")
		text := digits[:point]
		if text == "" {
			text = "0"
		}
		if point < len(digits) {
			text += "." + digits[point:]
		}
		if rapid.Bool().Draw(t, "negative") {
			text = "-" + text
		}
		want, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		r := scan.Over([]byte(`"` + text + `"`))
		if got, ok := r.Float(); !ok || math.Float64bits(got) != math.Float64bits(want) {
			t.Fatalf("%s: got %v, %v; want %v", text, got, ok, want)
		}
	})
}

func BenchmarkLongFloat(b *testing.B) {
	for _, text := range []string{`"583671.28300000185"`, `"1711042949.9893549292325"`} {
		b.Run(strconv.Itoa(len(text)-3), func(b *testing.B) {
			raw := []byte(text)
			for b.Loop() {
				r := scan.Over(raw)
				if _, ok := r.Float(); !ok {
					b.Fatal("refused")
				}
			}
		})
		b.Run(strconv.Itoa(len(text)-3)+"/strconv", func(b *testing.B) {
			for b.Loop() {
				if _, err := strconv.ParseFloat(text[1:len(text)-1], 64); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
