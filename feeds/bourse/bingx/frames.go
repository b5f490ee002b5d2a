package bingx

import (
	"strconv"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// head begins a push.
func (x *Exchange) head(t topic) []byte {
	b := append(make([]byte, 0, 512), `{"code":0,"dataType":"`...)
	b = append(b, x.nameOf(t)...)
	return append(b, '"')
}

// present returns what there is to tell of a topic now, nil for nothing.
func (x *Exchange) present(t topic) []byte {
	ch := market.Change{Coin: t.coin, At: x.view.Now()}
	switch t.stream {
	case ticker:
		return x.tickerFrame(t, ch)
	case kline:
		ch.Kind = market.BarMoved
		if bar, ok := x.view.Bar(ch, klineSteps[t.step].step); ok {
			return x.klineFrame(t, bar)
		}
		return nil
	case markPrice:
		return x.markFrame(t, ch)
	default:
		return x.quoteFrame(t, ch)
	}
}

// tickerFrame writes a ticker. Capital A and B are prices; the window opens
// after it closes, as in every capture.
func (x *Exchange) tickerFrame(t topic, ch market.Change) []byte {
	q, okQ := x.view.Quote(ch)
	d, okD := x.view.Day(ch)
	if !okQ || !okD {
		return nil
	}
	c := x.coins[ch.Coin]
	b := appendTime(append(x.head(t), `,"data":{"e":"24hTicker","E":`...), d.At)
	b = append(append(b, `,"s":"`...), x.symbols[ch.Coin]...)
	for _, m := range [...]struct{ name, value string }{
		{"p", text(d.Last-d.Open, c.PriceDecimals)}, {"P", text((d.Last/d.Open-1)*100, 2)},
		{"c", text(d.Last, c.PriceDecimals)}, {"L", text(d.LastQty, c.LotDecimals)},
		{"h", text(d.High, c.PriceDecimals)}, {"l", text(d.Low, c.PriceDecimals)},
		{"v", text(d.Volume, c.LotDecimals)}, {"q", text(d.Quote, 2)}, {"o", text(d.Open, c.PriceDecimals)},
		{"A", text(q.Ask, c.PriceDecimals)}, {"a", text(q.AskQty, c.LotDecimals)},
		{"B", text(q.Bid, c.PriceDecimals)}, {"b", text(q.BidQty, c.LotDecimals)},
	} {
		b = append(append(append(append(b, `","`...), m.name...), `":"`...), m.value...)
	}
	b = appendTime(append(b, `","O":`...), d.At-windowLag)
	b = appendTime(append(b, `,"C":`...), d.At-15*windowLag)
	return append(b, `}}`...)
}

// windowLag is how far a ticker's window stamps lie behind the ticker.
const windowLag = model.Millis(1000)

// quoteFrame writes a best bid and ask, or a last price.
func (x *Exchange) quoteFrame(t topic, ch market.Change) []byte {
	q, ok := x.view.Quote(ch)
	if !ok {
		return nil
	}
	c := x.coins[ch.Coin]
	if t.stream == lastPrice {
		return x.priceFrame(t, q.At, onePrice{"lastPriceUpdate", "c", text(q.Last, c.PriceDecimals)})
	}
	b := strconv.AppendInt(append(x.head(t), `,"data":{"e":"bookTicker","u":`...), x.ids.Add(1), 10)
	b = appendTime(append(b, `,"E":`...), q.At+quoteLag)
	b = appendTime(append(b, `,"T":`...), q.At)
	b = append(append(b, `,"s":"`...), x.symbols[ch.Coin]...)
	b = append(append(b, `","b":"`...), text(q.Bid, c.PriceDecimals)...)
	b = append(append(b, `","B":"`...), text(q.BidQty, c.LotDecimals)...)
	b = append(append(b, `","a":"`...), text(q.Ask, c.PriceDecimals)...)
	b = append(append(b, `","A":"`...), text(q.AskQty, c.LotDecimals)...)
	return append(b, `"}}`...)
}

// quoteLag is how long a quote takes from the engine to the push.
const quoteLag = model.Millis(22)

// markFrame writes a mark price.
func (x *Exchange) markFrame(t topic, ch market.Change) []byte {
	m, ok := x.view.Mark(ch)
	if !ok {
		return nil
	}
	return x.priceFrame(t, m.At, onePrice{"markPriceUpdate", "p", text(m.Mark, x.markDecimals(ch.Coin))})
}

// markDecimals is how finely mark and index prices are told.
func (x *Exchange) markDecimals(coin int) int {
	return min(x.coins[coin].PriceDecimals+2, market.MaxDecimals)
}

// onePrice is what a frame of a single price says.
type onePrice struct{ event, key, value string }

func (x *Exchange) priceFrame(t topic, at model.Millis, p onePrice) []byte {
	b := append(append(x.head(t), `,"data":{"e":"`...), p.event...)
	b = appendTime(append(b, `","E":`...), at)
	b = append(append(b, `,"s":"`...), x.symbols[t.coin]...)
	b = append(append(append(b, `","`...), p.key...), `":"`...)
	return append(append(b, p.value...), `"}}`...)
}

// klineFrame writes a bar: when it opened, and not whether it is closed.
func (x *Exchange) klineFrame(t topic, bar market.Bar) []byte {
	c := x.coins[t.coin]
	b := append(append(x.head(t), `,"s":"`...), x.symbols[t.coin]...)
	b = append(append(b, `","data":[{"c":"`...), text(bar.Close, c.PriceDecimals)...)
	b = append(append(b, `","o":"`...), text(bar.Open, c.PriceDecimals)...)
	b = append(append(b, `","h":"`...), text(bar.High, c.PriceDecimals)...)
	b = append(append(b, `","l":"`...), text(bar.Low, c.PriceDecimals)...)
	b = append(append(b, `","v":"`...), text(bar.Volume, c.LotDecimals)...)
	b = appendTime(append(b, `","T":`...), bar.OpenTime)
	return append(b, `}]}`...)
}

func appendTime(b []byte, t model.Millis) []byte { return strconv.AppendInt(b, int64(t), 10) }

// text writes a number as the venue does, a string of fixed decimals.
func text(v float64, decimals int) string { return strconv.FormatFloat(v, 'f', decimals, 64) }
