package bybit

import (
	"math"
	"strconv"

	"eddy/feeds/bourse/market"
)

// instrument is a row of instruments-info, with the fields that tell steps and
// states.
type instrument struct {
	Symbol       string         `json:"symbol"`
	ContractType string         `json:"contractType"`
	Status       string         `json:"status"`
	BaseCoin     string         `json:"baseCoin"`
	QuoteCoin    string         `json:"quoteCoin"`
	LaunchTime   string         `json:"launchTime"`
	DeliveryTime string         `json:"deliveryTime"`
	DeliveryFee  string         `json:"deliveryFeeRate"`
	PriceScale   string         `json:"priceScale"`
	Leverage     leverageFilter `json:"leverageFilter"`
	Price        priceFilter    `json:"priceFilter"`
	Lot          lotFilter      `json:"lotSizeFilter"`
	Unified      bool           `json:"unifiedMarginTrade"`
	FundingMin   int            `json:"fundingInterval"`
	SettleCoin   string         `json:"settleCoin"`
	UpperRate    string         `json:"upperFundingRate"`
	LowerRate    string         `json:"lowerFundingRate"`
	PreListing   bool           `json:"isPreListing"`
	SymbolType   string         `json:"symbolType"`
}

type leverageFilter struct {
	Min  string `json:"minLeverage"`
	Max  string `json:"maxLeverage"`
	Step string `json:"leverageStep"`
}

type priceFilter struct {
	Min  string `json:"minPrice"`
	Max  string `json:"maxPrice"`
	Tick string `json:"tickSize"`
}

type lotFilter struct {
	Max         string `json:"maxOrderQty"`
	Min         string `json:"minOrderQty"`
	Step        string `json:"qtyStep"`
	MinNotional string `json:"minNotionalValue"`
}

// instrumentsInfo answers with a page of contracts; those that are not traded
// are left out unless asked for.
func (x *Exchange) instrumentsInfo(q query) (any, *refusal) {
	if bad := q.linear(); bad != nil {
		return nil, bad
	}
	size, bad := q.limit(500, 1000)
	if bad != nil {
		return nil, bad
	}
	all := x.listed(q)
	from := 0
	if s := q.Get("cursor"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 {
			return nil, paramError("cursor invalid")
		}
		from = min(n, len(all))
	}
	to := min(from+size, len(all))
	page := rows{Category: "linear", List: all[from:to]}
	if to < len(all) {
		page.Next = strconv.Itoa(to)
	}
	return page, nil
}

// listed returns the contracts a request is about.
func (x *Exchange) listed(q query) []instrument {
	wanted, symbol := q.Get("status"), q.Get("symbol")
	if wanted == "" {
		wanted = "Trading"
	}
	list := []instrument{}
	for coin := range x.coins {
		in := x.instrument(coin)
		if in.Status == wanted && (symbol == "" || symbol == in.Symbol) {
			list = append(list, in)
		}
	}
	return list
}

func (x *Exchange) instrument(coin int) instrument {
	c := x.coins[coin]
	state, off := x.view.Status(coin)
	tick, lot := text(math.Pow10(-c.PriceDecimals), c.PriceDecimals), text(math.Pow10(-c.LotDecimals), c.LotDecimals)
	hours, _, _ := x.view.FundingIntervals(coin)
	return instrument{
		Symbol: x.symbols[coin], ContractType: "LinearPerpetual", Status: statusName(state),
		BaseCoin: string(c.Asset), QuoteCoin: "USDT", SettleCoin: "USDT",
		LaunchTime: stamp(x.view.Stage().Calendar().First), DeliveryTime: stamp(off),
		PriceScale: strconv.Itoa(c.PriceDecimals),
		Leverage:   leverageFilter{"1", "50.00", "0.01"},
		Price:      priceFilter{tick, "1999999.80", tick},
		Lot:        lotFilter{"1000000", lot, lot, "5"},
		Unified:    true, FundingMin: int(hours * 60), UpperRate: "0.005", LowerRate: "-0.005",
	}
}

// statusName returns a coin's state in the venue's words.
func statusName(s market.State) string {
	switch s {
	case market.Pending:
		return "PreLaunch"
	case market.Closed:
		return "Closed"
	default:
		return "Trading"
	}
}

// tickerRows answers with the tickers of all contracts, or of one.
func (x *Exchange) tickerRows(q query) (any, *refusal) {
	if bad := q.linear(); bad != nil {
		return nil, bad
	}
	symbol, list := q.Get("symbol"), []map[string]string{}
	if _, known := x.coinOf[symbol]; symbol != "" && !known {
		return nil, badSymbol
	}
	for coin, s := range x.symbols {
		state, _ := x.view.Status(coin)
		if symbol != "" && symbol != s || state != market.Trading {
			continue
		}
		row := map[string]string{"symbol": s, "basis": "", "basisRate": "", "deliveryTime": "0", "deliveryFeeRate": "", "predictedDeliveryPrice": ""}
		for i, v := range x.fullSheet(coin) {
			if i != tickDirection {
				row[memberNames[i]] = v
			}
		}
		list = append(list, row)
	}
	return rows{Category: "linear", List: list}, nil
}
