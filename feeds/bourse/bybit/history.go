package bybit

import (
	"slices"
	"strconv"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// klines answers with bars, newest first.
func (x *Exchange) klines(q query) (any, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	step, known := klineStep(q.Get("interval"))
	if !known {
		return nil, paramError("interval invalid")
	}
	limit, bad := q.limit(200, 1000)
	if bad != nil {
		return nil, bad
	}
	from, to, bad := q.span("start", "end")
	if bad != nil {
		return nil, bad
	}
	span := market.Span{Coin: coin, Step: klineSteps[step].step, From: from, Limit: limit, Newest: !from.Known()}
	if to.Known() {
		span.To = to + 1 // the venue's end is inclusive
	}
	c, list := x.coins[coin], [][7]string{}
	for _, bar := range x.view.Bars(span) {
		list = append(list, [7]string{
			stamp(bar.OpenTime), text(bar.Open, c.PriceDecimals), text(bar.High, c.PriceDecimals),
			text(bar.Low, c.PriceDecimals), text(bar.Close, c.PriceDecimals),
			text(bar.Volume, c.LotDecimals), text(bar.Quote, 4),
		})
	}
	slices.Reverse(list)
	return rows{Category: "linear", Symbol: x.symbols[coin], List: list}, nil
}

type fundingRow struct {
	Symbol string `json:"symbol"`
	Rate   string `json:"fundingRate"`
	At     string `json:"fundingRateTimestamp"`
}

// fundingHistory answers with settlements, newest first. A beginning without an
// end is refused.
func (x *Exchange) fundingHistory(q query) (any, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	limit, bad := q.limit(200, 200)
	if bad != nil {
		return nil, bad
	}
	from, to, bad := q.span("startTime", "endTime")
	if bad != nil {
		return nil, bad
	}
	if from.Known() && !to.Known() {
		return nil, paramError("endTime is missing")
	}
	list := []fundingRow{}
	for _, s := range x.view.Payments(market.Span{Coin: coin, From: from, To: to, Limit: limit, Newest: true}) {
		list = append(list, fundingRow{x.symbols[coin], text(s.Rate, 8), stamp(s.Due())})
	}
	slices.Reverse(list)
	return rows{Category: "linear", List: list}, nil
}

type interestRow struct {
	Both   string `json:"openInterest"`
	Single string `json:"singleOpenInterest"`
	At     string `json:"timestamp"`
}

var interestPeriods = map[string]model.Interval{
	"5min": 5 * model.Minute1, "15min": 15 * model.Minute1, "30min": 30 * model.Minute1,
	"1h": model.Hour1, "4h": model.Hour4, "1d": model.Day1,
}

// interestKept is how far back the venue tells open interest here.
const interestKept = model.Millis(90 * 24 * 3600 * 1000)

// openInterest answers with the history of open interest, newest first.
func (x *Exchange) openInterest(q query) (any, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	step, known := interestPeriods[q.Get("intervalTime")]
	if !known {
		return nil, paramError("intervalTime invalid")
	}
	limit, bad := q.limit(50, 200)
	if bad != nil {
		return nil, bad
	}
	from, to, bad := q.span("startTime", "endTime")
	if bad != nil {
		return nil, bad
	}
	now := x.view.Now()
	if !to.Known() {
		to = now
	}
	all := x.view.OpenInterestHistory(coin, step, max(from, now-interestKept), to)
	slices.Reverse(all)
	list, c := []interestRow{}, x.coins[coin]
	for _, h := range all[:min(len(all), limit)] {
		list = append(list, interestRow{text(2*h.Coins, 8), text(h.Coins, c.LotDecimals), stamp(h.Time)})
	}
	return rows{Category: "linear", Symbol: x.symbols[coin], List: list, Next: nextPage(len(all), limit)}, nil
}

// nextPage returns the cursor behind a page, "" behind the last.
func nextPage(rows, shown int) string {
	if rows <= shown {
		return ""
	}
	return strconv.Itoa(shown)
}
