package bybit

import (
	"strconv"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// appendSnapshot writes everything a coin's ticker has told.
func (x *Exchange) appendSnapshot(b []byte, coin int) []byte {
	return x.appendTicker(b, coin, tickerFrame{kind: "snapshot", now: x.sheets[coin]})
}

// tickerFrame is what a frame of a ticker is made of.
type tickerFrame struct {
	kind        string
	now, before sheet // a snapshot has nothing before
}

// appendTicker writes a frame of a ticker: all members, or of a delta only
// those that have changed. Price and size of a side go together.
func (x *Exchange) appendTicker(b []byte, coin int, f tickerFrame) []byte {
	b = append(append(b, `{"topic":"`...), x.nameOf(topic{stream: tickers, coin: coin})...)
	b = append(append(b, `","type":"`...), f.kind...)
	b = append(append(b, `","data":{"symbol":"`...), x.symbols[coin]...)
	b = append(b, '"')
	for i := range f.now {
		if f.kind == "delta" && !f.changed(i) {
			continue
		}
		b = append(append(append(b, `,"`...), memberNames[i]...), `":"`...)
		b = append(append(b, f.now[i]...), '"')
	}
	if f.kind == "snapshot" {
		b = append(b, `,"fundingCap":"0.005","preOpenPrice":"","preQty":"","curPreListingPhase":""`...)
	}
	at := x.view.Now()
	x.sequence[coin] = max(x.sequence[coin]+1, int64(at)/2)
	b = strconv.AppendInt(append(b, `},"cs":`...), x.sequence[coin], 10)
	b = appendTime(append(b, `,"ts":`...), at)
	return append(b, '}')
}

// changed tells whether a member is to be told in a delta.
func (f *tickerFrame) changed(i int) bool {
	switch i {
	case bid, ask:
		return f.now[i] != f.before[i] || f.now[i+1] != f.before[i+1]
	case bidSize, askSize:
		return f.now[i] != f.before[i] || f.now[i-1] != f.before[i-1]
	default:
		return f.now[i] != f.before[i]
	}
}

// appendBook writes the best level of a coin's book, nil where there is none.
func (x *Exchange) appendBook(b []byte, ch market.Change) []byte {
	q, ok := x.view.Quote(ch)
	if !ok {
		return b
	}
	c := x.coins[ch.Coin]
	x.updates[ch.Coin]++
	b = append(append(b, `{"topic":"`...), x.nameOf(topic{stream: book, coin: ch.Coin})...)
	b = appendTime(append(b, `","ts":`...), q.At)
	b = append(append(b, `,"type":"snapshot","data":{"s":"`...), x.symbols[ch.Coin]...)
	b = append(append(b, `","b":[["`...), text(q.Bid, c.PriceDecimals)...)
	b = append(append(b, `","`...), text(q.BidQty, c.LotDecimals)...)
	b = append(append(b, `"]],"a":[["`...), text(q.Ask, c.PriceDecimals)...)
	b = append(append(b, `","`...), text(q.AskQty, c.LotDecimals)...)
	b = strconv.AppendInt(append(b, `"]],"u":`...), firstUpdate+x.updates[ch.Coin], 10)
	b = appendTime(append(b, `,"seq":`...), q.At/2)
	b = appendTime(append(b, `},"cts":`...), q.At)
	return append(b, '}')
}

// firstUpdate keeps update ids away from one, which marks a restart.
const firstUpdate = 1_000_000

// appendKline writes a kline push. The order of prices is the venue's.
func (x *Exchange) appendKline(b []byte, t topic, bar market.Bar) []byte {
	c, now := x.coins[t.coin], x.view.Now()
	b = append(append(b, `{"topic":"`...), x.nameOf(t)...)
	b = appendTime(append(b, `","data":[{"start":`...), bar.OpenTime)
	b = appendTime(append(b, `,"end":`...), bar.End-1)
	b = append(append(b, `,"interval":"`...), klineSteps[t.step].name...)
	b = append(append(b, `","open":"`...), text(bar.Open, c.PriceDecimals)...)
	b = append(append(b, `","close":"`...), text(bar.Close, c.PriceDecimals)...)
	b = append(append(b, `","high":"`...), text(bar.High, c.PriceDecimals)...)
	b = append(append(b, `","low":"`...), text(bar.Low, c.PriceDecimals)...)
	b = append(append(b, `","volume":"`...), text(bar.Volume, c.LotDecimals)...)
	b = append(append(b, `","turnover":"`...), text(bar.Quote, 4)...)
	b = strconv.AppendBool(append(b, `","confirm":`...), bar.Closed)
	b = appendTime(append(b, `,"timestamp":`...), min(now, bar.End))
	b = appendTime(append(b, `}],"ts":`...), now)
	return append(b, `,"type":"snapshot"}`...)
}

func appendTime(b []byte, t model.Millis) []byte { return strconv.AppendInt(b, int64(t), 10) }
