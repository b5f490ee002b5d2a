package synthetic

import (
	"math"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

const (
	hourMs    = model.Millis(3600 * 1000)
	weekHours = 7 * 24
)

// Figures of volume and open interest.
const (
	volumePhi    = 0.80978 // hourly; 0.43 over four hours (analytics §9.7)
	volumeSD     = 0.62
	volumeByMove = 0.5
	// A log-normal's mean lies above its median; this keeps a usual day near
	// the typical turnover (fitted by test).
	volumeShift = 0.32

	interestByMove = 0.11         // analytics §9.8
	interestSD     = 0.016 / 2    // an hour; 0.016 over four
	interestPull   = 0.0028840114 // an hour: half-life of 10 days
	liquidation    = 4            // standard deviations
)

// holdingsKept is how many hours of open interest from before market time are
// kept: the venues themselves give a month.
const holdingsKept = 35 * 24

// coin draws one coin's tape hour by hour.
type coin struct {
	spec   AssetSpec
	series *market.Series
	script *Script
	dice   *dice
	live   int // the hour of the epoch at which market time begins

	beta float64
	idio float64 // an hour

	logPrice float64 // of the next open, without the scale
	open     float64 // the next open
	scale    float64 // price over exp(logPrice)
	week     [weekHours]float64
	volume   float64 // slow part of the log volume
	interest float64 // log of coins held
	funding  funding
}

func newCoin(spec AssetSpec, seed, stream uint64, script *Script, live int) *coin {
	c := &coin{spec: spec, script: script, dice: newDice(seed, stream), live: live, open: 1, scale: 1}
	c.series = &market.Series{Listing: market.Listing{
		Asset:         spec.Asset,
		PriceDecimals: priceDecimals(spec.Price),
		LotDecimals:   lotDecimals(spec.Price),
		TurnoverUSD:   spec.Turnover * 1e6,
	}}
	// Both are drawn even where the spec fixes them: the stream stays the same.
	c.beta = c.dice.between(.85, 1.15)
	spread := c.dice.between(.75, 1.25)
	if spec.Sector < sectors {
		c.idio = mul(memberSigma[spec.Sector], spread)
	}
	if spec.Beta != 0 {
		c.beta = spec.Beta
	}
	if spec.Idio != 0 {
		c.idio = spec.Idio
	}
	c.idio /= math.Sqrt(hoursPerYear)
	c.interest = logOf(c.interestTarget())
	c.funding = newFunding(&c.spec)
	if d := script.delist; d.asset == spec.Asset {
		c.series.Announced = model.Millis(live+d.announced) * hourMs
		c.series.Delivery = model.Millis(live+d.delivery) * hourMs
	}
	return c
}

// interestTarget is the open interest in US dollars the coin is drawn to, held
// to what analytics §9.10 calls sound.
func (c *coin) interestTarget() float64 {
	ratio := min(max(c.spec.Interest/c.spec.Turnover, .3), .9)
	return mul(ratio, c.spec.Turnover) * 1e6
}

// step draws the hour of a factor.
func (c *coin) step(f *factor) {
	if gone := c.series.Delivery; gone.Known() && model.Millis(f.hour)*hourMs >= gone {
		c.series.Candles = append(c.series.Candles, market.Candle{})
		return
	}
	r, sd := c.move(f)
	open := c.open
	c.logPrice += r
	c.open = c.price(c.logPrice)
	up, down := c.reach(r, sd)
	candle := market.Candle{
		Open: open, Close: c.open,
		High: c.tick(mul(open, expOf(up))), Low: c.tick(mul(open, expOf(-down))),
	}
	candle.High = max(candle.High, candle.Open, candle.Close)
	candle.Low = min(candle.Low, candle.Open, candle.Close)
	candle.Volume = c.traded(f, r, sd) / ((candle.Open + candle.Close) / 2)
	if c.scale != 1 {
		candle.Volume = market.Round(candle.Volume, c.series.LotDecimals)
	}
	c.series.Candles = append(c.series.Candles, candle)
	c.hold(f, r, sd)
	c.settle(f)
	c.week[f.hour%weekHours] = c.logPrice
}

// move draws the coin's log return and gives the size it usually has.
func (c *coin) move(f *factor) (r, sd float64) {
	z := c.dice.t4()
	if f.flat {
		return 0, 0
	}
	if c.spec.Sector == Market {
		return f.market, f.marketSD
	}
	s := c.spec.Sector
	r = mul(c.beta, mul(sectorBeta[s], f.market)+f.sector[s]) + mul(c.idio, z)
	m, o := mul(mul(c.beta, sectorBeta[s]), f.marketSD), mul(c.beta, f.sectorSD[s])
	return r, math.Sqrt(mul(m, m) + mul(o, o) + mul(c.idio, c.idio))
}

// reach draws how far above and below its start a path of return r goes: the
// law of the extremes of a Brownian bridge, each by itself.
func (c *coin) reach(r, sd float64) (up, down float64) {
	u, v := logOf(c.dice.uniform()), logOf(c.dice.uniform())
	twice := 2 * mul(sd, sd)
	up = (math.Sqrt(mul(r, r)-mul(twice, u)) + r) / 2
	down = (math.Sqrt(mul(r, r)-mul(twice, v)) - r) / 2
	return up, down
}

// price turns a log price into a price.
func (c *coin) price(logPrice float64) float64 { return c.tick(mul(c.scale, expOf(logPrice))) }

// tick puts a price on the tick, which is the least a price can be, once the
// scale is known.
func (c *coin) tick(p float64) float64 {
	if c.scale == 1 {
		return p
	}
	d := c.series.PriceDecimals
	return max(market.Round(p, d), market.Round(math.Pow10(-d), d))
}

// traded draws the hour's turnover in US dollars.
func (c *coin) traded(f *factor, r, sd float64) float64 {
	c.volume = mul(volumePhi, c.volume) +
		mul(mul(volumeSD, math.Sqrt(1-volumePhi*volumePhi)), c.dice.normal())
	usual := mul(c.spec.Turnover*1e6/24, clockFactor(f.hour))
	if sd == 0 {
		return usual
	}
	// The size of the move against that of a normal one: mean 0.8, sd 0.6.
	size := min((math.Abs(r)/sd-.798)/.603, 6)
	return mul(usual, expOf(c.volume+mul(volumeByMove, size)-volumeShift))
}

// clockFactor is how busy an hour of the week is (analytics §9.7).
func clockFactor(hour int) float64 {
	f := 1.0
	switch h := hour % 24; {
	case h >= 13 && h <= 16:
		f = 1.4
	case h >= 3 && h <= 6:
		f = .75
	}
	// The epoch was a Thursday: days 2 and 3 of each seven are the weekend.
	if d := hour / 24 % 7; d == 2 || d == 3 {
		f *= .7
	}
	return f
}

// hold moves open interest on by an hour.
func (c *coin) hold(f *factor, r, sd float64) {
	eps, cut := c.dice.normal(), c.dice.between(.05, .15)
	if sd > 0 {
		gap := logOf(c.interestTarget()) - c.interest - c.logPrice - c.logScale()
		c.interest += mul(interestByMove, r) + mul(interestSD, eps) + mul(interestPull, gap)
		if math.Abs(r) > liquidation*sd {
			c.interest += logOf(1 - cut)
		}
	}
	if f.hour >= c.live-holdingsKept {
		c.series.Holdings = append(c.series.Holdings, market.Holding{
			Time: model.Millis(f.hour+1) * hourMs, Coins: expOf(c.interest),
		})
	}
}

// logScale is 0 until the scale is known: till then coins are counted in the
// units of an unscaled price.
func (c *coin) logScale() float64 {
	if c.scale == 1 {
		return 0
	}
	return logOf(c.scale)
}

// anchor sets the scale such that the price is the wanted one now, and puts
// the whole past on the tick.
func (c *coin) anchor() {
	c.scale = c.spec.Price / expOf(c.logPrice)
	for i := range c.series.Candles {
		k := &c.series.Candles[i]
		if !k.Traded() {
			continue
		}
		k.Open, k.High = c.tick(mul(c.scale, k.Open)), c.tick(mul(c.scale, k.High))
		k.Low, k.Close = c.tick(mul(c.scale, k.Low)), c.tick(mul(c.scale, k.Close))
		k.Volume = market.Round(k.Volume/c.scale, c.series.LotDecimals)
	}
	c.open = c.price(c.logPrice)
	c.interest -= logOf(c.scale)
	for i := range c.series.Holdings {
		c.series.Holdings[i].Coins /= c.scale
	}
}
