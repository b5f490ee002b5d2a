package scan_test

import (
	"math"
	"testing"

	"eddy/feeds/scan"
)

// slowPair reads a list of two numbers step by step.
func slowPair(r *scan.Reader) (list []float64) {
	for more := r.Array(); more && r.Element(); {
		v, ok := r.Float()
		if !ok {
			v = math.NaN()
		}
		list = append(list, v)
	}
	return list
}

// FuzzPlainPair sets PlainPair beside reading step by step: what it reads is
// the same and ends at the same place, and what it does not read is untouched.
func FuzzPlainPair(f *testing.F) {
	for _, s := range []string{
		`["2043.20","40.724"]`, `["2043.20","0"]`, `["1e5","1"]`, `["1","2","3"]`, `["1"]`, `[]`, `["",""]`, `["1" ,"2"]`,
		`[1,2]`, `["-1.5","0.00000001"]`, `["123456789012345678","1"]`, `["1","2"`, `["1",`, `["`, `["01","1"]`, `{"1":"2"}`, ``, `["1","2"]]`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		quick, slow := scan.Over(frame), scan.Over(frame)
		first, second, ok := quick.PlainPair()
		if !ok {
			quick.Skip()
			slow.Skip()
			if a, b := quick.End(), slow.End(); (a == nil) != (b == nil) {
				t.Errorf("%q: skipped as %v, without a try as %v", frame, a, b)
			}
			return
		}
		list := slowPair(&slow)
		if len(list) != 2 || math.Float64bits(list[0]) != math.Float64bits(first) || math.Float64bits(list[1]) != math.Float64bits(second) {
			t.Fatalf("%q: got %v and %v, want %v", frame, first, second, list)
		}
		if a, b := quick.End(), slow.End(); (a == nil) != (b == nil) {
			t.Errorf("%q: ended as %v, want %v", frame, a, b)
		}
	})
}

// TestPlainPairReadsLevels makes sure that the quick way is taken for what
// books are made of.
func TestPlainPairReadsLevels(t *testing.T) {
	for _, frame := range []string{`["2043.20","40.724"]`, `["0.000009854","483909"]`, `["98000.1","0"]`, `["98000","0.0000"]`} {
		r := scan.Over([]byte(frame))
		if _, _, ok := r.PlainPair(); !ok || r.End() != nil {
			t.Errorf("not %s", frame)
		}
	}
}
