package okx

import (
	"encoding/json"
	"strconv"
	"strings"
)

// familiesAtOnce is how many families one request may name.
const familiesAtOnce = 5

// rung is a margin bracket of this exchange: up to a size in contracts.
type rung struct {
	most                 int
	rate, initial, lever string
}

// ladder is the brackets every swap of this exchange has.
var ladder = [...]rung{
	{50_000, "0.01", "0.02", "50"},
	{250_000, "0.02", "0.04", "25"},
	{1_000_000, "0.05", "0.1", "10"},
	{5_000_000, "0.125", "0.25", "4"},
}

// positionTiers answers with the margin brackets of up to five families.
func (x *Exchange) positionTiers(q query) ([]byte, *apiError) {
	if q.Get("instType") != "SWAP" {
		return nil, badParameter("instType")
	}
	if mode := q.Get("tdMode"); mode != "cross" && mode != "isolated" {
		return nil, badParameter("tdMode")
	}
	families := strings.Split(q.Get("instFamily"), ",")
	if len(families) > familiesAtOnce {
		return nil, badParameter("instFamily")
	}
	var b []byte
	for _, family := range families {
		if _, listed := x.coinOf[family+"-SWAP"]; !listed {
			return nil, badParameter("instFamily")
		}
		b = appendTiers(b, family)
	}
	return b, nil
}

// appendTiers writes the rows of a family.
func appendTiers(b []byte, family string) []byte {
	least := 0
	for i, r := range ladder {
		row, err := json.Marshal(map[string]string{
			"instFamily": family, "uly": family, "instId": "", "tier": strconv.Itoa(i + 1),
			"minSz": strconv.Itoa(least), "maxSz": strconv.Itoa(r.most), "mmr": r.rate, "imr": r.initial, "maxLever": r.lever,
			"optMgnFactor": "0", "baseMaxLoan": "", "quoteMaxLoan": "",
		})
		if err != nil {
			return b // cannot happen: strings always marshal
		}
		if len(b) > 0 {
			b = append(b, ',')
		}
		b, least = append(b, row...), r.most
	}
	return b
}
