package signal_test

import (
	"math"
	"testing"

	"eddy/model"
	"eddy/strategy/signal"
)

// The bands of analytics §8.3, edges included.
func TestFundingBands(t *testing.T) {
	f := figures(t).Funding
	for _, c := range []struct {
		bps  float64
		want signal.Band
	}{
		{-58, signal.DeeplyNegative},
		{-3, signal.DeeplyNegative},
		{-2.99, signal.Negative},
		{-0.01, signal.Negative},
		{0, signal.Neutral},
		{1, signal.Neutral}, // the venues' own anchor
		{1.5, signal.Warm},
		{3, signal.Hot},
		{4.99, signal.Hot},
		{5, signal.Excessive},
		{10, signal.Extreme},
		{300, signal.Extreme},
		{math.NaN(), signal.BandUnknown},
	} {
		if got := f.Band(c.bps); got != c.want {
			t.Errorf("%v bp: %v, want %v", c.bps, got, c.want)
		}
	}
}

// The alarm of the articles read per eight hours (C-26): at 5 bp it is raised,
// and released at 60 % of that.
func TestFundingRaisesAndReleases(t *testing.T) {
	funding := figures(t).Funding
	f := funding.NewFunding()
	steps := []struct {
		bps                         float64
		excessive, extreme, squeeze signal.State
	}{
		{4.9, signal.Off, signal.Off, signal.Off},
		{5, signal.On, signal.Off, signal.Off},
		{10, signal.On, signal.On, signal.Off},
		{6.1, signal.On, signal.On, signal.Off},
		{5.9, signal.On, signal.Off, signal.Off},
		{3.01, signal.On, signal.Off, signal.Off},
		{2.99, signal.Off, signal.Off, signal.Off},
		{-3, signal.Off, signal.Off, signal.On},
		{-1.9, signal.Off, signal.Off, signal.On},
		{-1.7, signal.Off, signal.Off, signal.Off},
	}
	for i, s := range steps {
		f.Push(model.Millis(i+1)*bar, model.Known(s.bps), model.Unknown("none"))
		if a, b, c := f.Excessive.Reading().State, f.Extreme.Reading().State, f.Squeeze.Reading().State; a != s.excessive || b != s.extreme || c != s.squeeze {
			t.Errorf("%v bp: excessive %v, extreme %v, squeeze %v", s.bps, a, b, c)
		}
	}
	if got := f.Relative.Reading().State; got != signal.Unknown {
		t.Errorf("the relative test without figures is %v", got)
	}
}

func TestUnusual(t *testing.T) {
	f := figures(t).Funding
	quiet := make([]float64, 300)
	for i := range quiet {
		quiet[i] = 1e-4 // exactly the anchor, as on most settlements
	}
	if _, ok := f.Unusual(quiet); ok {
		t.Error("a flat past has no z-score, and its own value is not above its percentile")
	}
	hot := append(append([]float64(nil), quiet...), 2e-4)
	if z, ok := f.Unusual(hot); !ok || z <= f.Z.Value {
		t.Errorf("above all of a quiet quarter: %v, %v", z, ok)
	}
	if _, ok := f.Unusual(hot[:5]); ok {
		t.Error("five settlements are too few")
	}
	// By hand: 30 settlements, half 1 and half 3, mean 2, deviation 1; the
	// newest is 5: z = 3.
	var mixed []float64
	for i := range 30 {
		mixed = append(mixed, float64(1+2*(i%2)))
	}
	if z, ok := f.Unusual(append(mixed, 5)); !ok || math.Abs(z-3) > 1e-12 {
		t.Errorf("z %v, want 3", z)
	}
	if z, ok := f.Unusual(append(mixed, -1)); !ok || math.Abs(z+3) > 1e-12 {
		t.Errorf("z %v, want -3", z)
	}
}

// The quadrants of analytics §8.4 with their dead zones.
func TestOpenInterestQuadrants(t *testing.T) {
	f := figures(t).Interest
	nan := math.NaN()
	for _, c := range []struct {
		name         string
		move, change float64
		want         signal.Flow
	}{
		{"up up", 1, 0.05, signal.LongsBuild},
		{"up down", 1, -0.05, signal.ShortsCover},
		{"down up", -1, 0.05, signal.ShortsBuild},
		{"down down", -1, -0.05, signal.LongsFlush},
		{"price dead", 0.49, 0.05, signal.FlowNeutral},
		{"interest dead", 1, 0.029, signal.FlowNeutral},
		{"price missing", nan, 0.05, signal.FlowUnknown},
		{"interest missing", 1, nan, signal.FlowUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := f.FlowOf(c.move, c.change, f.Dead1d.Value); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

// C-41: price up, open interest up and funding not negative count as inflow of
// longs.
func TestRiskOn(t *testing.T) {
	for _, c := range []struct {
		flow       signal.Flow
		bps        float64
		ok         bool
		yes, known bool
	}{
		{signal.LongsBuild, 0, true, true, true},
		{signal.LongsBuild, -0.1, true, false, true},
		{signal.ShortsCover, 1, true, false, true},
		{signal.LongsBuild, 1, false, false, false},
		{signal.FlowUnknown, 1, true, false, false},
	} {
		if yes, known := signal.RiskOn(c.flow, c.bps, c.ok); yes != c.yes || known != c.known {
			t.Errorf("%+v: %v, %v", c, yes, known)
		}
	}
}
