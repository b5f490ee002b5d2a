package bybit

// riskLimit is one margin bracket of a contract, with the names the venue gives.
type riskLimit struct {
	ID          int    `json:"id"`
	Symbol      string `json:"symbol"`
	Cap         string `json:"riskLimitValue"` // of notional
	Maintenance string `json:"maintenanceMargin"`
	Initial     string `json:"initialMargin"`
	Lowest      int    `json:"isLowestRisk"`
	MaxLeverage string `json:"maxLeverage"`
	Deduction   string `json:"mmDeduction"` // "" in the lowest
}

// ladder is the brackets every contract of this exchange has: maintenance margin
// is continuous where two meet.
var ladder = [...]riskLimit{
	{Cap: "200000", Maintenance: "0.01", Initial: "0.02", Lowest: 1, MaxLeverage: "50.00"},
	{Cap: "1000000", Maintenance: "0.02", Initial: "0.04", MaxLeverage: "25.00", Deduction: "2000"},
	{Cap: "5000000", Maintenance: "0.05", Initial: "0.1", MaxLeverage: "10.00", Deduction: "32000"},
	{Cap: "20000000", Maintenance: "0.125", Initial: "0.25", MaxLeverage: "4.00", Deduction: "407000"},
}

// riskLimits answers with the margin brackets of a contract.
func (x *Exchange) riskLimits(q query) (any, *refusal) {
	coin, bad := x.coin(q)
	if bad != nil {
		return nil, bad
	}
	list := ladder
	for i := range list {
		list[i].ID, list[i].Symbol = i+1, x.symbols[coin]
	}
	return rows{Category: "linear", List: list[:]}, nil
}
