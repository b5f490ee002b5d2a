package strategy

import (
	"fmt"

	"eddy/model"
	"eddy/strategy/rotation"
	"eddy/strategy/sector"
)

// coinGraph is every coin's own place on the rotation graph of a span, against
// the benchmark of the sectors and by the same figures (analytics §1.4): a coin's
// closes stand where the sector's index does.
type coinGraph struct {
	coins []coinPlace // of the engine; none in a backtest, which shows no graph

	shown []model.RotationView // of the closed bars; snapshots between two closes share it
	bars  int                  // closed bars of the span when it was made
}

// coinPlace follows one coin.
type coinPlace struct {
	rotation *rotation.Rotation
	bars     int // closed bars it had a price in
}

func newCoinGraph(n int) (coinGraph, error) {
	g := coinGraph{coins: make([]coinPlace, n)}
	for i := range g.coins {
		r, err := rotation.New(rotation.DefaultParams())
		if err != nil {
			return coinGraph{}, fmt.Errorf("strategy: a coin's rotation: %w", err)
		}
		g.coins[i].rotation = r
	}
	return g, nil
}

// push commits a closed bar from the coins' closes and the benchmark's level. A
// coin that has never traded yet has no bars to miss.
func (g *coinGraph) push(closes []sector.Close, bench float64) {
	for i := range g.coins {
		c := &g.coins[i]
		switch {
		case closes[i].OK:
			c.bars++
		case c.bars == 0:
			continue
		}
		c.rotation.Push(orNaN(closes[i].Price, closes[i].OK), bench)
	}
}

// closed shows every coin's place at the last close. It is made once a bar.
func (g *coinGraph) closed(s *span) []model.RotationView {
	if g.shown != nil && g.bars == s.bars {
		return g.shown
	}
	g.shown, g.bars = make([]model.RotationView, len(g.coins)), s.bars
	for i := range g.coins {
		c := &g.coins[i]
		g.shown[i] = viewPlace(s.step, c.rotation, c.waits(s.step))
	}
	return g.shown
}

// waits says why a coin has no point that needs so many bars before it.
func (c *coinPlace) waits(step model.Interval) func(bars int) string {
	return func(bars int) string {
		if left := bars - c.bars + 1; left > 0 {
			return fmt.Sprintf("needs %s of %s", plural(left, "more bar"), step)
		}
		return "coin or benchmark is missing in the last bar"
	}
}

// viewCoinPlaces shows every coin's place at every bar length, the shortest
// first: closed bars as they were shown before, the open bar anew.
func (e *Engine) viewCoinPlaces(assets []model.AssetView, now *openBars) {
	if len(e.slow.graph.coins) == 0 {
		return
	}
	if e.slow.bars == 0 && e.fast.bars == 0 {
		for k := range assets {
			assets[k].Ratio = model.Unknown(e.waitsForHistory())
			assets[k].RatioMomentum = assets[k].Ratio
		}
		return
	}
	spans := e.openSpans(now)
	all := make([]model.RotationView, len(assets)*len(spans))
	open := make([]model.TailPoint, 0, len(all)) // never grows: views point into it
	for k := range assets {
		v, at := &assets[k], e.index[assets[k].Asset]
		v.Rotations = all[k*len(spans) : (k+1)*len(spans) : (k+1)*len(spans)]
		for j, part := range spans {
			graph := &part.s.graph
			v.Rotations[j] = graph.closed(part.s)[at]
			if c := part.coins[at]; !c.OK {
				continue
			} else if p := graph.coins[at].rotation.Peek(c.Price, part.bench); p.Complete() {
				open = append(open, p.Tail())
				v.Rotations[j].Developing = open[len(open)-1 : len(open) : len(open)]
			}
		}
		main := &v.Rotations[len(spans)-1]
		v.Ratio, v.RatioMomentum, v.Quadrant = main.Ratio, main.RatioMomentum, main.Quadrant
	}
}
