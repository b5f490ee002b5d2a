package strategy

import (
	"math"
	"time"

	"eddy/model"
	"eddy/strategy/phase"
	"eddy/strategy/signal"
)

// board follows the signals of the daily bars: what the gauges do not see by
// themselves because it needs several sectors, funding or open interest. Like
// the span it belongs to it is built anew when history arrives.
type board struct {
	f *signal.Figures

	tracks []trackBoard // of each track of the daily span
	market trackBoard
	coins  []coinBoard // of each coin of the engine
	pairs  []*pair

	appetite signal.Flip
	leader   signal.Leader
	led      []int // tracks in the ranking: the sectors without sub-sectors
	scores   []float64
	ranks    []int // of each track, 0 where it has none
	disorder signal.Hold
	calmest  string       // the calmest sector at the last close
	switched phase.Change // what made the present phase
}

// trackBoard is what a sector's members say together.
type trackBoard struct {
	funding        signal.Funding
	mean3d, mean7d model.Num // basis points per eight hours, weighted by open interest
	median3d       model.Num
	unusual        model.Num // median of the members' z-scores
	interest       [3]model.Num
	flow           signal.Flow
	inflow         bool // longs build and do not get paid (C-41)
	bullish        model.Num
	quadrant       model.Quadrant // confirmed
	since          model.Millis   // of the quadrant
	end            model.Millis
}

// coinBoard is one coin's funding and open interest.
type coinBoard struct {
	mean3d, unusual model.Num
	interest        [3]model.Num // relative change over interestDays
	load            signal.Load
	short           signal.Latch
	score, share    model.Num
	flow            signal.Flow
}

// interestDays are the horizons open interest is compared over.
var interestDays = [3]int{1, 3, 7}

const day = 24 * time.Hour

func newBoard(e *Engine) (*board, error) {
	b := &board{
		f:        e.figures,
		appetite: signal.Flip{Closes: e.figures.Appetite.Hold.N()},
		disorder: signal.Hold{Closes: e.figures.Order.Hold.N()},
		tracks:   make([]trackBoard, len(e.slow.tracks)),
		coins:    make([]coinBoard, len(e.assets)),
		ranks:    make([]int, len(e.slow.tracks)),
	}
	b.market.funding = b.f.Funding.NewFunding()
	for i := range b.tracks {
		b.tracks[i].funding = b.f.Funding.NewFunding()
		if e.slow.tracks[i].parent == "" {
			b.led = append(b.led, i)
		}
	}
	b.scores = make([]float64, len(b.led))
	for i := range b.coins {
		b.coins[i].short = b.f.Short.NewLatch()
	}
	var err error
	b.pairs, err = newPairs(e)
	return b, err
}

// push follows the day that just closed in the daily span, of which every coin
// was measured.
func (b *board) push(e *Engine) {
	s, end := &e.slow, e.slow.end
	for i, t := range s.tracks {
		b.pushTrack(s, &b.tracks[i], t.members, &t.gauge)
		b.tracks[i].pushQuadrant(t.rotation.Confirmed(), end)
		b.tracks[i].bullish = bullishShare(s, t.members)
	}
	b.pushTrack(s, &b.market, s.members, &s.market)
	b.market.bullish = bullishShare(s, s.members)
	for _, p := range b.pairs {
		p.push(end)
	}
	b.pushAppetite(s, end)
	b.pushRanks(s, end)
	b.pushOrder(s, end)
}

// pushCoin works out a coin's funding and open interest at a close and notes what
// they say.
func (b *board) pushCoin(e *Engine, i int, end model.Millis, to *coinClose) {
	a, c := &e.assets[i], &b.coins[i]
	mean, ok := a.funding().mean(end.Add(-time.Duration(b.f.Funding.MeanDays.N())*day), end)
	c.mean3d = numOr(mean*1e4, ok, "no settlements of the last three days")
	rates := a.funding().within(end.Add(-time.Duration(b.f.Funding.PercentileDays.N())*day), end)
	z, ok := 0.0, false
	if len(rates) > 0 {
		z, ok = b.f.Funding.Unusual(rates)
	}
	c.unusual = numOr(z, ok, "too few settlements, or all the same")
	told := a.interestTold(end)
	for k, days := range interestDays {
		var m interestMove
		if told {
			m = a.interestBetween(end.Add(-time.Duration(days)*day), end)
		}
		c.interest[k] = numOr(m.now/m.then-1, m.known, "no open interest of that time")
		to.interest[k] = m
	}
	g := e.slow.coins[i].gauge
	c.flow = b.f.Interest.FlowOf(moveOf(g), c.interest[0].Or(math.NaN()), b.f.Interest.Dead1d.Value)
	c.load = signal.Load{
		FundingBps: c.mean3d.Or(math.NaN()), Growth: c.interest[2].Or(math.NaN()),
		Divergence: diverging(g), Extension: g.extension,
	}
	score, share, ok := b.f.Short.Short(c.load)
	const why = "less than half of the score is known"
	c.score, c.share = numOr(score, ok, why), numOr(share, ok, why)
	c.short.Push(end, score, ok)

	to.funding3d, to.unusual, to.short = c.mean3d.Or(math.NaN()), c.unusual.Or(math.NaN()), c.score.Or(math.NaN())
	to.funding7d = orNaN(a.funding().weekBps(end))
	to.size = math.NaN()
	if told {
		to.size = orNaN(a.sizeAt(end, to.last))
	}
}

// moveOf is a level's last daily log return in standard deviations, NaN when it
// is not known.
func moveOf(g *gauge) float64 {
	r, ok := g.change(1, g.level, false)
	sigma, known := g.vol.Value()
	if !ok || !known || sigma <= 0 {
		return math.NaN()
	}
	return math.Log1p(r) / (sigma / math.Sqrt(365))
}

// pushTrack sums up the members of a sector, or of the market.
func (b *board) pushTrack(s *span, t *trackBoard, members []int, g *gauge) {
	t.end = s.end
	var three, seven weighted
	var zs, means medianOf
	for _, i := range members {
		c := &s.said[i]
		known := c.size == c.size
		if v := c.funding3d; v == v {
			three.add(v, c.size, known)
			means.add(v)
		}
		if v := c.funding7d; v == v {
			seven.add(v, c.size, known)
		}
		if v := c.unusual; v == v {
			zs.add(v)
		}
	}
	const why = "no member's funding of that time"
	t.mean3d, t.mean7d = three.num(why), seven.num(why)
	t.median3d, t.unusual = means.num(why), zs.num("too few settlements, or all the same")
	t.funding.Push(s.end, t.mean3d, t.unusual)
	for k := range interestDays {
		t.interest[k] = s.interestOf(members, k)
	}
	t.flow = b.f.Interest.FlowOf(moveOf(g), t.interest[0].Or(math.NaN()), b.f.Interest.Dead1d.Value)
	bps, ok := t.mean3d.Value()
	t.inflow, _ = signal.RiskOn(t.flow, bps, ok)
}

// interestOf is the change of the members' open interest over the k-th stretch of
// interestDays, at one common price: in dollars it would rise with the price alone
// (analytics §8.4).
func (s *span) interestOf(members []int, k int) model.Num {
	then, now := 0.0, 0.0
	for _, i := range members {
		c := &s.said[i]
		if m := &c.interest[k]; m.known && c.last > 0 {
			then, now = then+m.then*c.last, now+m.now*c.last
		}
	}
	return numOr(now/then-1, then > 0, "no open interest of that time")
}

func (t *trackBoard) pushQuadrant(q model.Quadrant, end model.Millis) {
	if q != t.quadrant {
		t.quadrant, t.since = q, end
	}
}

// bullishShare is the share of members whose fast average stands above the slow
// one (analytics §3.8).
func bullishShare(s *span, members []int) model.Num {
	up, known := 0.0, 0.0
	for _, i := range members {
		if v := s.said[i].aligned; v == v {
			up, known = up+v, known+1
		}
	}
	return numOr(up/max(1, known), known > 0, "no member has its slow average yet")
}

func (b *board) pushAppetite(s *span, end model.Millis) {
	defi, infra := b.trackBoard(s, b.f.Roles.DeFi), b.trackBoard(s, b.f.Roles.Infrastructure)
	ratio := b.pair(b.f.Roles.DeFi, b.f.Roles.Infrastructure)
	if defi == nil || infra == nil || ratio == nil {
		return
	}
	d, ok := defi.bullish.Value()
	i, both := infra.bullish.Value()
	side, known := ratio.side()
	b.appetite.Push(end, signal.AppetiteSide(d, i, side), ok && both && known)
}

// trackBoard finds a sector's board by name, nil when it is not followed.
func (b *board) trackBoard(s *span, name string) *trackBoard {
	for i, t := range s.tracks {
		if t.name == name {
			return &b.tracks[i]
		}
	}
	return nil
}

func (b *board) pair(first, second string) *pair {
	for _, p := range b.pairs {
		if p.a.name == first && p.b.name == second {
			return p
		}
	}
	return nil
}

// pushRanks ranks the sectors by momentum; ties by the 28-day move, then by the
// taxonomy's order (analytics §3.6).
func (b *board) pushRanks(s *span, end model.Millis) {
	for k, i := range b.led {
		b.scores[k] = orNaN(s.tracks[i].momentum.Value())
	}
	b.leader.Push(end, b.scores)
	for k, i := range b.led {
		b.ranks[i] = 0
		if math.IsNaN(b.scores[k]) {
			continue
		}
		b.ranks[i] = 1
		for j := range b.led {
			if b.before(s, j, k) {
				b.ranks[i]++
			}
		}
	}
}

// before tells whether the j-th sector of the ranking stands before the k-th.
func (b *board) before(s *span, j, k int) bool {
	x, y := b.scores[j], b.scores[k]
	if x != y || j == k {
		return x > y
	}
	zx := orNaN(s.tracks[b.led[j]].momentum.Z(1))
	zy := orNaN(s.tracks[b.led[k]].momentum.Z(1))
	if zx != zy {
		return zx > zy
	}
	return j < k
}

// pushOrder checks that Infrastructure is the calmest sector (S0-SEC-2).
func (b *board) pushOrder(s *span, end model.Millis) {
	least, infra, known := math.Inf(1), math.NaN(), 0
	for _, i := range b.led {
		t := s.tracks[i]
		v, ok := t.vol.Value()
		if !ok {
			continue
		}
		known++
		if v < least {
			least, b.calmest = v, t.name
		}
		if t.name == b.f.Roles.Infrastructure {
			infra = v
		}
	}
	b.disorder.Push(end, infra > least, known > 1 && !math.IsNaN(infra))
}

// diverging is 1 with a fresh bearish divergence of price and RSI, else 0; NaN
// before there can be one.
func diverging(g *gauge) float64 {
	switch v, ok := g.diverge.Value(); {
	case !ok:
		return math.NaN()
	case v.Kind == bearish:
		return 1
	default:
		return 0
	}
}
