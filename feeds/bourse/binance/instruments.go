package binance

import (
	"math"

	"eddy/feeds/bourse/market"
)

// The answer to exchangeInfo, with the fields that tell steps and states.
type (
	exchangeInfo struct {
		Timezone        string      `json:"timezone"`
		ServerTime      int64       `json:"serverTime"`
		FuturesType     string      `json:"futuresType"`
		RateLimits      []rateLimit `json:"rateLimits"`
		ExchangeFilters []string    `json:"exchangeFilters"`
		Assets          []asset     `json:"assets"`
		Symbols         []symbol    `json:"symbols"`
	}
	rateLimit struct {
		Type        string `json:"rateLimitType"`
		Interval    string `json:"interval"`
		IntervalNum int    `json:"intervalNum"`
		Limit       int    `json:"limit"`
	}
	asset struct {
		Asset           string `json:"asset"`
		MarginAvailable bool   `json:"marginAvailable"`
		AutoExchange    string `json:"autoAssetExchange"`
	}
	symbol struct {
		Symbol             string           `json:"symbol"`
		Pair               string           `json:"pair"`
		ContractType       string           `json:"contractType"`
		DeliveryDate       int64            `json:"deliveryDate"`
		OnboardDate        int64            `json:"onboardDate"`
		Status             string           `json:"status"`
		MaintMarginPercent string           `json:"maintMarginPercent"`
		RequiredMargin     string           `json:"requiredMarginPercent"`
		BaseAsset          string           `json:"baseAsset"`
		QuoteAsset         string           `json:"quoteAsset"`
		MarginAsset        string           `json:"marginAsset"`
		PricePrecision     int              `json:"pricePrecision"`
		QuantityPrecision  int              `json:"quantityPrecision"`
		BasePrecision      int              `json:"baseAssetPrecision"`
		QuotePrecision     int              `json:"quotePrecision"`
		UnderlyingType     string           `json:"underlyingType"`
		UnderlyingSubType  []string         `json:"underlyingSubType"`
		TriggerProtect     string           `json:"triggerProtect"`
		LiquidationFee     string           `json:"liquidationFee"`
		MarketTakeBound    string           `json:"marketTakeBound"`
		Filters            []map[string]any `json:"filters"`
		OrderTypes         []string         `json:"orderTypes"`
		TimeInForce        []string         `json:"timeInForce"`
	}
)

func (x *Exchange) exchangeInfo(query) (any, *apiError) {
	info := exchangeInfo{
		Timezone: "UTC", ServerTime: ms(x.view.Now()), FuturesType: "U_MARGINED",
		RateLimits: []rateLimit{
			{"REQUEST_WEIGHT", "MINUTE", 1, weightPerMinute},
			{"ORDERS", "MINUTE", 1, 1200},
			{"ORDERS", "SECOND", 10, 300},
		},
		ExchangeFilters: []string{},
		Assets:          []asset{{"USDT", true, "-10000"}},
		Symbols:         make([]symbol, 0, len(x.coins)),
	}
	for coin := range x.coins {
		info.Symbols = append(info.Symbols, x.symbolInfo(coin))
	}
	return info, nil
}

func (x *Exchange) symbolInfo(coin int) symbol {
	c := x.coins[coin]
	state, off := x.view.Status(coin)
	if !off.Known() {
		off = never
	}
	tick, lot := math.Pow10(-c.PriceDecimals), math.Pow10(-c.LotDecimals)
	return symbol{
		Symbol: x.symbols[coin], Pair: x.symbols[coin], ContractType: "PERPETUAL",
		DeliveryDate: ms(off), OnboardDate: ms(x.view.Stage().Calendar().First), Status: statusName(state),
		MaintMarginPercent: "2.5000", RequiredMargin: "5.0000",
		BaseAsset: string(c.Asset), QuoteAsset: "USDT", MarginAsset: "USDT",
		PricePrecision: c.PriceDecimals, QuantityPrecision: c.LotDecimals, BasePrecision: 8, QuotePrecision: 8,
		UnderlyingType: "COIN", UnderlyingSubType: []string{},
		TriggerProtect: "0.0500", LiquidationFee: "0.012500", MarketTakeBound: "0.05",
		OrderTypes: []string{"LIMIT", "MARKET"}, TimeInForce: []string{"GTC", "IOC", "FOK"},
		Filters: []map[string]any{
			{"filterType": "PRICE_FILTER", "minPrice": text(tick, c.PriceDecimals), "maxPrice": "100000000", "tickSize": text(tick, c.PriceDecimals)},
			{"filterType": "LOT_SIZE", "minQty": text(lot, c.LotDecimals), "maxQty": "100000000", "stepSize": text(lot, c.LotDecimals)},
			{"filterType": "MARKET_LOT_SIZE", "minQty": text(lot, c.LotDecimals), "maxQty": "1000000", "stepSize": text(lot, c.LotDecimals)},
			{"filterType": "MAX_NUM_ORDERS", "limit": 200},
			{"filterType": "MIN_NOTIONAL", "notional": "5"},
			{"filterType": "PERCENT_PRICE", "multiplierUp": "1.0500", "multiplierDown": "0.9500", "multiplierDecimal": "4"},
		},
	}
}

// statusName returns a coin's state in the venue's words.
func statusName(s market.State) string {
	switch s {
	case market.Pending:
		return "PENDING_TRADING"
	case market.Closed:
		return "SETTLING"
	default:
		return "TRADING"
	}
}
