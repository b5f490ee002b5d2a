package bingx

import (
	"math"

	"eddy/feeds/bourse/market"
)

// contract is a row of contracts.
type contract struct {
	ID                string  `json:"contractId"`
	Symbol            string  `json:"symbol"`
	Size              string  `json:"size"`
	QuantityPrecision int     `json:"quantityPrecision"`
	PricePrecision    int     `json:"pricePrecision"`
	FeeRate           float64 `json:"feeRate"`
	MakerFeeRate      float64 `json:"makerFeeRate"`
	TakerFeeRate      float64 `json:"takerFeeRate"`
	MinLimit          int     `json:"tradeMinLimit"`
	MinQuantity       float64 `json:"tradeMinQuantity"`
	MinUSDT           int     `json:"tradeMinUSDT"`
	MaxLong           int     `json:"maxLongLeverage"`
	MaxShort          int     `json:"maxShortLeverage"`
	Currency          string  `json:"currency"`
	Asset             string  `json:"asset"`
	Status            int     `json:"status"`
	Open              string  `json:"apiStateOpen"`
	Close             string  `json:"apiStateClose"`
	DisplayName       string  `json:"displayName"`
}

func (x *Exchange) contracts(query) (any, *refusal) {
	list := make([]contract, 0, len(x.coins))
	for coin, c := range x.coins {
		row := contract{
			ID: text(float64(100+coin), 0), Symbol: x.symbols[coin], Size: "0",
			QuantityPrecision: c.LotDecimals, PricePrecision: c.PriceDecimals,
			FeeRate: 0.0005, MakerFeeRate: 0.0002, TakerFeeRate: 0.0005,
			MinQuantity: math.Pow10(-c.LotDecimals), MinUSDT: 2, MaxLong: 125, MaxShort: 125,
			Currency: "USDT", Asset: string(c.Asset), DisplayName: x.symbols[coin],
		}
		row.Status, row.Open, row.Close = x.status(coin)
		list = append(list, row)
	}
	return list, nil
}

// status returns a coin's state in the venue's numbers and words.
func (x *Exchange) status(coin int) (code int, opening, closing string) {
	switch state, _ := x.view.Status(coin); state {
	case market.Trading:
		return 1, "true", "true"
	case market.Pending:
		return 5, "false", "false"
	default:
		return 0, "false", "false"
	}
}

// premium is a row of premiumIndex.
type premium struct {
	Symbol    string `json:"symbol"`
	Mark      string `json:"markPrice"`
	Index     string `json:"indexPrice"`
	Rate      string `json:"lastFundingRate"`
	Next      int64  `json:"nextFundingTime"`
	IntervalH int    `json:"fundingIntervalHours"`
	Updated   int64  `json:"updateTime"` // of the last settlement
}

func (x *Exchange) premiumIndex(q query) (any, *refusal) {
	return x.each(q, func(coin int) (any, bool) {
		m, ok := x.view.Mark(x.now(coin))
		if !ok || !m.HasFunding {
			return nil, false
		}
		d := x.markDecimals(coin)
		hours := int64(m.IntervalH)
		return premium{
			Symbol: x.symbols[coin], Mark: text(m.Mark, d), Index: text(m.Index, d), Rate: text(m.Rate, 8),
			Next: int64(m.Next), IntervalH: int(hours), Updated: int64(m.Next) - hours*3_600_000,
		}, true
	})
}

// now is a change at the present moment, for asking the view.
func (x *Exchange) now(coin int) market.Change { return market.Change{Coin: coin, At: x.view.Now()} }

// dayTicker is a row of ticker. Its window opens after it closes, as in the
// venue's answers.
type dayTicker struct {
	Symbol  string `json:"symbol"`
	Change  string `json:"priceChange"`
	Percent string `json:"priceChangePercent"`
	Last    string `json:"lastPrice"`
	LastQty string `json:"lastQty"`
	High    string `json:"highPrice"`
	Low     string `json:"lowPrice"`
	Volume  string `json:"volume"`
	Quote   string `json:"quoteVolume"`
	Open    string `json:"openPrice"`
	OpenAt  int64  `json:"openTime"`
	CloseAt int64  `json:"closeTime"`
	Ask     string `json:"askPrice"`
	AskQty  string `json:"askQty"`
	Bid     string `json:"bidPrice"`
	BidQty  string `json:"bidQty"`
}

func (x *Exchange) tickers(q query) (any, *refusal) {
	return x.each(q, func(coin int) (any, bool) {
		quote, okQ := x.view.Quote(x.now(coin))
		d, okD := x.view.Day(x.now(coin))
		c := x.coins[coin]
		return dayTicker{
			Symbol: x.symbols[coin], Change: text(d.Last-d.Open, c.PriceDecimals), Percent: text((d.Last/d.Open-1)*100, 2),
			Last: text(d.Last, c.PriceDecimals), LastQty: text(d.LastQty, c.LotDecimals),
			High: text(d.High, c.PriceDecimals), Low: text(d.Low, c.PriceDecimals),
			Volume: text(d.Volume, c.LotDecimals), Quote: text(d.Quote, 2), Open: text(d.Open, c.PriceDecimals),
			OpenAt: int64(d.At - windowLag), CloseAt: int64(d.At - 15*windowLag),
			Ask: text(quote.Ask, c.PriceDecimals), AskQty: text(quote.AskQty, c.LotDecimals),
			Bid: text(quote.Bid, c.PriceDecimals), BidQty: text(quote.BidQty, c.LotDecimals),
		}, okQ && okD
	})
}

// bookTickers answers with the best bid and ask of one contract, in numbers and
// in an object of its own.
func (x *Exchange) bookTickers(q query) (any, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	quote, ok := x.view.Quote(x.now(coin))
	if !ok {
		return nil, paused
	}
	return map[string]any{"book_ticker": map[string]any{
		"symbol": x.symbols[coin], "bid_price": quote.Bid, "bid_qty": quote.BidQty, "ask_price": quote.Ask, "ask_qty": quote.AskQty,
	}}, nil
}

// openInterest answers in dollars.
func (x *Exchange) openInterest(q query) (any, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	h, okH := x.view.OpenInterest(coin)
	m, okM := x.view.Mark(x.now(coin))
	if !okH || !okM {
		return nil, paused
	}
	return map[string]any{"openInterest": text(h.Coins*m.Mark, 2), "symbol": x.symbols[coin], "time": int64(h.Time)}, nil
}
