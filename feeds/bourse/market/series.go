package market

import (
	"math"

	"eddy/model"
)

// Listing is one coin the market trades, whatever a venue calls its contract.
type Listing struct {
	Asset         model.Asset
	PriceDecimals int     // the tick is one unit of the last decimal
	LotDecimals   int     // the lot likewise
	TurnoverUSD   float64 // typical turnover of a day; sets spread and depth
}

// Candle is the trading of one step of a Source. Volume counts coins. A step
// without a trade has the zero Candle.
type Candle struct {
	Open, High, Low, Close, Volume float64
}

// Traded tells whether there was a trade in the step.
func (c Candle) Traded() bool { return c.Open > 0 }

// Quote returns the candle's volume in US dollars, at its typical price.
func (c Candle) Quote() float64 {
	return float64(c.Volume*(c.Open+c.High+c.Low+c.Close)) / 4
}

// Settlement is one funding payment, past or to come.
type Settlement struct {
	Time      model.Millis
	Rate      float64 // fraction per its own interval
	IntervalH float64 // hours since the one before
	Premium   float64 // perpetual over index, fraction
}

// Due returns the round minute the settlement belongs to: recorded stamps
// carry some milliseconds of jitter (venue page binance, §6).
func (s Settlement) Due() model.Millis { return s.Time.Floor(model.Minute1) }

// Holding is open interest at a moment, in coins, one side.
type Holding struct {
	Time  model.Millis
	Coins float64
}

// Series is the whole tape of one coin.
type Series struct {
	Listing

	Candles     []Candle     // one for each step since Calendar.First
	Settlements []Settlement // ascending; nil where the coin has no funding
	Holdings    []Holding    // ascending; nil where open interest is not known

	// Announced and Delivery are when a delisting is made known and when it
	// happens; both 0 for a coin that stays.
	Announced, Delivery model.Millis
}

// Calendar is the time frame of a Source.
type Calendar struct {
	First model.Millis   // opening of candle 0
	From  model.Millis   // the moment market time begins
	End   model.Millis   // the end of the data; 0 for a market without end
	Step  model.Interval // length of a candle
	Seed  uint64         // of the paths inside candles
	Exact bool           // every venue shows the candles digit by digit
}

// Index returns the number of the candle that holds t, negative before the
// first.
func (c Calendar) Index(t model.Millis) int {
	return int((t.Floor(c.Step) - c.First) / model.Millis(c.Step.Duration().Milliseconds()))
}

// Opening returns when candle i opens.
func (c Calendar) Opening(i int) model.Millis {
	return c.First + model.Millis(i)*model.Millis(c.Step.Duration().Milliseconds())
}

// Source supplies the tape. Its methods are called by one goroutine at a time;
// Stage takes care of that.
type Source interface {
	// Label says in a few words where the tape comes from.
	Label() string
	// Calendar returns the time frame, which never changes.
	Calendar() Calendar
	// Series returns the tape of every coin, always the same in the same order.
	Series() []*Series
	// Extend makes sure that every candle that opens at or before to is there,
	// and that each coin's next settlement after to is known.
	Extend(to model.Millis)
}

var pow10 = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12}

// MaxDecimals is the finest tick and lot a Listing may have.
const MaxDecimals = len(pow10) - 1

// Round returns the number with so many decimals that is nearest to x. A
// number that was written with no more decimals comes back unchanged.
func Round(x float64, decimals int) float64 {
	p := pow10[decimals]
	return math.Floor(float64(x*p)+0.5) / p
}

// roundDown returns the largest number with so many decimals not above x, but
// for a rounding error of a thousandth of the last decimal.
func roundDown(x float64, decimals int) float64 {
	p := pow10[decimals]
	return math.Floor(float64(x*p)+0.001) / p
}
