package rotation_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"eddy/model/modeltest"
	"eddy/strategy/rotation"
)

type vectorCase struct {
	ID        string
	Indicator string
	Input     struct{ Asset, Benchmark []float64 }
	Params    struct {
		Fast, Slow int
		MomLag     int `json:"mom_lag"`
		MomSmooth  int `json:"mom_smooth"`
		NormWindow int `json:"norm_window"`
		NormMin    int `json:"norm_min"`
		Clip       float64
	}
	Expected struct {
		Ratio    []*float64 `json:"rs_ratio"`
		Momentum []*float64 `json:"rs_momentum"`
	}
	Tolerance float64
}

// notOffered names the reference cases of public reconstructions that eddy does
// not offer, and why.
var notOffered = map[string]string{
	"openbb-scalers-abs-max": "full-sample scaling looks ahead: past points move when a bar arrives",
	"openbb-scalers-min-max": "full-sample scaling looks ahead: past points move when a bar arrives",
	"openbb-scalers-z":       "full-sample scaling looks ahead: past points move when a bar arrives",
	"dual-ema-aave-btc":      "the dual average is not normalised: a volatile sector dominates the graph",
	"zscore14-aave-btc":      "a z-score forgets a steady leader and its momentum is the ratio again",
}

func TestReferenceVectors(t *testing.T) {
	data, err := os.ReadFile(modeltest.Shared(t, "reference", "vectors", "rrg.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []vectorCase }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			if why := notOffered[c.ID]; why != "" {
				t.Skip("not offered: " + why)
			}
			if c.Indicator != "rrg" {
				t.Fatalf("indicator %q is neither offered nor named as not offered", c.Indicator)
			}
			checkVector(t, c)
		})
	}
}

func checkVector(t *testing.T, c vectorCase) {
	p := rotation.DefaultParams()
	p.Fast, p.Slow, p.Lag, p.Smooth = c.Params.Fast, c.Params.Slow, c.Params.MomLag, c.Params.MomSmooth
	p.Window, p.MinWindow, p.Clip = c.Params.NormWindow, c.Params.NormMin, c.Params.Clip
	r, err := rotation.New(p)
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Input.Asset {
		preview := r.Peek(c.Input.Asset[i], c.Input.Benchmark[i])
		r.Push(c.Input.Asset[i], c.Input.Benchmark[i])
		got := r.Point()
		if preview != got {
			t.Fatalf("bar %d: preview %v, closed %v", i, preview, got)
		}
		near(t, i, "ratio", got.X, got.HasX, c.Expected.Ratio[i], c.Tolerance)
		near(t, i, "momentum", got.Y, got.HasY, c.Expected.Momentum[i], c.Tolerance)
	}
}

func near(t *testing.T, i int, what string, got float64, ok bool, want *float64, tolerance float64) {
	t.Helper()
	switch {
	case ok != (want != nil):
		t.Fatalf("bar %d: %s defined: got %v, want %v", i, what, ok, want != nil)
	case ok && !(math.Abs(got-*want) <= tolerance):
		t.Fatalf("bar %d: %s: got %.12f, want %.12f", i, what, got, *want)
	}
}
