package mexc

import (
	"encoding/json"
	"slices"

	"eddy/feeds/bourse/market"
)

// Rows of history (venue page, §6).
const (
	mostBars        = 2000
	usualPage       = 20
	mostSettlements = 1000
)

// klines answers with bars by columns, oldest first. A span that holds too many
// is cut to the newest.
func (x *Exchange) klines(q query) ([]byte, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	step, known := klineStep(q.Get("interval"))
	if !known {
		return nil, badParameter("interval")
	}
	from, bad := q.seconds("start")
	if bad != nil {
		return nil, bad
	}
	to, bad := q.seconds("end")
	if bad != nil {
		return nil, bad
	}
	span := market.Span{Coin: coin, Step: klineSteps[step].step, From: from, Limit: mostBars, Newest: true}
	if to.Known() {
		span.To = to + 1 // the venue's end is inclusive
	}
	return x.columns(coin, x.view.Bars(span)), nil
}

// columns writes bars by columns.
func (x *Exchange) columns(coin int, bars []market.Bar) []byte {
	c := &x.coins[coin]
	price := func(pick func(market.Bar) float64) func([]byte, market.Bar) []byte {
		return func(b []byte, bar market.Bar) []byte { return appendNumber(b, pick(bar), c.PriceDecimals) }
	}
	open := price(func(b market.Bar) float64 { return b.Open })
	closing := price(func(b market.Bar) float64 { return b.Close })
	high := price(func(b market.Bar) float64 { return b.High })
	low := price(func(b market.Bar) float64 { return b.Low })
	b := []byte{'{'}
	for i, column := range []struct {
		name string
		cell func([]byte, market.Bar) []byte
	}{
		{"time", func(b []byte, bar market.Bar) []byte { return appendTime(b, bar.OpenTime/1000) }},
		{"open", open}, {"close", closing}, {"high", high}, {"low", low},
		{"vol", func(b []byte, bar market.Bar) []byte { return appendNumber(b, c.contracts(bar.Volume), c.decimals) }},
		{"amount", func(b []byte, bar market.Bar) []byte { return appendNumber(b, bar.Quote, 4) }},
		{"realOpen", open}, {"realClose", closing}, {"realHigh", high}, {"realLow", low},
	} {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), column.name...), `":`...)
		b = appendList(b, len(bars), func(b []byte, i int) []byte { return column.cell(b, bars[i]) })
	}
	return append(b, '}')
}

// settlement is a row of the history of funding.
type settlement struct {
	Symbol string      `json:"symbol"`
	Rate   json.Number `json:"fundingRate"`
	At     int64       `json:"settleTime"`
	Cycle  int         `json:"collectCycle"`
}

// settlementPage is a page of the history of funding.
type settlementPage struct {
	Size    int          `json:"pageSize"`
	Count   int          `json:"totalCount"`
	Pages   int          `json:"totalPage"`
	Current int          `json:"currentPage"`
	List    []settlement `json:"resultList"`
}

// fundingHistory answers with a page of settlements, newest first.
func (x *Exchange) fundingHistory(q query) ([]byte, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	size, bad := q.number("page_size", usualPage, mostSettlements)
	if bad != nil {
		return nil, bad
	}
	number, bad := q.number("page_num", 1, 1<<20)
	if bad != nil {
		return nil, bad
	}
	all := x.view.Payments(market.Span{Coin: coin, Limit: 1 << 30, Newest: true})
	slices.Reverse(all)
	page := settlementPage{Size: size, Count: len(all), Pages: (len(all) + size - 1) / size, Current: number, List: []settlement{}}
	for _, s := range all[min(len(all), (number-1)*size):min(len(all), number*size)] {
		page.List = append(page.List, settlement{x.coins[coin].symbol, json.Number(appendNumber(nil, s.Rate, 8)), int64(s.Due()), int(s.IntervalH)})
	}
	body, err := json.Marshal(page)
	if err != nil {
		return nil, badParameter(err.Error())
	}
	return body, nil
}
