package figure

import (
	"errors"

	"eddy/feeds/scan"
	"eddy/model"
)

// ErrBar says that a bar lacks a price, or that its prices contradict each
// other.
var ErrBar = errors.New("bar without four prices in order")

// Candle is a bar as a venue writes it.
type Candle struct {
	Open                   model.Millis
	First, High, Low, Last Number
	Volume                 Number // in units of the base currency
}

// ReadColumn reads the column of a row, which is opening time, first, high, low
// and last price, volume. Of others it reads nothing and says false.
func (c *Candle) ReadColumn(column int, r *scan.Reader) bool {
	switch column {
	case 0:
		c.Open = Moment(r)
	case 1:
		c.First = Read(r)
	case 2:
		c.High = Read(r)
	case 3:
		c.Low = Read(r)
	case 4:
		c.Last = Read(r)
	case 5:
		c.Volume = Read(r)
	default:
		return false
	}
	return true
}

// Bar converts the candle into coins and dollars, see model.PerCoin. It is not
// closed; that, and whether it opens where its interval does, is the venue's
// business.
func (c *Candle) Bar(step model.Interval, multiplier float64) (model.Bar, error) {
	b := model.Bar{
		OpenTime: c.Open, Interval: step,
		Open: model.PerCoin(c.First.V, multiplier), High: model.PerCoin(c.High.V, multiplier),
		Low: model.PerCoin(c.Low.V, multiplier), Close: model.PerCoin(c.Last.V, multiplier),
	}
	if c.Volume.OK {
		b.Volume, b.HasVolume = model.InCoins(c.Volume.V, multiplier), true
	}
	if !c.First.OK || !c.High.OK || !c.Low.OK || !c.Last.OK || !b.Consistent() {
		return model.Bar{}, ErrBar
	}
	return b, nil
}
