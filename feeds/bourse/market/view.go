package market

import (
	"sync/atomic"

	"eddy/model"
)

// Traits are the small ways in which one venue differs from the market.
type Traits struct {
	Seed     uint64
	BasisBp  float64 // how far its prices may lie off, basis points
	Spread   float64 // its spread against the usual one; 1 is usual
	Turnover float64 // its share of trading and open interest, 1 is the source's
}

// View is the market as one venue shows it. It is safe for any goroutine.
type View struct {
	stage  *Stage
	traits Traits
	factor []float64      // price at the venue over price of the source
	gone   []atomic.Int64 // moment a coin was taken off by order; 0 = not
}

// NewView returns a venue's view. On an exact source basis and share are left
// out: every venue shows the recorded bars digit by digit.
func NewView(stage *Stage, traits Traits) *View {
	v := &View{
		stage: stage, traits: traits,
		factor: make([]float64, len(stage.series)),
		gone:   make([]atomic.Int64, len(stage.series)),
	}
	if stage.cal.Exact {
		v.traits.BasisBp, v.traits.Turnover = 0, 1
	}
	for i := range v.factor {
		n := noiseFor(traits.Seed, i, 0)
		v.factor[i] = 1 + float64(v.traits.BasisBp*(2*n.uniform()-1)*1e-4)
	}
	return v
}

// Stage returns the market behind the view.
func (v *View) Stage() *Stage { return v.stage }

// Now returns the present moment of the market.
func (v *View) Now() model.Millis { return v.stage.Now() }

// Coins returns what is traded; a coin is known by its index in this list.
func (v *View) Coins() []Listing { return v.stage.Coins() }

// Delist takes a coin off this venue at a moment, now or earlier.
func (v *View) Delist(coin int, at model.Millis) { v.gone[coin].CompareAndSwap(0, int64(at)) }

// State says whether a coin can be traded.
type State uint8

// The states of a coin.
const (
	Pending State = iota // before its first trade
	Trading
	Closed // delisted
)

// Status returns a coin's state now, and the moment it is or will be taken
// off, 0 when nothing is announced.
func (v *View) Status(coin int) (State, model.Millis) {
	v.stage.mu.RLock()
	defer v.stage.mu.RUnlock()
	return v.status(coin, v.stage.now)
}

func (v *View) status(coin int, t model.Millis) (State, model.Millis) {
	if gone := model.Millis(v.gone[coin].Load()); gone.Known() {
		if t >= gone {
			return Closed, gone
		}
		return Trading, gone
	}
	ser := v.stage.series[coin]
	switch {
	case ser.Delivery.Known() && t >= ser.Delivery:
		return Closed, ser.Delivery
	case t < v.stage.begin[coin]:
		return Pending, 0
	case ser.Delivery.Known() && t >= ser.Announced:
		return Trading, ser.Delivery
	default:
		return Trading, 0
	}
}

// price turns a price of the source into the venue's, on its tick.
func (v *View) price(coin int, p float64) float64 {
	if v.factor[coin] == 1 {
		return p
	}
	return Round(p*v.factor[coin], v.stage.series[coin].PriceDecimals)
}
