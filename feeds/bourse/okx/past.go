package okx

import (
	"math"
	"slices"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// Rows of history (venue page, §5).
const (
	usualRows      = 100
	mostCandles    = 300
	latestCandles  = 1440 // what candles reaches; the rest is for history-candles
	mostOldCandles = 100
	mostInterest   = 100
	fundingKept    = 90 * model.Day1
)

func step(decimals int) float64 { return math.Pow10(-decimals) }

func (x *Exchange) candles(q query) ([]byte, *apiError) { return x.bars(q, mostCandles, latestCandles) }

func (x *Exchange) historyCandles(q query) ([]byte, *apiError) {
	return x.bars(q, mostOldCandles, math.MaxInt32)
}

// bars answers with bars, the newest first, at most so many rows and only of
// the latest reach.
func (x *Exchange) bars(q query, most, reach int) ([]byte, *apiError) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	limit, bad := q.limit(usualRows, most)
	if bad != nil {
		return nil, bad
	}
	from, to, bad := q.window()
	if bad != nil {
		return nil, bad
	}
	length, shifted, known := barLength(q.Get("bar"))
	if !known {
		return nil, badParameter("bar")
	}
	if reach < math.MaxInt32 {
		from = max(from, x.view.Now()-model.Millis(length.Duration().Milliseconds())*model.Millis(reach))
	}
	span := market.Span{Coin: coin, Step: length, From: from, To: to, Limit: limit, Newest: true}
	list := x.barsOf(span, shifted)
	slices.Reverse(list)
	var b []byte
	for _, bar := range list {
		b = appendRow(b, func(b []byte) []byte { return x.appendBar(b, coin, bar) })
	}
	return b, nil
}

// barLength reads a length of bars; shifted ones open by the clock of Hong Kong.
func barLength(name string) (length model.Interval, shifted, known bool) {
	if name == "" {
		name = "1m"
	}
	if i, ok := barStep(name); ok {
		return barSteps[i].step, false, true
	}
	length, known = hongKong[name]
	return length, true, known
}

// hongKongLead is how much earlier than UTC's a day of Hong Kong begins.
const hongKongLead = 8 * model.Hour1

// barsOf returns the bars of a span. Those of Hong Kong are put together from
// bars of two hours.
func (x *Exchange) barsOf(span market.Span, shifted bool) []market.Bar {
	if !shifted {
		return x.view.Bars(span)
	}
	part := span
	part.Step = 2 * model.Hour1
	part.Limit = (span.Limit + 1) * int(span.Step/part.Step)
	if part.To.Known() {
		part.To = min(part.To.Add(span.Step.Duration()), x.view.Now()+1)
	}
	lead := model.Millis(hongKongLead.Duration().Milliseconds())
	var out []market.Bar
	for _, p := range x.view.Bars(part) {
		open := (p.OpenTime + lead).Floor(span.Step) - lead
		if open < span.From || span.To.Known() && open >= span.To {
			continue
		}
		if n := len(out); n > 0 && out[n-1].OpenTime == open {
			out[n-1] = join(out[n-1], p)
			continue
		}
		p.OpenTime, p.Interval, p.End = open, span.Step, open.Add(span.Step.Duration())
		p.Closed = p.End <= x.view.Now()
		out = append(out, p)
	}
	return out[max(len(out)-span.Limit, 0):]
}

// join adds a later part to a bar.
func join(bar, part market.Bar) market.Bar {
	bar.High, bar.Low = max(bar.High, part.High), min(bar.Low, part.Low)
	bar.Close = part.Close
	bar.Volume += part.Volume
	bar.Quote += part.Quote
	return bar
}

// fundingHistory answers with settlements, the newest first.
func (x *Exchange) fundingHistory(q query) ([]byte, *apiError) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	limit, bad := q.limit(usualRows, usualRows)
	if bad != nil {
		return nil, bad
	}
	from, to, bad := q.window()
	if bad != nil {
		return nil, bad
	}
	if to.Known() {
		to--
	}
	from = max(from, x.view.Now()-model.Millis(fundingKept.Duration().Milliseconds()))
	list := x.view.Payments(market.Span{Coin: coin, From: from, To: to, Limit: limit, Newest: true})
	var b []byte
	for _, p := range slices.Backward(list) {
		b = appendRow(b, func(b []byte) []byte {
			b = appendNumber(append(b, `{"formulaType":"withRate","fundingRate":`...), p.Rate, 16)
			b = appendTime(append(b, `,"fundingTime":`...), p.Due())
			b = appendName(append(b, ','), x.coins[coin].swap)
			b = appendNumber(append(b, `,"instType":"SWAP","method":"current_period","realizedRate":`...), p.Rate, 16)
			return append(b, '}')
		})
	}
	return b, nil
}

var interestPeriods = map[string]model.Interval{
	"5m": 5 * model.Minute1, "15m": 15 * model.Minute1, "30m": 30 * model.Minute1, "1H": model.Hour1, "2H": 2 * model.Hour1,
	"4H": model.Hour4, "6Hutc": 6 * model.Hour1, "12Hutc": 12 * model.Hour1, "1Dutc": model.Day1,
}

// interestHistory answers with rows of time, contracts, coins and dollars, the
// newest first.
func (x *Exchange) interestHistory(q query) ([]byte, *apiError) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	limit, bad := q.limit(usualRows, mostInterest)
	if bad != nil {
		return nil, bad
	}
	name := q.Get("period")
	if name == "" {
		name = "5m"
	}
	period, known := interestPeriods[name]
	if !known {
		return nil, badParameter("period")
	}
	from, bad := q.moment("begin")
	if bad != nil {
		return nil, bad
	}
	to, bad := q.moment("end")
	if bad != nil {
		return nil, bad
	}
	if !to.Known() {
		to = x.view.Now()
	}
	from = max(from, to-model.Millis(period.Duration().Milliseconds())*latestCandles)
	list := x.view.OpenInterestHistory(coin, period, from, to)
	c := &x.coins[coin]
	var b []byte
	for _, h := range slices.Backward(list[max(len(list)-limit, 0):]) {
		b = appendRow(b, func(b []byte) []byte {
			b = appendTime(append(b, '['), h.Time)
			b = appendNumber(append(b, ','), c.contracts(h.Coins), 8)
			b = appendNumber(append(b, ','), h.Coins, 10)
			return append(appendNumber(append(b, ','), h.USD, 8), ']')
		})
	}
	return b, nil
}
