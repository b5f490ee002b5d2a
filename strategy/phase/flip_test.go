package phase_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"eddy/model"
	"eddy/strategy/phase"
)

// spans are where the features usually lie, and a daily standard deviation of
// each.
var spans = [phase.FeatureCount]struct{ low, top, sigma float64 }{
	phase.Trend: {-0.3, 0.3, 0.004}, phase.Distance: {-0.5, 0.9, 0.03}, phase.Slope: {-0.1, 0.1, 0.003},
	phase.Drawdown: {-0.7, 0, 0.025}, phase.Recovery: {0, 2, 0.04}, phase.Volatility: {0.1, 1.5, 0.03},
	phase.Momentum: {-3, 3, 0.3}, phase.Breadth: {0, 1, 0.1}, phase.Funding: {-3, 8, 0.3},
}

func sigmas() *phase.Sigmas {
	var s phase.Sigmas
	for i := range spans {
		s[i] = spans[i].sigma
	}
	return &s
}

func drawInputs(t *rapid.T) *phase.Features {
	var f phase.Features
	for i, s := range spans {
		known := rapid.IntRange(0, 9).Draw(t, "known") > 0
		f.Set(phase.Feature(i), rapid.Float64Range(s.low, s.top).Draw(t, "x"), known)
	}
	return &f
}

type flipCase struct {
	p         phase.Params
	f         *phase.Features
	incumbent model.Phase
}

func drawFlipCase(t *rapid.T) flipCase {
	return flipCase{
		p: phase.DefaultParams(), f: drawInputs(t),
		incumbent: rapid.SampledFrom([]model.Phase{acc, exp, late, bear}).Draw(t, "incumbent"),
	}
}

func (c *flipCase) says(f phase.Features) model.Phase {
	scores := c.p.Score(&f)
	return c.p.Switch.Verdict(c.incumbent, &scores)
}

// clearly says what says does, and before where only rounding tells them apart:
// where a lead lies within a billionth of the margin, or two scores of each other.
func (c *flipCase) clearly(f phase.Features, before model.Phase) model.Phase {
	const rounding = 1e-9
	says := c.says(f)
	strict := *c
	strict.p.Switch.Margin += rounding
	if strict.says(f) != says {
		return before
	}
	scores := c.p.Score(&f)
	is, _ := scores.Of(says)
	was, known := scores.Of(before)
	if known && math.Abs(is-was) < rounding {
		return before
	}
	return says
}

// moved moves every feature of a flip by a share of its way.
func (c *flipCase) moved(flip *phase.Flip, share float64) phase.Features {
	f := *c.f
	for _, m := range flip.Moves {
		f = f.With(m.Feature, m.From+share*(m.To-m.From))
	}
	return f
}

// resolvable is the distance, in standard deviations, below which the scores'
// own rounding decides where a flip lies.
const resolvable = 1e-4

func checkFlip(t *rapid.T, c *flipCase, flip *phase.Flip) {
	before := c.says(*c.f)
	if after := c.says(c.moved(flip, 1)); after == before || after != flip.To {
		t.Fatalf("%+v: says %s there, %s here", flip, after, before)
	}
	if flip.Sigmas < resolvable {
		return // a hundredth of it is lost in rounding
	}
	if after := c.clearly(c.moved(flip, 0.99), before); after != before {
		t.Fatalf("%+v: flips at 0.99 of the way already, to %s", flip, after)
	}
}

func TestMovingByTheDistanceFlipsAndLessDoesNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawFlipCase(t)
		before := c.says(*c.f)
		flips := c.p.Flips(c.f, c.incumbent, sigmas())
		for i := range flips.Singles {
			flip := &flips.Singles[i]
			m := flip.Moves[0]
			s := spans[m.Feature]
			reach := 3 * (s.top - s.low)
			if flip.Possible() {
				checkFlip(t, &c, flip)
				reach = math.Abs(m.To-m.From) * (1 - 1e-9)
				if want := math.Abs(m.To-m.From) / s.sigma; math.Abs(flip.Sigmas-want) > 1e-9*want {
					t.Fatalf("%+v: is %v standard deviations", flip, want)
				}
			}
			if flip.Possible() && flip.Sigmas < resolvable {
				continue
			}
			for k := -200; k <= 200; k++ { // nothing nearer, on either side
				x := m.From + reach*float64(k)/200
				if m.Feature == phase.Breadth && (x < 0 || x > 1) || m.Feature == phase.Drawdown && (x > 0 || x < -1) ||
					x < 0 && (m.Feature == phase.Recovery || m.Feature == phase.Volatility) {
					continue
				}
				if says := c.clearly(c.f.With(m.Feature, x), before); says != before {
					t.Fatalf("%+v: %v says %s already", flip, x, says)
				}
			}
		}
	})
}

func TestThePairNeedsLessThanEachAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawFlipCase(t)
		flips := c.p.Flips(c.f, c.incumbent, sigmas())
		pair := &flips.Pair
		reach := 100.0
		if pair.Possible() {
			checkFlip(t, &c, pair)
			reach = pair.Sigmas * (1 - 1e-9)
			for i := range flips.Singles {
				single := &flips.Singles[i]
				f := single.Moves[0].Feature
				if (f == pair.Moves[0].Feature || f == pair.Moves[1].Feature) && single.Sigmas <= pair.Sigmas {
					t.Fatalf("%+v needs no less than %+v", pair, single)
				}
			}
		}
		if reach < resolvable || slices.ContainsFunc(flips.Singles, func(s phase.Flip) bool { return s.Possible() && s.Sigmas < resolvable }) {
			return
		}
		before := c.says(*c.f)
		for range 300 { // no pair that moves by fewer standard deviations flips
			a := flips.Singles[rapid.IntRange(0, max(0, len(flips.Singles)-1)).Draw(t, "a")]
			b := flips.Singles[rapid.IntRange(0, max(0, len(flips.Singles)-1)).Draw(t, "b")]
			far := rapid.Float64Range(0, 1).Draw(t, "far") * reach
			for _, s := range []phase.Flip{a, b} {
				if s.Possible() {
					far = min(far, s.Sigmas*(1-1e-9))
				}
			}
			f := *c.f
			for i, s := range []phase.Flip{a, b} {
				m := s.Moves[0]
				d := far * spans[m.Feature].sigma
				if rapid.Bool().Draw(t, "down") {
					d = -d
				}
				if i == 1 && m.Feature == a.Moves[0].Feature {
					continue
				}
				f = f.With(m.Feature, clamp(m.Feature, m.From+d))
			}
			if says := c.clearly(f, before); says != before {
				t.Fatalf("%s and %s by %v say %s; the pair is %+v", a.Moves[0].Feature, b.Moves[0].Feature, far, says, pair)
			}
		}
	})
}

func clamp(f phase.Feature, x float64) float64 {
	switch f {
	case phase.Breadth:
		return max(0, min(1, x))
	case phase.Drawdown:
		return max(-1, min(0, x))
	case phase.Recovery, phase.Volatility:
		return max(0, x)
	case phase.Trend, phase.Distance, phase.Slope:
		return max(-1, x)
	default:
		return x
	}
}

func BenchmarkFlips(b *testing.B) {
	c := flipCase{p: phase.DefaultParams(), incumbent: exp}
	var f phase.Features
	for i, x := range []float64{0.04, 0.08, 0.01, -0.09, 0.4, 0.6, 0.6, 0.62, 1.6} {
		f.Set(phase.Feature(i), x, true)
	}
	c.f = &f
	s := sigmas()
	b.ReportAllocs()
	for b.Loop() {
		c.p.Flips(c.f, c.incumbent, s)
	}
}

// BenchmarkFlipsOnTheReferencePath is the mean over real days, near a flip and
// far from one.
func BenchmarkFlipsOnTheReferencePath(b *testing.B) {
	var days []flipCase
	for _, c := range loadVectors(b) {
		if c.Indicator != "phase" {
			continue
		}
		tr := mustNew(b)
		for i := range c.Input.Market {
			if err := tr.Push(phase.Day{End: start.Add(time.Duration(i) * 24 * time.Hour), Market: c.Input.Market[i], Breadth: num(c.Input.Breadth[i]), FundingBps: num(c.Input.Funding[i])}); err != nil {
				b.Fatal(err)
			}
			if r, ok := tr.Value(); ok {
				days = append(days, flipCase{p: *tr.Params(), f: &r.Features, incumbent: tr.State().Phase})
			}
		}
	}
	s := sigmas()
	i := 0
	for b.Loop() {
		d := &days[i%len(days)]
		d.p.Flips(d.f, d.incumbent, s)
		i++
	}
}
