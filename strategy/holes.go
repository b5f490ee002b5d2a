package strategy

import (
	"eddy/model"
)

// holesKept is how many bars back holes are remembered: more than the longest
// window of an indicator that is marked.
const holesKept = 128

// holeTrail remembers in which of the last bars a coin was missing or stood on
// fewer hours than its bar has.
type holeTrail struct {
	ring [holesKept]bool
	at   int
}

func (t *holeTrail) push(hole bool) {
	t.ring[t.at] = hole
	t.at = (t.at + 1) % holesKept
}

// last counts the holes in the last n bars.
func (t *holeTrail) last(n int) (count int) {
	for i := 1; i <= min(n, holesKept); i++ {
		if t.ring[(t.at-i+holesKept)%holesKept] {
			count++
		}
	}
	return count
}

// thin tells whether a bar made of hours lacks some of them. The first bar of a
// coin may begin late and is none the worse for it.
func (a *assetState) thin(p *partial, step model.Interval) bool {
	first, ok := a.hours.first()
	return ok && first.OpenTime <= p.bar.OpenTime && p.hours < int(step/model.Hour1)
}

// holes counts the bars that members of a track lack in the last n of a span.
func (s *span) holes(t *track, n int) (count int) {
	for _, i := range t.members {
		count += s.coins[i].holes.last(n)
	}
	return count
}

// gaps counts the bars that members of a track lack in the last gapWindow of a
// span of days.
func (s *span) gaps(t *track) (count int) {
	for _, i := range t.members {
		count += s.said[i].gaps
	}
	return count
}

// viewHoles marks the figures of a sector that stand on bars with holes.
func (e *Engine) viewHoles(v *model.SectorView, slow, fast *track) {
	ratio, momentum := slow.rotation.Params().WarmUp()
	for _, w := range []struct {
		name string
		s    *span
		t    *track
		bars int
	}{
		{"change_1d_pct", &e.fast, fast, int(model.Day1/model.Hour4) + 1},
		{"change_7d_pct", &e.fast, fast, int(model.Week1/model.Hour4) + 1},
		{"momentum", &e.slow, slow, 91}, // the longest of its three looks back 90 days (analytics §3.6)
		{"rsi", &e.slow, slow, e.figures.RSI.Bars.N() + 1},
		{"trend", &e.slow, slow, e.figures.Cross.SlowSlow.N()},
		{"breadth", &e.slow, slow, breadthBars},
		{"volatility", &e.slow, slow, 31}, // 30 days of returns
		{"ratio", &e.slow, slow, ratio},
		{"ratio_momentum", &e.slow, slow, momentum},
	} {
		if n := w.s.holes(w.t, w.bars); n > 0 {
			if v.Gaps == nil {
				v.Gaps = make(map[string]int)
			}
			v.Gaps[w.name] = n
		}
	}
}
