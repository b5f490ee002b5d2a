package strategy

import (
	"fmt"
	"math"
	"time"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/rotation"
	"eddy/strategy/sector"
)

// tailShown is how many points of a tail a snapshot carries: the longest the
// graph can draw (analytics §1.5).
const tailShown = rotation.MaxTail

// viewSectors shows every sector of the taxonomy, each followed by its
// sub-sectors, whether or not it has data yet.
func (e *Engine) viewSectors(assets []model.AssetView, now *openBars) []model.SectorView {
	byAsset := make(map[model.Asset]*model.AssetView, len(assets))
	for i := range assets {
		byAsset[assets[i].Asset] = &assets[i]
	}
	var out []model.SectorView
	for i := range e.roster.Sectors {
		r := &e.roster.Sectors[i]
		out = append(out, e.viewSector(r.Name, "", r, *now, byAsset))
		for _, g := range r.Groups {
			if g.Name != "" {
				out = append(out, e.viewSector(g.Name, r.Name, r, *now, byAsset))
			}
		}
	}
	return out
}

// openBars is what every coin trades at in the running bars of all spans, and
// the benchmark with it.
type openBars struct {
	pulse, fast, slow                []sector.Close
	pulseBench, fastBench, slowBench float64 // NaN when not known
}

func (e *Engine) preview() openBars {
	o := e.inputs.now
	e.previewCloses(o.pulse, e.pulse.end)
	e.previewCloses(o.fast, e.fast.end)
	e.previewCloses(o.slow, e.slow.end)
	o.pulseBench = e.pulse.previewBench(o.pulse)
	o.fastBench, o.slowBench = e.fast.previewBench(o.fast), e.slow.previewBench(o.slow)
	return o
}

func (s *span) previewBench(coins []sector.Close) float64 {
	if s.bench == nil || s.bars == 0 {
		return math.NaN()
	}
	for i, at := range s.benchAt {
		s.benchBars[i] = coins[at]
	}
	r, ok := s.bench.Peek(s.benchBars)
	return orNaN(r.Level, ok)
}

func (e *Engine) viewSector(name, parent string, r *universe.RosterSector, now openBars, assets map[model.Asset]*model.AssetView) model.SectorView {
	v := model.SectorView{Sector: name, Short: r.Short, Parent: parent, Members: []model.Asset{}, Tail: []model.TailPoint{}, Rotations: []model.RotationView{}}
	part := ""
	if parent != "" {
		v.Short, part = name, name
	}
	slow, fast := e.slow.track(name), e.fast.track(name)
	if slow == nil || fast == nil || !r.HasMembers(part) {
		return blankSector(v, "waiting for a venue that lists a member")
	}
	for _, i := range slow.members {
		v.Members = append(v.Members, e.assets[i].asset)
	}
	if e.slow.bars == 0 && e.fast.bars == 0 {
		return blankSector(v, e.waitsForHistory())
	}
	v.AsOf = e.hour
	e.viewHoles(&v, slow, fast)
	e.viewLevels(&v, slow, fast, now)
	e.viewMembers(&v, slow, now, assets)
	e.viewRotations(&v, now)
	e.viewStanding(&v, slow)
	e.viewRobustness(&v, slow, now, assets)
	main := &v.Rotations[len(v.Rotations)-1]
	v.Ratio, v.RatioMomentum, v.Quadrant, v.Heading = main.Ratio, main.RatioMomentum, main.Quadrant, main.Heading
	v.Tail = main.Tail
	return v
}

// openSpan is a span and what its coins and its benchmark trade at in the
// running bar.
type openSpan struct {
	s     *span
	coins []sector.Close
	bench float64
}

// openSpans lists the spans, the shortest bars first.
func (e *Engine) openSpans(now *openBars) [3]openSpan {
	return [...]openSpan{
		{&e.pulse, now.pulse, now.pulseBench}, {&e.fast, now.fast, now.fastBench}, {&e.slow, now.slow, now.slowBench},
	}
}

// viewRotations shows a sector's place at every bar length, the shortest first.
func (e *Engine) viewRotations(v *model.SectorView, now openBars) {
	v.Rotations = make([]model.RotationView, 0, 3)
	for _, part := range e.openSpans(&now) {
		if t := part.s.track(v.Sector); t != nil {
			v.Rotations = append(v.Rotations, viewRotation(part.s, t, part.coins, part.bench))
		}
	}
}

// waitsForHistory says what stands between now and the first signal.
func (e *Engine) waitsForHistory() string {
	for _, p := range e.backfill {
		if !p.Complete() {
			return fmt.Sprintf("loading %s, %d of %d", p.What, p.Done, p.Total)
		}
	}
	if len(e.backfill) > 0 {
		return "the venues gave no history"
	}
	for i := range e.venues {
		if h := &e.venues[i].health; h.State == model.LinkDown && h.LastError != "" {
			return fmt.Sprintf("waiting for %s: %s", h.Venue, h.LastError)
		}
	}
	return "waiting for history"
}

// viewLevels previews the index figures with the open bar: levels and changes
// from the four-hour bars, the rest from the daily ones.
func (e *Engine) viewLevels(v *model.SectorView, slow, fast *track, now openBars) {
	needs := func(bars, have int, unit string) string {
		if left := bars - have; left > 0 {
			return "needs " + plural(left, "more "+unit+" bar")
		}
		return tooFewPriced
	}
	day, days := "daily", e.slow.bars
	reading, ok := slow.preview(now.slow)
	level := orNaN(reading.Level, ok)
	v.Index = numOr(level, ok, needs(1, days, day))
	v.Degraded = reading.Degraded
	v.RSI = peek(slow.rsi, level, needs(e.figures.RSI.Bars.N()+1, days, day))
	v.Momentum = peek(slow.momentum, level, needs(91, days, day))
	e.withholdScore(v, slow, level)
	v.Volatility = peek(slow.vol, level, needs(31, days, day))
	v.Trend = trendOf(slow, level, needs(e.figures.Cross.SlowSlow.N(), days, day))
	live, ok := fast.preview(now.fast)
	pulse := orNaN(live.Level, ok)
	v.Change1dPct = percent(peek(fast.day, pulse, needs(7, e.fast.bars, "4 h")))
	v.Change7dPct = percent(peek(fast.week, pulse, needs(43, e.fast.bars, "4 h")))
	v.Coverage = numOr(live.Coverage, e.fast.bars > 0, needs(1, e.fast.bars, "4 h"))
	v.Spark = slow.lastCloses(level)
	v.Spark = v.Spark[max(0, len(v.Spark)-sparkBars):]
}

// lastCloses returns the newest closes of the index, oldest first, with the
// open bar's level last where it is known.
func (t *track) lastCloses(open float64) []float64 {
	closes := t.closed.AppendTo(make([]float64, 0, chartBars+1))
	if open == open {
		closes = append(closes, open)
	}
	return closes
}

// peeker is an estimator that can preview the open bar.
type peeker interface {
	Peek(x float64) (float64, bool)
}

func peek(p peeker, x float64, why string) model.Num {
	v, ok := p.Peek(x)
	return numOr(v, ok, why)
}

func percent(n model.Num) model.Num {
	if v, ok := n.Value(); ok {
		return model.Known(v * 100)
	}
	return n
}

// trendOf is the fast average over the slow one, in percent.
func trendOf(t *track, level float64, why string) model.Num {
	v, ok := t.trend(level, true)
	return numOr(v*100, ok, why)
}

// viewMembers sums what stands behind a sector's members: how many are above
// their average, whose price is stale, what funding and open interest say.
func (e *Engine) viewMembers(v *model.SectorView, t *track, now openBars, assets map[model.Asset]*model.AssetView) {
	b := e.slow.breadth(t.members, now.slow)
	least := min(sector.BreadthLeast, len(t.members))
	share, ok := b.Share(least)
	v.Breadth = numOr(share, ok, fmt.Sprintf("fewer than %s with %d daily bars", plural(least, "member"), breadthBars))
	stale, change, weighed := 0, weighted{}, weighted{}
	for _, i := range t.members {
		a := &e.assets[i]
		view := assets[a.asset]
		if view == nil || !view.Price.Fresh() {
			stale++
			if view == nil || !e.market.stored {
				continue
			}
		}
		usd, known := view.OpenInterestUSD.Value()
		if f, ok := view.Funding8hPct.Value(); ok {
			weighed.add(f, usd, known)
		}
		if c, ok := a.openInterestChange(e.market.now.Add(-7 * 24 * time.Hour)); ok {
			change.add(c*100, usd, known)
		}
	}
	v.StaleShare = model.Known(float64(stale) / float64(max(1, len(t.members))))
	mean, ok := weighed.mean()
	v.Funding8hPct = numOr(mean, ok, "no member's funding heard")
	moved, ok := change.mean()
	v.OIChange7dPct = numOr(moved, ok, "needs seven days of open interest")
	v.OpenInterestUSD = e.interestNow(t.members)
	if e.market.stored {
		v.OpenInterestUSD = storedSum(v.Members, assets)
	}
	for _, n := range [...]*model.Num{&v.Funding8hPct, &v.OIChange7dPct, &v.OpenInterestUSD} {
		if e.market.stored {
			*n = agedBy(*n, e.hour)
		} else if v.StaleShare.Or(0) > staleMost {
			*n = withhold(*n)
		}
	}
}

func viewRotation(s *span, t *track, coins []sector.Close, bench float64) model.RotationView {
	v := viewPlace(s.step, t.rotation, func(bars int) string { return rotationWaits(s, bars) })
	r, ok := t.preview(coins)
	v.Closes = t.lastCloses(orNaN(r.Level, ok))
	if ok {
		if p := t.rotation.Peek(r.Level, bench); p.Complete() {
			v.Developing = []model.TailPoint{p.Tail()}
		}
	}
	return v
}

// viewPlace shows a place on the graph at the last closed bar. waits says what
// stands between now and a coordinate that needs so many bars before it.
func viewPlace(step model.Interval, r *rotation.Rotation, waits func(bars int) string) model.RotationView {
	v := model.RotationView{Timeframe: step, Confirmed: r.Confirmed()}
	ratioNeeds, momentumNeeds := r.Params().WarmUp()
	point := r.Point()
	v.Ratio, v.RatioMomentum = model.Known(point.X), model.Known(point.Y)
	if !point.HasX {
		v.Ratio = model.Unknown(waits(ratioNeeds))
	}
	if !point.HasY {
		v.RatioMomentum = model.Unknown(waits(momentumNeeds))
	}
	v.Quadrant = point.Quadrant()
	heading, ok := r.Heading()
	v.Heading = numOr(heading, ok, "no step yet")
	velocity, ok := r.Velocity()
	v.Velocity = numOr(velocity, ok, "no step yet")
	v.Tail = r.AppendTail(make([]model.TailPoint, 0, tailShown), tailShown)
	return v
}

func rotationWaits(s *span, bars int) string {
	if left := bars - s.bars + 1; left > 0 {
		return fmt.Sprintf("needs %s of %s", plural(left, "more bar"), s.step)
	}
	return "sector or benchmark is missing in the last bar"
}

func blankSector(v model.SectorView, why string) model.SectorView {
	u := model.Unknown(why)
	v.Index, v.Coverage, v.StaleShare = u, u, u
	v.Change1dPct, v.Change7dPct, v.Momentum, v.RSI, v.Trend, v.Breadth, v.Volatility = u, u, u, u, u, u, u
	v.Funding8hPct, v.OIChange7dPct, v.OpenInterestUSD, v.Ratio, v.RatioMomentum, v.Heading = u, u, u, u, u, u
	return v
}
