package phase_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"eddy/model"
	"eddy/strategy/phase"
)

// features in the order they are declared.
var features = []phase.Feature{
	phase.Trend, phase.Distance, phase.Slope, phase.Drawdown, phase.Recovery,
	phase.Volatility, phase.Momentum, phase.Breadth, phase.Funding,
}

func ramp(x, a, b float64) float64 { return math.Max(0, math.Min(1, (x-a)/(b-a))) }

// formulas are the scores of analytics §4.2 as written there; trend is
// e50/e200-1 and distance M/e200-1.
func formulas(trend, distance, sl, dd, rec, rv, z28, br, f7 float64) map[model.Phase]float64 {
	up, ap := ramp(trend, -.03, .03), ramp(distance, -.05, .05)
	slope := ramp(sl, -.02, .02)
	heat, ext := ramp(f7, 1.0, 3.0), ramp(distance, .10, .45)
	return map[model.Phase]float64{
		model.Bear:         .30*(1-ap) + .25*(1-up) + .20*(1-slope) + .15*ramp(-dd, .15, .40) + .10*(1-br),
		model.Accumulation: .30*(1-ramp(math.Abs(trend), .05, .15)) + .25*ramp(-dd, .10, .30)*slope + .20*ramp(br, .30, .60) + .15*ramp(rec, .05, .25)*(1-ext) + .10*(1-heat),
		model.Expansion:    (.25*up + .20*ap + .20*ramp(z28, -.25, 1) + .20*ramp(br, .40, .70) + .15*(1-ramp(-dd, .05, .20))) * (1 - .35*heat*ext),
		model.Late:         .30*ext + .30*heat + .15*up + .15*(1-ramp(-dd, 0, .15)) + .10*ramp(rv, .5, .9),
	}
}

func drawFeatures(t *rapid.T) (phase.Features, []float64) {
	ranges := [][2]float64{{-.3, .3}, {-.5, .8}, {-.1, .1}, {-.9, 0}, {0, 3}, {0, 2}, {-4, 4}, {0, 1}, {-5, 8}}
	var f phase.Features
	values := make([]float64, len(features))
	for i, which := range features {
		values[i] = rapid.Float64Range(ranges[i][0], ranges[i][1]).Draw(t, which.String())
		f.Set(which, values[i], true)
	}
	return f, values
}

func TestScoresAreTheFormulas(t *testing.T) {
	p := phase.DefaultParams()
	rapid.Check(t, func(t *rapid.T) {
		f, v := drawFeatures(t)
		s := p.Score(&f)
		if math.Abs(s.Coverage-1) > 1e-12 {
			t.Fatalf("coverage %v with everything known", s.Coverage)
		}
		for ph, want := range formulas(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8]) {
			if got, ok := s.Of(ph); !ok || math.Abs(got-want) > 1e-12 {
				t.Fatalf("%s: got %v, %v, want %v", ph, got, ok, want)
			}
		}
	})
}

// By hand: a market at its averages, unmoved, half the coins above theirs.
func TestNeutralMarketByHand(t *testing.T) {
	var f phase.Features
	for i, v := range []float64{0, 0, 0, 0, 0, 0, 0, 0.5, 0} {
		f.Set(features[i], v, true)
	}
	p := phase.DefaultParams()
	s := p.Score(&f)
	for ph, want := range map[model.Phase]float64{
		model.Bear:         .15 + .125 + .10 + 0 + .05,
		model.Accumulation: .30 + 0 + .20*2/3 + 0 + .10,
		model.Expansion:    .125 + .10 + .20*.2 + .20/3 + .15,
		model.Late:         0 + 0 + .075 + .15 + 0,
	} {
		if got, _ := s.Of(ph); math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: got %v, want %v", ph, got, want)
		}
	}
	if best := s.Best(""); best != model.Accumulation {
		t.Errorf("best: got %s", best)
	}
}

func TestMissingFeaturesDropTheirTerms(t *testing.T) {
	p := phase.DefaultParams()
	rapid.Check(t, func(t *rapid.T) {
		f, v := drawFeatures(t)
		f.Set(phase.Breadth, 0.7, false)
		s := p.Score(&f)
		// Breadth carries .10 of Bear, .20 of Accumulation and .20 of Expansion.
		if want := 1 - .5/4; math.Abs(s.Coverage-want) > 1e-12 {
			t.Fatalf("coverage: got %v, want %v", s.Coverage, want)
		}
		// What is left, renormalised: the formulas with the term at 0 and at its
		// weight.
		full := formulas(v[0], v[1], v[2], v[3], v[4], v[5], v[6], 0, v[8])
		if got, _ := s.Of(model.Bear); math.Abs(got-(full[model.Bear]-.10)/.90) > 1e-12 {
			t.Fatalf("bear: got %v", got)
		}
		if got, _ := s.Of(model.Accumulation); math.Abs(got-full[model.Accumulation]/.80) > 1e-12 {
			t.Fatalf("acc: got %v", got)
		}
		if got, _ := s.Of(model.Expansion); math.Abs(got-full[model.Expansion]/.80) > 1e-12 {
			t.Fatalf("exp: got %v", got)
		}
		if got, _ := s.Of(model.Late); math.Abs(got-full[model.Late]) > 1e-12 {
			t.Fatalf("late: got %v", got)
		}
	})
}

func TestNothingKnown(t *testing.T) {
	p := phase.DefaultParams()
	var f phase.Features
	f.Set(phase.Trend, math.NaN(), true)
	s := p.Score(&f)
	if s.Coverage != 0 || s.Best("") != "" {
		t.Errorf("got coverage %v, best %q", s.Coverage, s.Best(""))
	}
	if _, ok := s.Probability(model.Bear, 0.15); ok {
		t.Error("a probability of nothing")
	}
	for _, e := range p.Evidence(model.Late, &f, func(f phase.Feature) string { return "no " + f.String() }) {
		if e.State != model.EvidenceUnknown || e.Weight != 0 || !strings.HasPrefix(e.Value.Why(), "no ") {
			t.Errorf("got %+v", e)
		}
	}
}

// Evidence explains the score: the votes by weight, less what the damp takes.
func TestEvidenceAddsUpToTheScore(t *testing.T) {
	p := phase.DefaultParams()
	rapid.Check(t, func(t *rapid.T) {
		f, _ := drawFeatures(t)
		for _, which := range features {
			if rapid.IntRange(0, 5).Draw(t, "missing") == 0 {
				f.Set(which, 0, false)
			}
		}
		s := p.Score(&f)
		for _, r := range p.Rules {
			sum, weight, left := 0.0, 0.0, 1.0
			for _, e := range p.Evidence(r.Phase, &f, func(phase.Feature) string { return "missing" }) {
				vote, ok := e.Vote.Value()
				if ok != (e.State != model.EvidenceUnknown) || vote < 0 || vote > 1 {
					t.Fatalf("%+v", e)
				}
				if e.ID == "" || e.Text == "" || e.Shown == "" || e.Threshold == "" || !strings.Contains(e.Source, "analytics §4.2") {
					t.Fatalf("something is not said: %+v", e)
				}
				if e.ID == r.Damp.ID && ok {
					left = 1 - r.Damp.Share*(1-vote)
				}
				sum += e.Weight * vote
				weight += e.Weight
			}
			got, ok := s.Of(r.Phase)
			if ok && (math.Abs(sum*left-got) > 1e-9 || math.Abs(weight-1) > 1e-9) {
				t.Fatalf("%s: evidence %v of weight %v, score %v", r.Phase, sum*left, weight, got)
			}
		}
	})
}

func TestEvidenceWords(t *testing.T) {
	var f phase.Features
	for i, v := range []float64{0.041, -0.0004, 0.01, -0.22, 0.3, 0.58, 0.64, 0.62, 1.9} {
		f.Set(features[i], v, true)
	}
	p := phase.DefaultParams()
	f.Set(phase.Funding, 1.9, true)
	got := map[string]model.Evidence{}
	for _, r := range p.Rules {
		for _, e := range p.Evidence(r.Phase, &f, func(phase.Feature) string { return "" }) {
			got[e.ID] = e
		}
	}
	for _, tc := range []struct {
		id, shown, threshold string
		state                model.EvidenceState
	}{
		{"exp.trend", "+4.1 %", "> 0 %, full at 3 %", model.EvidenceFor},
		{"exp.price", "0.0 %", "> 0 %, full at 5 %", model.EvidenceAgainst},
		{"exp.breadth", "62 %", "> 55 %, full at 70 %", model.EvidenceFor},
		{"exp.momentum", "+0.64", "> 0.375, full at 1", model.EvidenceFor},
		{"exp.overheated", "+1.9 bp · 0.0 %", "costs up to 35 %: > 2 bp, full at 3 bp and price/EMA200 > 27.5 %, full at 45 %", model.EvidenceFor},
		{"late.hot", "+1.9 bp", "> 2 bp, full at 3 bp", model.EvidenceAgainst},
		{"late.volatility", "58 %", "> 70 %, full at 90 %", model.EvidenceAgainst},
		{"acc.flat", "+4.1 %", "within ± 10 %, full at 5 %", model.EvidenceFor},
		{"acc.turning", "−22.0 % · +1.0 %", "< −20 %, full at −30 % and slope > 0 %, full at 2 %", model.EvidenceAgainst},
		{"bear.breadth", "62 %", "< 50 %, full at 0 %", model.EvidenceAgainst},
		{"bear.trend", "+4.1 %", "< 0 %, full at −3 %", model.EvidenceAgainst},
	} {
		e := got[tc.id]
		if e.Shown != tc.shown || e.Threshold != tc.threshold || e.State != tc.state {
			t.Errorf("%s: got %q, %q, %s, want %q, %q, %s", tc.id, e.Shown, e.Threshold, e.State, tc.shown, tc.threshold, tc.state)
		}
	}
}

func TestSoftmax(t *testing.T) {
	var s phase.Scores
	for _, ph := range []model.Phase{model.Accumulation, model.Expansion, model.Late, model.Bear} {
		s.Set(ph, 0.4)
	}
	if p, ok := s.Probability(model.Late, 0.15); !ok || math.Abs(p-0.25) > 1e-12 {
		t.Errorf("four equal scores: got %v, %v", p, ok)
	}
	// By hand: a lead of 0.15 at temperature 0.15 is e to 1.
	s.Set(model.Late, 0.55)
	if p, _ := s.Probability(model.Late, 0.15); math.Abs(p-math.E/(math.E+3)) > 1e-12 {
		t.Errorf("one leads by the temperature: got %v", p)
	}
	if best := s.Best(model.Late); best != model.Bear {
		t.Errorf("ties go to the more cautious: got %s", best)
	}
}

func TestScoringDoesNotAllocate(t *testing.T) {
	p := phase.DefaultParams()
	var f phase.Features
	for _, which := range features {
		f.Set(which, 0.1, true)
	}
	if n := testing.AllocsPerRun(100, func() { _ = p.Score(&f) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestFeatureNames(t *testing.T) {
	for _, which := range features {
		text, err := which.MarshalText()
		var back phase.Feature
		if err != nil || back.UnmarshalText(text) != nil || back != which {
			t.Errorf("%v came back as %v (%v)", which, back, err)
		}
	}
	var f phase.Feature
	if err := f.UnmarshalText([]byte("astrology")); err == nil {
		t.Error("an unknown feature was taken")
	}
}
