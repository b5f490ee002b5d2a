package binance

import (
	"eddy/model"
)

type interestNow struct {
	OpenInterest string `json:"openInterest"`
	Symbol       string `json:"symbol"`
	Time         int64  `json:"time"`
}

func (x *Exchange) openInterest(q query) (any, *apiError) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	h, ok := x.view.OpenInterest(coin)
	if !ok {
		return nil, noInterest
	}
	return interestNow{text(h.Coins, x.coins[coin].LotDecimals), x.symbols[coin], ms(h.Time)}, nil
}

type interestRow struct {
	Symbol    string `json:"symbol"`
	Coins     string `json:"sumOpenInterest"`
	Value     string `json:"sumOpenInterestValue"`
	Timestamp int64  `json:"timestamp"`
}

// interestKept is how far back the venue tells open interest.
const interestKept = model.Millis(30 * 24 * 3600 * 1000)

var interestPeriods = map[string]model.Interval{
	"5m": 5 * model.Minute1, "15m": 15 * model.Minute1, "30m": 30 * model.Minute1, "1h": model.Hour1,
	"2h": 2 * model.Hour1, "4h": model.Hour4, "6h": 6 * model.Hour1, "12h": 12 * model.Hour1, "1d": model.Day1,
}

func (x *Exchange) openInterestHist(q query) (any, *apiError) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	step, known := interestPeriods[q.Get("period")]
	if !known {
		return nil, badPeriod
	}
	limit, bad := q.limit(30, 500)
	if bad != nil {
		return nil, bad
	}
	from, to, bad := q.span()
	if bad != nil {
		return nil, bad
	}
	now := x.view.Now()
	if !to.Known() {
		to = now
	}
	list := x.view.OpenInterestHistory(coin, step, max(from, now-interestKept), to)
	if len(list) > limit && from.Known() {
		list = list[:limit]
	}
	rows := []interestRow{}
	for _, h := range list[max(len(list)-limit, 0):] {
		rows = append(rows, interestRow{x.symbols[coin], text(h.Coins, 8), text(h.USD, 8), ms(h.Time)})
	}
	return rows, nil
}
