package phase_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/strategy/phase"
)

// hot is a day in expansion whose price is far over its average, by hand:
// EXP = 1 − 0.35·heat and LATE = 0.6 + 0.3·heat, so that LATE leads by 0.08
// where heat = 0.48/0.65, which is funding of 1 + 2·0.48/0.65 bp.
func hot(funding float64) *phase.Features {
	var f phase.Features
	for i, x := range []float64{0.05, 0.45, 0.05, 0, 1, 0.5, 1, 0.7, funding} {
		f.Set(phase.Feature(i), x, true)
	}
	return &f
}

const hotFlip = 1 + 2*0.48/0.65

func TestAFlipThatCanBeSolvedByHand(t *testing.T) {
	p := phase.DefaultParams()
	var sigma phase.Sigmas
	sigma[phase.Funding] = 0.5
	for _, tt := range []struct {
		name    string
		funding float64
		to      model.Phase
	}{
		{"from below to late", 1.5, late},
		{"from above back to expansion", 2.9, exp},
	} {
		t.Run(tt.name, func(t *testing.T) {
			flips := p.Flips(hot(tt.funding), exp, &sigma)
			got := flips.Singles[phase.Funding]
			if got.To != tt.to || math.Abs(got.Moves[0].To-hotFlip) > 1e-12 {
				t.Errorf("got %+v, want %s at %v", got, tt.to, hotFlip)
			}
			if want := math.Abs(hotFlip-tt.funding) / 0.5; math.Abs(got.Sigmas-want) > 1e-12 {
				t.Errorf("distance: got %v, want %v", got.Sigmas, want)
			}
			if !math.IsNaN(flips.Singles[phase.Trend].Sigmas) {
				t.Errorf("a distance without a volatility: %+v", flips.Singles[phase.Trend])
			}
			if r := flips.Singles[phase.Recovery]; r.Possible() {
				t.Errorf("recovery counts for nothing here: %+v", r)
			}
			if flips.Pair.Possible() {
				t.Errorf("a pair with one known volatility: %+v", flips.Pair)
			}
		})
	}
}

func TestNoFlipsWithoutAPhase(t *testing.T) {
	p := phase.DefaultParams()
	flips := p.Flips(hot(1), model.PhaseUnknown, sigmas())
	if len(flips.Singles) > 0 || flips.Pair.Possible() {
		t.Errorf("got %+v", flips)
	}
}

func TestFlipsOnTheReferencePath(t *testing.T) {
	for _, c := range loadVectors(t) {
		if c.Indicator != "phase" {
			continue
		}
		tr := mustNew(t)
		date0, err := time.Parse(time.DateOnly, c.Input.Date0)
		if err != nil {
			t.Fatal(err)
		}
		pairs := 0
		for i := range c.Input.Market {
			day := date0.AddDate(0, 0, i+1)
			if err := tr.Push(phase.Day{End: model.MillisOf(day), Market: c.Input.Market[i], Breadth: num(c.Input.Breadth[i]), FundingBps: num(c.Input.Funding[i])}); err != nil {
				t.Fatal(err)
			}
			if tr.Ready() && i%7 == 0 {
				v := tr.View(nil)
				checkView(t, tr, &v, i >= 240)
				if v.FlipPair != nil {
					pairs++
				}
			}
		}
		if pairs == 0 {
			t.Errorf("%s: no pair on any day", c.ID)
		}
	}
}

// checkView moves the day by what its view says, and by a little less.
func checkView(t *testing.T, tr *phase.Tracker, v *model.PhaseView, settled bool) {
	t.Helper()
	r, _ := tr.Value()
	p := tr.Params()
	says := func(f phase.Features) model.Phase {
		scores := p.Score(&f)
		return p.Switch.Verdict(v.Phase, &scores)
	}
	if len(v.Flips) != phase.FeatureCount {
		t.Fatalf("%d flips", len(v.Flips))
	}
	last := 0.0
	for _, flip := range v.Flips {
		var id phase.Feature
		if err := id.UnmarshalText([]byte(flip.ID)); err != nil {
			t.Fatal(err)
		}
		needs, ok := flip.Needs.Value()
		if !ok {
			if flip.ToPhase != "" || flip.Needs.State() != model.NumNotApplicable && flip.Value.State() == model.NumKnown {
				t.Fatalf("got %+v", flip)
			}
			continue
		}
		x, _ := flip.Value.Value()
		if got := says(r.Features.With(id, needs)); got != flip.ToPhase {
			t.Fatalf("%+v: says %s there", flip, got)
		}
		if got := says(r.Features.With(id, x+0.99*(needs-x))); got != says(r.Features) {
			t.Fatalf("%+v: says %s before", flip, got)
		}
		d, known := flip.Distance.Value()
		switch {
		case known && d < last:
			t.Fatalf("%+v: distance after %v", flip, last)
		case !known && settled:
			t.Fatalf("%+v: no distance", flip)
		case known:
			last = d
		}
	}
}

func TestFlipsInWords(t *testing.T) {
	tr := mustNew(t)
	rise(t, tr, 300)
	v := tr.View(nil)
	if v.DevelopingFlips != nil {
		t.Errorf("flips of a day that has not begun: %+v", v.DevelopingFlips)
	}
	for _, flip := range v.Flips {
		if flip.Text == "" || flip.ToPhase != "" && !strings.Contains(flip.Text, "(now ") {
			t.Errorf("got %+v", flip)
		}
	}
	open := dayAt(300, 100*math.Exp(0.0033*300))
	open.FundingBps = model.Unknown("the venue is down")
	r, _ := tr.Peek(&open)
	v = tr.View(&r)
	last := v.DevelopingFlips[len(v.DevelopingFlips)-1]
	if len(v.DevelopingFlips) != phase.FeatureCount || last.ID != "funding" || last.Needs.State() != model.NumUnknown || last.ToPhase != "" {
		t.Errorf("got %+v", last)
	}
}

func TestADayAllocatesNothing(t *testing.T) {
	tr := mustNew(t)
	rise(t, tr, 320)
	i := 320
	allocs := testing.AllocsPerRun(100, func() {
		if err := tr.Push(dayAt(i, 100+float64(i%7))); err != nil {
			t.Fatal(err)
		}
		i++
	})
	if allocs > 0 {
		t.Errorf("a day allocates %v times", allocs)
	}
}
