package binance

import (
	"slices"

	"eddy/feeds/bourse/market"
)

// usualFundingH is the interval of a contract that fundingInfo does not list.
const usualFundingH = 8

type premiumIndex struct {
	Symbol               string `json:"symbol"`
	MarkPrice            string `json:"markPrice"`
	IndexPrice           string `json:"indexPrice"`
	EstimatedSettlePrice string `json:"estimatedSettlePrice"`
	LastFundingRate      string `json:"lastFundingRate"`
	InterestRate         string `json:"interestRate"`
	NextFundingTime      int64  `json:"nextFundingTime"`
	Time                 int64  `json:"time"`
}

func (x *Exchange) premiumIndex(q query) (any, *apiError) {
	now := x.view.Now()
	return x.each(q, func(coin int) (any, bool) {
		m, ok := x.view.Mark(market.Change{Kind: market.MarkMoved, Coin: coin, At: now})
		if !ok {
			return nil, false
		}
		p := premiumIndex{
			Symbol: x.symbols[coin], MarkPrice: text(m.Mark, 8), IndexPrice: text(m.Index, 8),
			EstimatedSettlePrice: text(m.Index, 8), NextFundingTime: ms(m.Next), Time: ms(now),
		}
		if m.HasFunding {
			p.LastFundingRate = text(m.Rate, 8)
			p.InterestRate = text(1e-4*m.IntervalH/usualFundingH, 8)
		}
		return p, true
	})
}

type fundingRow struct {
	Symbol      string `json:"symbol"`
	FundingTime int64  `json:"fundingTime"`
	FundingRate string `json:"fundingRate"`
	MarkPrice   string `json:"markPrice"`
	RateType    string `json:"rateType"`
}

func (x *Exchange) fundingRate(q query) (any, *apiError) {
	limit, bad := q.limit(100, 1000)
	if bad != nil {
		return nil, bad
	}
	from, to, bad := q.span()
	if bad != nil {
		return nil, bad
	}
	span := market.Span{From: from, To: to, Limit: limit, Newest: !from.Known()}
	if q.Get("symbol") != "" {
		if span.Coin, bad = x.coin(q); bad != nil {
			return nil, bad
		}
		return x.fundingRows(span), nil
	}
	rows := []fundingRow{}
	for span.Coin = range x.coins {
		rows = append(rows, x.fundingRows(span)...)
	}
	slices.SortStableFunc(rows, func(a, b fundingRow) int { return int(a.FundingTime - b.FundingTime) })
	if len(rows) > limit && from.Known() {
		rows = rows[:limit]
	}
	return rows[max(len(rows)-limit, 0):], nil
}

// fundingRows returns a coin's settlements. Stamps carry a few milliseconds
// over the round hour, as the venue's do.
func (x *Exchange) fundingRows(span market.Span) []fundingRow {
	list := x.view.Payments(span)
	rows := make([]fundingRow, 0, len(list))
	for _, s := range list {
		at := s.Time
		if at == s.Due() {
			at += (at / 3_600_000 * 7) % 11
		}
		rows = append(rows, fundingRow{
			Symbol: x.symbols[span.Coin], FundingTime: ms(at), FundingRate: text(s.Rate, 8),
			MarkPrice: text(s.Mark, 8), RateType: "Regular",
		})
	}
	return rows
}

type fundingInfoRow struct {
	Symbol        string `json:"symbol"`
	Cap           string `json:"adjustedFundingRateCap"`
	Floor         string `json:"adjustedFundingRateFloor"`
	IntervalHours int    `json:"fundingIntervalHours"`
	Disclaimer    bool   `json:"disclaimer"`
	UpdateTime    *int64 `json:"updateTime"`
}

// fundingInfo lists only contracts whose interval was ever adjusted; the
// others settle every eight hours (venue page, §6).
func (x *Exchange) fundingInfo(query) (any, *apiError) {
	rows := []fundingInfoRow{}
	for coin := range x.coins {
		hours, changed, ok := x.view.FundingIntervals(coin)
		if ok && (changed || hours != usualFundingH) {
			rows = append(rows, fundingInfoRow{
				Symbol: x.symbols[coin], Cap: "0.02000000", Floor: "-0.02000000", IntervalHours: int(hours),
			})
		}
	}
	return rows, nil
}
