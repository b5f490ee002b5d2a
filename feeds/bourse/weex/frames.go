package weex

import (
	"strconv"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// pastBars is how many bars a stream of them begins with.
const pastBars = 300

// present is a change at the present moment, for asking the view.
func (x *Exchange) present(coin int) market.Change {
	return market.Change{Coin: coin, At: x.view.Now()}
}

// snapshot writes what a stream begins with, nil when there is nothing.
func (x *Exchange) snapshot(t topic) []byte {
	switch t.stream {
	case ticker:
		return x.appendTicker(nil, x.present(t.coin))
	case depth:
		return x.bookSnapshot(t)
	default:
		bars := x.view.Bars(market.Span{Coin: t.coin, Step: klineSteps[t.which].step, Limit: pastBars, Newest: true})
		return x.appendBars(nil, t, barsFrame{"klineSnapshot", bars})
	}
}

// appendHead writes the beginning every event of a stream has.
func (x *Exchange) appendHead(b []byte, event string, coin int) []byte {
	b = append(append(b, `{"e":"`...), event...)
	b = appendTime(append(b, `","E":`...), x.view.Now())
	return append(append(append(b, `,"s":"`...), x.symbols[coin]...), '"')
}

// windowLag is the grid the end of the 24-hour window lies on: it is no stamp.
const windowLag = 15 * model.Minute1

// appendTicker writes a ticker, nil where there is no trading.
func (x *Exchange) appendTicker(b []byte, ch market.Change) []byte {
	d, trading := x.view.Day(ch)
	if !trading {
		return nil
	}
	c := x.coins[ch.Coin]
	average := d.Last
	if d.Volume > 0 {
		average = d.Quote / d.Volume
	}
	b = x.appendHead(b, "ticker", ch.Coin)
	b = appendNumber(append(b, `,"d":[{"p":`...), d.Last-d.Open, c.PriceDecimals)
	b = appendNumber(append(b, `,"P":`...), d.Last/d.Open-1, 6)
	b = appendNumber(append(b, `,"w":`...), average, 8)
	b = appendNumber(append(b, `,"c":`...), d.Last, c.PriceDecimals)
	b = appendNumber(append(b, `,"o":`...), d.Open, c.PriceDecimals)
	b = appendNumber(append(b, `,"h":`...), d.High, c.PriceDecimals)
	b = appendNumber(append(b, `,"l":`...), d.Low, c.PriceDecimals)
	b = appendNumber(append(b, `,"v":`...), d.Volume, c.LotDecimals)
	b = appendNumber(append(b, `,"q":`...), d.Quote, 5)
	end := d.At.Floor(windowLag)
	b = appendTime(append(b, `,"O":`...), end-d.At+d.From)
	b = appendTime(append(b, `,"C":`...), end)
	b = appendTime(append(b, `,"n":`...), trades(d.From, d.At))
	if m, ok := x.view.Mark(market.Change{Kind: market.MarkMoved, Coin: ch.Coin, At: ch.At}); ok {
		decimals := min(c.PriceDecimals+2, 8)
		b = appendNumber(append(b, `,"m":`...), m.Mark, decimals)
		b = appendNumber(append(b, `,"i":`...), m.Index, decimals)
	}
	return append(b, `}]}`...)
}

// barsFrame is what a frame of bars is made of.
type barsFrame struct {
	event string
	bars  []market.Bar
}

// appendBars writes bars, oldest first. None says that it is closed.
func (x *Exchange) appendBars(b []byte, t topic, f barsFrame) []byte {
	b = x.appendHead(b, f.event, t.coin)
	prices := "LAST_PRICE"
	if t.mark {
		prices = "MARK_PRICE"
	}
	b = append(append(append(b, `,"p":"`...), prices...), `","d":[`...)
	for i, bar := range f.bars {
		if i > 0 {
			b = append(b, ',')
		}
		b = x.appendBar(b, t, bar)
	}
	return append(b, `]}`...)
}

func (x *Exchange) appendBar(b []byte, t topic, bar market.Bar) []byte {
	c := x.coins[t.coin]
	if t.mark {
		bar.Volume, bar.Quote = 0, 0
	}
	b = appendTime(append(b, `{"t":`...), bar.OpenTime)
	b = appendTime(append(b, `,"T":`...), bar.End)
	b = append(append(b, `,"s":"`...), x.symbols[t.coin]...)
	b = append(append(append(b, `","i":"`...), klineSteps[t.which].name...), '"')
	b = appendNumber(append(b, `,"o":`...), bar.Open, c.PriceDecimals)
	b = appendNumber(append(b, `,"c":`...), bar.Close, c.PriceDecimals)
	b = appendNumber(append(b, `,"h":`...), bar.High, c.PriceDecimals)
	b = appendNumber(append(b, `,"l":`...), bar.Low, c.PriceDecimals)
	b = appendNumber(append(b, `,"v":`...), bar.Volume, c.LotDecimals)
	b = appendTime(append(b, `,"n":`...), trades(bar.OpenTime, min(bar.End, x.view.Now())))
	b = appendNumber(append(b, `,"q":`...), bar.Quote, 5)
	b = appendNumber(append(b, `,"V":`...), bar.Volume/2, c.LotDecimals)
	b = appendNumber(append(b, `,"Q":`...), bar.Quote/2, 5)
	return append(b, '}')
}

// tradeEvery is the market time between two trades, as they are counted.
const tradeEvery = 200

// trades returns how many trades there were in a span.
func trades(from, to model.Millis) model.Millis { return max(to-from, 0) / tradeEvery }

// text writes a number as the venue does, with fixed decimals.
func text(v float64, decimals int) string { return strconv.FormatFloat(v, 'f', decimals, 64) }

// appendNumber writes a number as a string of fixed decimals.
func appendNumber(b []byte, v float64, decimals int) []byte {
	b = strconv.AppendFloat(append(b, '"'), v, 'f', decimals, 64)
	return append(b, '"')
}

func appendTime(b []byte, t model.Millis) []byte { return strconv.AppendInt(b, int64(t), 10) }

// stamp writes a moment as text.
func stamp(t model.Millis) string { return strconv.FormatInt(int64(t), 10) }
