package hyperliquid

import (
	"encoding/json"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin/tier"
)

// marginTable is a ladder that contracts name by its number.
type marginTable struct {
	Tiers []struct {
		From        string `json:"lowerBound"`
		MaxLeverage int64  `json:"maxLeverage"`
	} `json:"marginTiers"`
}

// singleTier is the highest number of a table that may be missing from the
// list: it then has one tier, of as much leverage as its number says
// (venues/hyperliquid, margin).
const singleTier = 50

// mostTiers bounds what is read.
const mostTiers = 32

// readTables reads marginTables, a list of pairs of number and table. What
// cannot be read is left out: it must not cost the contracts.
func readTables(list json.RawMessage) map[int64]marginTable {
	var pairs []json.RawMessage
	if json.Unmarshal(list, &pairs) != nil {
		return nil
	}
	out := make(map[int64]marginTable, len(pairs))
	for _, raw := range pairs {
		var pair [2]json.RawMessage
		var id int64
		var t marginTable
		if json.Unmarshal(raw, &pair) != nil || json.Unmarshal(pair[0], &id) != nil || json.Unmarshal(pair[1], &t) != nil {
			continue
		}
		out[id] = t
	}
	return out
}

// tiersOf returns the brackets of a contract whose table has this number; nil
// when they are not told. The maintenance margin is half of the initial margin
// at the tier's highest leverage.
func tiersOf(tables map[int64]marginTable, id int64) []model.Tier {
	t, listed := tables[id]
	switch {
	case listed && len(t.Tiers) > 0 && len(t.Tiers) <= mostTiers:
	case !listed && id >= 1 && id < singleTier:
		return bracketsOf([]tier.Step{{MaxLeverage: decimal.NewFromInt(id)}})
	default:
		return nil
	}
	steps := make([]tier.Step, len(t.Tiers))
	for i, row := range t.Tiers {
		from, err := decimal.NewFromString(row.From)
		if err != nil || row.MaxLeverage < 1 || len(row.From) > mostTiers {
			return nil
		}
		steps[i] = tier.Step{Floor: from, MaxLeverage: decimal.NewFromInt(row.MaxLeverage)}
	}
	return bracketsOf(steps)
}

func bracketsOf(steps []tier.Step) []model.Tier {
	rows := tier.FromLeverage(steps)
	out := make([]model.Tier, len(rows))
	for i, r := range rows {
		out[i] = model.Tier{Cap: r.Cap, Rate: r.Rate, Amount: r.Amount, MaxLeverage: r.MaxLeverage}
	}
	return out
}
