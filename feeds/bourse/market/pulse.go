package market

import (
	"slices"
	"time"

	"eddy/model"
)

// Cadence is how often a venue tells of a coin at most, in wall time.
type Cadence struct {
	Quote, Mark, Day, Bar time.Duration
}

// VenueCadence is how often the venues themselves speak (venue page binance,
// §3), the book slowed down to what a screen can use.
var VenueCadence = Cadence{
	Quote: 200 * time.Millisecond,
	Mark:  time.Second,
	Day:   2 * time.Second,
	Bar:   250 * time.Millisecond,
}

// Pulse turns the passing of market time into changes. It belongs to one
// goroutine, the one that advances the stage.
type Pulse struct {
	stage   *Stage
	cadence Cadence
	speed   float64 // market time per wall time

	due    []dues // one for each coin
	quoted []model.Millis
	told   []model.Millis // delivery each coin's listing was last told with
	buf    []Change
	turns  []corner
}

// SetCadence changes how often coins are spoken of. It belongs to the goroutine
// that advances.
func (p *Pulse) SetCadence(c Cadence) { p.cadence = c }

// dues are the wall times at which a coin is next spoken of.
type dues struct{ quote, mark, day, bar time.Duration }

// NewPulse returns the pulse of a stage whose market time runs at speed.
func NewPulse(stage *Stage, cadence Cadence, speed float64) *Pulse {
	n := len(stage.series)
	p := &Pulse{stage: stage, cadence: cadence, speed: speed}
	p.due, p.quoted, p.told = make([]dues, n), make([]model.Millis, n), make([]model.Millis, n)
	for i := range p.due {
		share := time.Duration(i) * 64 / time.Duration(n)
		p.due[i].quote = cadence.Quote * share / 64
		p.due[i].day = cadence.Day * share / 64
		p.due[i].bar = cadence.Bar * share / 64
		p.quoted[i] = stage.now - 1 // the first moment is still to be quoted
	}
	return p
}

// Advance moves the market on and returns what has changed, in the order it
// came about: closed bars in the order of their ends and, within one end, of
// steps, every coin of one end before the next; then what is due of quotes,
// marks, day figures and open bars. wall is the time since the market began.
// The result is valid until the next call.
func (p *Pulse) Advance(wall time.Duration, to model.Millis, steps []model.Interval) []Change {
	p.buf = p.buf[:0]
	from := p.stage.Now()
	p.stage.Advance(to)
	to = p.stage.Now()
	if to == from {
		return p.buf // the data have ended
	}
	p.stage.mu.RLock()
	defer p.stage.mu.RUnlock()
	p.ends(from, to, steps)
	for coin := range p.due {
		p.listing(coin, to)
		p.moves(coin, wall, to)
	}
	return p.buf
}

// ends tells of the bars and funding intervals that ended in (from, to].
func (p *Pulse) ends(from, to model.Millis, steps []model.Interval) {
	grid := model.Hour1
	for _, s := range steps {
		if s > 0 {
			grid = min(grid, s)
		}
	}
	for at := StepEnd(StepStart(from, grid), grid); at <= to; at = StepEnd(at, grid) {
		p.settlements(at)
		for _, s := range steps {
			if StepStart(at, s) == at {
				p.closes(at, s)
			}
		}
	}
}

// settlements tells the mark once more at the very moment funding is charged,
// which is the last to carry the rate that is.
func (p *Pulse) settlements(at model.Millis) {
	for coin, ser := range p.stage.series {
		if k := ser.settlementAt(at); k < len(ser.Settlements) && ser.Settlements[k].Due() == at {
			p.buf = append(p.buf, Change{Kind: MarkMoved, Coin: coin, At: at})
		}
	}
}

// closes tells of the bars of one length that end at a moment, leaving out
// coins that had no trade in the last candle of the source before it and so,
// most of all, none at all.
func (p *Pulse) closes(at model.Millis, step model.Interval) {
	first := p.stage.cal.Index(StepStart(at-1, step))
	last := p.stage.cal.Index(at - 1)
	for coin, ser := range p.stage.series {
		traded := false
		for i := last; i >= first && !traded; i-- {
			traded = ser.candle(i).Traded()
		}
		if traded {
			p.buf = append(p.buf, Change{Kind: BarClosed, Coin: coin, At: at, Step: step})
		}
	}
}

// listing tells when a delisting is announced and when it has happened.
func (p *Pulse) listing(coin int, to model.Millis) {
	ser := p.stage.series[coin]
	told := model.Millis(0)
	switch {
	case ser.Delivery.Known() && to >= ser.Delivery:
		told = ser.Delivery
	case ser.Announced.Known() && to >= ser.Announced:
		told = ser.Announced
	}
	if told != p.told[coin] {
		p.told[coin] = told
		p.buf = append(p.buf, Change{Kind: CoinListing, Coin: coin, At: to})
	}
}

// moves tells what is due about a coin's prices.
func (p *Pulse) moves(coin int, wall time.Duration, to model.Millis) {
	d := &p.due[coin]
	add := func(kind ChangeKind) { p.buf = append(p.buf, Change{Kind: kind, Coin: coin, At: to}) }
	if due(&d.mark, wall, p.cadence.Mark) {
		add(MarkMoved)
	}
	if !p.stage.series[coin].candle(p.stage.bar).Traded() {
		// What the last candle before the gap had still to show.
		if end := p.stage.cal.Opening(p.stage.bar) - 1; p.quoted[coin] < end {
			p.quotes(coin, end)
		}
		return
	}
	if due(&d.quote, wall, p.cadence.Quote) {
		p.quotes(coin, to)
	}
	if due(&d.bar, wall, p.cadence.Bar) {
		add(BarMoved)
	}
	if due(&d.day, wall, p.cadence.Day) {
		add(DayMoved)
	}
}

// due tells whether a moment has come and sets the next one.
func due(next *time.Duration, wall, every time.Duration) bool {
	if wall < *next {
		return false
	}
	*next += every
	if *next <= wall {
		*next = wall + every
	}
	return true
}

// corner is a point of a candle's path that quotes must visit.
type corner struct {
	at    model.Millis
	price float64
}

// slowestCandle is the wall time a candle must last for its four corners to be
// quoted one by one: faster, there are more corners than quotes.
const slowestCandle = time.Second

// quotes tells the corners passed since the last quote or, where there are
// none, the present price.
func (p *Pulse) quotes(coin int, to model.Millis) {
	from := p.quoted[coin]
	p.quoted[coin] = to
	wall := float64(p.stage.cal.Step.Duration()) / p.speed
	if wall >= float64(slowestCandle) {
		p.turns = p.turns[:0]
		p.corners(coin, from, to)
		for _, c := range p.turns {
			p.buf = append(p.buf, Change{Kind: QuoteMoved, Coin: coin, At: c.at, Price: c.price})
		}
		if len(p.turns) > 0 {
			return
		}
	}
	p.buf = append(p.buf, Change{Kind: QuoteMoved, Coin: coin, At: to})
}

// corners collects the opens, highs, lows and closes met in (from, to].
func (p *Pulse) corners(coin int, from, to model.Millis) {
	s := p.stage
	for at := s.cal.Index(from); at <= s.bar; at++ {
		c := s.series[coin].candle(at)
		if !c.Traded() {
			continue
		}
		k1, k2 := turns(s.cal.Seed, coin, at)
		x1, x2 := extremes(c)
		for _, k := range [...]struct {
			knot  int
			price float64
		}{{0, c.Open}, {k1, x1}, {k2, x2}, {lastMove, c.Close}} {
			when := s.cal.Opening(at) + model.Millis(k.knot)*model.Millis(s.cal.Step.Duration().Milliseconds())/knots
			if when > from && when <= to {
				p.turns = append(p.turns, corner{when, k.price})
			}
		}
	}
}

// MergeSteps returns every bar length that any of the lists holds, short to
// long.
func MergeSteps(lists ...[]model.Interval) []model.Interval {
	all := slices.Concat(lists...)
	slices.SortFunc(all, func(a, b model.Interval) int {
		// The month is marked by a negative length and is the longest.
		switch {
		case a == b:
			return 0
		case b == Month1 || a != Month1 && a < b:
			return -1
		default:
			return 1
		}
	})
	return slices.Compact(all)
}
