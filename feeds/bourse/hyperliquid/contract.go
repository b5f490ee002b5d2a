package hyperliquid

import (
	"slices"
	"strconv"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// byThousand are the coins whose contract counts a thousand (venue page, §6).
var byThousand = []model.Asset{"PEPE", "SHIB", "BONK", "FLOKI", "LUNC", "NEIRO"}

// contract is one coin as the venue lists it.
type contract struct {
	name          string
	unit          float64 // coins in one
	priceDecimals int
	lotDecimals   int
}

func newContract(c market.Listing) contract {
	if slices.Contains(byThousand, c.Asset) {
		return contract{"k" + string(c.Asset), 1000, max(c.PriceDecimals-3, 0), 0}
	}
	return contract{string(c.Asset), 1, c.PriceDecimals, c.LotDecimals}
}

// appendPrice writes a price as the venue does: a string of as many decimals as
// needed and at least one.
func (c *contract) appendPrice(b []byte, perCoin float64) []byte {
	return appendNumber(b, perCoin*c.unit, c.priceDecimals)
}

// appendSize writes a number of contracts.
func (c *contract) appendSize(b []byte, coins float64) []byte {
	return appendNumber(b, coins/c.unit, c.lotDecimals)
}

// appendNumber writes a string of at most so many decimals and at least one.
func appendNumber(b []byte, v float64, decimals int) []byte {
	b = strconv.AppendFloat(append(b, '"'), v, 'f', max(decimals, 1), 64)
	for b[len(b)-1] == '0' && b[len(b)-2] != '.' {
		b = b[:len(b)-1]
	}
	return append(b, '"')
}

func appendTime(b []byte, t model.Millis) []byte { return strconv.AppendInt(b, int64(t), 10) }
