package mexc

import (
	"encoding/json"

	"github.com/shopspring/decimal"

	"eddy/model"
)

// limits are the maintenance margin brackets of a contract as /contract/detail
// tells them (venues/mexc, instruments): listed one by one, or as steps.
type limits struct {
	Mode        string      `json:"riskLimitMode"` // CUSTOM or INCREASE
	Maintenance json.Number `json:"maintenanceMarginRate"`
	Initial     json.Number `json:"initialMarginRate"`

	Custom []struct {
		MaxVol      json.Number `json:"maxVol"`
		Rate        json.Number `json:"mmr"`
		MaxLeverage json.Number `json:"maxLeverage"`
	} `json:"riskLimitCustom"`

	BaseVol     json.Number `json:"riskBaseVol"`
	StepVol     json.Number `json:"riskIncrVol"`
	StepRate    json.Number `json:"riskIncrMmr"`
	StepInitial json.Number `json:"riskIncrImr"`
	Levels      int         `json:"riskLevelLimit"`
}

// mostTiers bounds what is read: no venue has a hundred brackets.
const mostTiers = 100

// readTiers reads the brackets of a contract. They are read apart from the rest:
// strange brackets must not cost the contract.
func readTiers(raw []byte) []model.Tier {
	var l limits
	if json.Unmarshal(raw, &l) != nil {
		return nil
	}
	return l.tiers()
}

// tiers returns the brackets, by contracts; nil when the list tells none that
// can be read.
func (l *limits) tiers() []model.Tier {
	switch {
	case l.Mode == "CUSTOM" && len(l.Custom) <= mostTiers:
		return l.custom()
	case l.Mode == "INCREASE" && l.Levels >= 1 && l.Levels <= mostTiers:
		return l.steps()
	default:
		return nil
	}
}

func (l *limits) custom() []model.Tier {
	out := make([]model.Tier, 0, len(l.Custom))
	for _, c := range l.Custom {
		t := model.Tier{ByContracts: true, Cap: exact(c.MaxVol), Rate: exact(c.Rate), MaxLeverage: exact(c.MaxLeverage)}
		if !usable(t) {
			return nil
		}
		out = append(out, t)
	}
	return out
}

func (l *limits) steps() []model.Tier {
	out := make([]model.Tier, l.Levels)
	for i := range out {
		n := decimal.NewFromInt(int64(i))
		initial := exact(l.Initial).Add(n.Mul(exact(l.StepInitial)))
		if !initial.IsPositive() {
			return nil
		}
		out[i] = model.Tier{
			ByContracts: true, Cap: exact(l.BaseVol).Add(n.Mul(exact(l.StepVol))),
			Rate: exact(l.Maintenance).Add(n.Mul(exact(l.StepRate))), MaxLeverage: decimal.NewFromInt(1).DivRound(initial, leverDigits).Truncate(2),
		}
		if !usable(out[i]) {
			return nil
		}
	}
	return out
}

// leverDigits is finer than any leverage on offer.
const leverDigits = 8

func usable(t model.Tier) bool {
	return t.Cap.IsPositive() && t.Rate.IsPositive() && t.MaxLeverage.IsPositive()
}
