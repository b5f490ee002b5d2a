package strategy

import (
	"math"

	"eddy/model"
	"eddy/strategy/cycle"
	"eddy/strategy/sector"
	"eddy/strategy/stream"
)

// tides follows over the daily bars what moves slowly: the L1/DeFi cycle and
// the AI/DeFi narrative, turnover, the dominance of layer ones and whether BTC
// consolidates. Like the span it belongs to it is built anew when history
// arrives.
type tides struct {
	cycle *cycle.Tracker

	layerOnes *track    // without the benchmark's own coins (C-13); nil without members
	dominance dominance // of layerOnes
	withETH   dominance // of all layer ones

	coins  []turnover // of each coin of the engine
	tracks []turnover // of each track of the daily span
	market turnover
	calm   calm
}

func newTides(e *Engine) (*tides, error) {
	t := new(tides)
	var err error
	if t.cycle, err = cycle.New(cycle.DefaultParams()); err != nil {
		return nil, err
	}
	if t.layerOnes, err = newLayerOnes(e); err != nil {
		return nil, err
	}
	for _, d := range [2]*dominance{&t.dominance, &t.withETH} {
		if *d, err = newDominance(); err != nil {
			return nil, err
		}
	}
	if t.coins, err = newTurnovers(len(e.assets)); err != nil {
		return nil, err
	}
	if t.tracks, err = newTurnovers(len(e.slow.tracks)); err != nil {
		return nil, err
	}
	if t.market, err = newTurnover(); err != nil {
		return nil, err
	}
	t.calm, err = newCalm()
	return t, err
}

func newTurnovers(n int) ([]turnover, error) {
	out := make([]turnover, n)
	for i := range out {
		var err error
		if out[i], err = newTurnover(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// newLayerOnes returns an index of the layer ones without the coins they are
// measured against, nil where none is left.
func newLayerOnes(e *Engine) (*track, error) {
	whole := e.slow.track(e.figures.Roles.L1)
	if whole == nil {
		return nil, nil
	}
	group := sector.Group{Name: whole.name, Share: 1}
	for _, i := range whole.pool {
		if !e.isBenchmark(i) {
			group.Members = append(group.Members, e.assets[i].asset)
		}
	}
	if len(group.Members) == 0 {
		return nil, nil
	}
	at := func(a model.Asset) int { return e.index[a] }
	return newTrack(whole.name+" without benchmark", whole.name, []sector.Group{group}, at, model.Day1, e.figures)
}

func (e *Engine) isBenchmark(coin int) bool {
	for _, i := range e.benchmark {
		if i == coin {
			return true
		}
	}
	return false
}

// push follows the day that just closed in the daily span; the board has seen
// it already, and the coins' turnover was measured with them.
func (t *tides) push(e *Engine) error {
	s := &e.slow
	for i := range t.tracks {
		t.tracks[i].push(s.turnover(s.tracks[i].members))
	}
	t.market.push(s.turnover(s.members))
	bench := orNaN(s.bench.Level())
	l1 := math.NaN()
	whole := math.NaN()
	if w := s.track(s.figures.Roles.L1); w != nil {
		whole = orNaN(w.index.Level())
		if t.layerOnes != nil {
			t.layerOnes.seatLike(w)
			t.layerOnes.push(s.end, s.closes, bench, s.figures)
			l1 = orNaN(t.layerOnes.index.Level())
		}
	}
	t.dominance.push(l1, bench)
	t.withETH.push(whole, bench)
	t.calm.push(&s.said[s.benchAt[0]])
	d := t.day(e)
	return t.cycle.Push(&d)
}

// turnover sums up what the day turned over: of the coins that have a figure, for
// one that has none says nothing about it.
func (s *span) turnover(coins []int) float64 {
	sum, some := 0.0, false
	for _, i := range coins {
		if v := s.said[i].turnover; v == v {
			sum, some = sum+v, true
		}
	}
	return orNaN(sum, some)
}

// day gathers what the cycle and the narrative look at.
func (t *tides) day(e *Engine) cycle.Day {
	r := &e.figures.Roles
	d := cycle.Day{End: e.slow.end, DeFi: t.side(e, r.DeFi), AI: t.side(e, r.AI)}
	if t.layerOnes != nil {
		d.L1 = showing(t.layerOnes)
	}
	return d
}

// side is what a sector shows at the last close.
func (t *tides) side(e *Engine, name string) cycle.Side {
	for i, tr := range e.slow.tracks {
		if tr.name != name {
			continue
		}
		v := showing(tr)
		v.Breadth = breadthOf(&e.slow, tr)
		v.TurnoverZ = t.tracks[i].z()
		v.Interest = e.board.tracks[i].interest[len(interestDays)-1]
		v.FundingBps = e.board.tracks[i].mean3d
		return v
	}
	return cycle.Side{}
}

// showing is what a track shows by itself at the last close.
func showing(t *track) cycle.Side {
	v := cycle.Side{Quadrant: t.rotation.Point().Quadrant()}
	level, ok := t.index.Level()
	v.Level = numOr(level, ok, "too few members are priced")
	z, ok := t.gauge.z(28, t.level, false)
	v.Z28 = numOr(z, ok, "needs 31 daily bars")
	rsi, ok := t.rsi.Value()
	v.RSI = numOr(rsi, ok, "needs 15 daily bars")
	return v
}

// breadthOf is the share of a track's members above their EMA 50 at the last
// close.
func breadthOf(s *span, t *track) model.Num {
	share, ok := s.breadthClosed(t.members).Share(min(sector.BreadthLeast, len(t.members)))
	return numOr(share, ok, "too few members with 50 daily bars")
}

// calm tells whether BTC consolidates (ledger S2-SEC-2): it goes nowhere, which
// is a 28-day move of less than half a standard deviation, the same half that
// makes two sectors stand level in analytics §4.4, while it moves less than it
// used to, which is a volatility below its own median of a year.
type calm struct {
	volatility *stream.Median
	z, over    model.Num // the 28-day move in standard deviations; volatility over its median, minus one
}

const (
	calmMove  = 0.5
	calmDays  = 365
	calmLeast = 90
)

func newCalm() (calm, error) {
	m, err := stream.NewMedian(calmDays, calmLeast)
	u := model.Unknown("needs daily bars of BTC")
	return calm{volatility: m, z: u, over: u}, err
}

func (c *calm) push(btc *coinClose) {
	c.z = numOr(btc.z28, btc.z28 == btc.z28, "needs 31 daily bars of BTC")
	v := btc.volatility
	if v == v {
		c.volatility.Push(v)
	}
	usual, known := c.volatility.Value()
	c.over = numOr(v/usual-1, v == v && known && usual > 0, "needs 120 daily bars of BTC")
}

// consolidating is 1 or 0, unknown while one of the two is.
func (c *calm) consolidating() model.Num {
	z, ok := c.z.Value()
	over, both := c.over.Value()
	switch {
	case !ok:
		return c.z
	case math.Abs(z) >= calmMove:
		return model.Known(0) // whatever the volatility
	case !both:
		return c.over
	case over < 0:
		return model.Known(1)
	default:
		return model.Known(0)
	}
}
