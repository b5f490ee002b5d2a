package weex

import (
	"slices"

	"eddy/feeds/bourse/market"
)

// Rows of lists of the past (venue page, §5).
const (
	mostBars         = 1000
	mostHistoryBars  = 100
	mostSettlements  = 1000
	usualSettlements = 100
)

// klines answers with the latest bars, the open one last.
func (x *Exchange) klines(q query) (any, *refusal) {
	limit, bad := q.limit(100, mostBars)
	if bad != nil {
		return nil, bad
	}
	return x.bars(q, market.Span{Limit: limit, Newest: true})
}

// historyKlines answers with the bars up to a moment.
func (x *Exchange) historyKlines(q query) (any, *refusal) {
	limit, bad := q.limit(mostHistoryBars, mostHistoryBars)
	if bad != nil {
		return nil, bad
	}
	from, to, bad := q.span()
	if bad != nil {
		return nil, bad
	}
	span := market.Span{From: from, Limit: limit, Newest: true}
	if to.Known() {
		span.To = to + 1 // bars that open at the end are told as well
	}
	return x.bars(q, span)
}

func (x *Exchange) bars(q query, span market.Span) (any, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	step, known := klineStep(q.Get("interval"))
	if !known {
		return nil, invalid("interval")
	}
	span.Coin, span.Step = coin, klineSteps[step].step
	rows := [][]any{}
	for _, bar := range x.view.Bars(span) {
		rows = append(rows, x.barRow(coin, bar))
	}
	return rows, nil
}

// barRow returns the eleven elements of a bar.
func (x *Exchange) barRow(coin int, bar market.Bar) []any {
	c := x.coins[coin]
	price := func(v float64) string { return text(v, c.PriceDecimals) }
	return []any{
		int64(bar.OpenTime), price(bar.Open), price(bar.High), price(bar.Low), price(bar.Close),
		text(bar.Volume, c.LotDecimals), int64(bar.End), text(bar.Quote, 5),
		int64(trades(bar.OpenTime, min(bar.End, x.view.Now()))), text(bar.Volume/2, c.LotDecimals), text(bar.Quote/2, 5),
	}
}

type fundingRow struct {
	Symbol      string `json:"symbol"`
	FundingRate string `json:"fundingRate"`
	FundingTime int64  `json:"fundingTime"`
	MarkPrice   string `json:"markPrice"`
}

// fundingRate answers with settlements, newest first. Stamps carry some
// milliseconds over the round hour.
func (x *Exchange) fundingRate(q query) (any, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	limit, bad := q.limit(usualSettlements, mostSettlements)
	if bad != nil {
		return nil, bad
	}
	from, to, bad := q.span()
	if bad != nil {
		return nil, bad
	}
	rows := []fundingRow{}
	for _, p := range x.view.Payments(market.Span{Coin: coin, From: from, To: to, Limit: limit, Newest: true}) {
		jitter := p.Due() / 1000 % 7
		rows = append(rows, fundingRow{x.symbols[coin], text(p.Rate, 8), int64(p.Due() + jitter), text(p.Mark, x.coins[coin].PriceDecimals)})
	}
	slices.Reverse(rows)
	return rows, nil
}
