package mexc

import (
	"encoding/json"
	"math"
	"strconv"

	"eddy/feeds/bourse/market"
)

// details lists the contracts.
func (x *Exchange) details(q query) ([]byte, *refusal) { return x.each(q, x.appendDetail) }

// appendDetail writes a row of detail, with the fields that tell names, sizes,
// steps and state.
func (x *Exchange) appendDetail(b []byte, coin int) []byte {
	c := &x.coins[coin]
	state, _ := x.view.Status(coin)
	row, err := json.Marshal(map[string]any{
		"symbol": c.symbol, "displayName": c.symbol + " PERPETUAL", "displayNameEn": c.symbol + " PERPETUAL",
		"baseCoin": c.base, "quoteCoin": "USDT", "settleCoin": "USDT", "baseCoinName": c.base, "quoteCoinName": "USDT",
		"futureType": 1, "type": 1, "positionOpenType": 3,
		"contractSize": plain(c.size), "minLeverage": 1, "maxLeverage": 50,
		"priceScale": c.PriceDecimals, "volScale": c.decimals, "amountScale": 4,
		"priceUnit": plain(math.Pow10(-c.PriceDecimals)), "volUnit": plain(math.Pow10(-c.decimals)),
		"minVol": plain(math.Pow10(-c.decimals)), "maxVol": 1_000_000,
		"takerFeeRate": 0.0002, "makerFeeRate": 0, "maintenanceMarginRate": 0.01, "initialMarginRate": 0.02,
		"riskLimitMode": "INCREASE", "riskBaseVol": 1_000_000, "riskIncrVol": 1_000_000, "riskIncrMmr": 0.005, "riskIncrImr": 0.005, "riskLevelLimit": 1,
		"indexOrigin": []string{"MEXC"}, "state": stateNumber(state), "apiAllowed": true, "isHidden": false,
	})
	if err != nil {
		return b // cannot happen: numbers and text always marshal
	}
	return append(b, row...)
}

// plain writes a step as a number without an exponent.
func plain(v float64) json.Number { return json.Number(strconv.FormatFloat(v, 'f', -1, 64)) }

// stateNumber returns a coin's state in the venue's numbers.
func stateNumber(s market.State) int {
	switch s {
	case market.Pending:
		return 4 // paused
	case market.Closed:
		return 3 // offline
	default:
		return 0
	}
}
