package stream_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"eddy/model/modeltest"
)

// vectorCase is one case of the reference vectors: arrays aligned with the bars,
// nil where the figure is not defined.
type vectorCase struct {
	ID         string
	Indicator  string
	Convention string
	Params     vectorParams
	Input      struct {
		Close, High, Low []float64
		X, Y             []float64
		Asset, Benchmark []float64
		Fast, Slow       []float64
	}
	Expected   map[string][]*float64
	ExpectedAt []struct {
		Index  int
		Series string
		Value  float64
	} `json:"expected_at"`
	Tolerance float64
}

type vectorParams struct {
	Period             int
	DDof               int
	Fast, Slow, Signal int
	Scale              float64
	Annualization      float64
	Returns            string
	Partial            bool `json:"partial_windows"`
}

// series is one indicator's output on one case.
type series []*float64

func (s *series) add(v float64, ok bool) {
	if !ok {
		*s = append(*s, nil)
		return
	}
	*s = append(*s, &v)
}

// notOffered names the cases whose convention eddy does not offer, and why.
var notOffered = map[string]string{
	"macd-achelis-fixed-alpha": "fixed smoothing of 0.15 and 0.075 never converges to 2/(n+1): a trap, not a target",
}

func TestReferenceVectors(t *testing.T) {
	for _, name := range []string{
		"sma_ema", "rsi", "macd", "atr", "stddev", "corr_beta", "roc_minmax", "ma_cross", "numerics",
	} {
		for _, c := range loadCases(t, name) {
			t.Run(name+"/"+c.ID, func(t *testing.T) {
				if why := notOffered[c.ID]; why != "" {
					t.Skip("not offered: " + why)
				}
				run := runners[c.Indicator]
				if run == nil {
					t.Fatalf("indicator %q is neither offered nor named as not offered", c.Indicator)
				}
				compare(t, c, run(t, c))
			})
		}
	}
}

func loadCases(t *testing.T, name string) []vectorCase {
	t.Helper()
	data, err := os.ReadFile(modeltest.Shared(t, "reference", "vectors", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []vectorCase }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if len(file.Cases) == 0 {
		t.Fatalf("%s: no cases", name)
	}
	return file.Cases
}

func compare(t *testing.T, c vectorCase, got map[string]series) {
	t.Helper()
	checked := 0
	for name, want := range c.Expected {
		for i := range want {
			if c.Params.Partial && i < c.Params.Period-1 {
				if got[name][i] != nil {
					t.Fatalf("%s[%d]: full windows only, got %v", name, i, *got[name][i])
				}
				continue // the case's own note: with full windows these are undefined, the rest unchanged
			}
			near(t, name, i, got[name][i], want[i], c.Tolerance)
			checked++
		}
	}
	for _, at := range c.ExpectedAt {
		near(t, at.Series, at.Index, got[at.Series][at.Index], &at.Value, c.Tolerance)
		checked++
	}
	if checked == 0 {
		t.Fatal("the case checks nothing")
	}
}

func near(t *testing.T, name string, i int, got, want *float64, tolerance float64) {
	t.Helper()
	switch {
	case got == nil && want == nil:
	case got == nil || want == nil:
		t.Fatalf("%s[%d] defined: got %v, want %v", name, i, got != nil, want != nil)
	case !(math.Abs(*got-*want) <= tolerance):
		t.Fatalf("%s[%d]: got %.12g, want %.12g", name, i, *got, *want)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
