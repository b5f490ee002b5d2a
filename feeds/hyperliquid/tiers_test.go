package hyperliquid

import "testing"

// The figures are the margin reference's: BTC 40x to 150M, then 20x: rates
// 0.0125 and 0.025, amount 1,875,000.
func TestTiers(t *testing.T) {
	body := `{"universe":[{"name":"BTC","szDecimals":5,"maxLeverage":40,"marginTableId":56},{"name":"ARB","szDecimals":1,"maxLeverage":10,"marginTableId":10},
		{"name":"ODD","szDecimals":1,"maxLeverage":10,"marginTableId":77},{"name":"OLD","szDecimals":1,"maxLeverage":10}],
		"marginTables":[[56,{"description":"tiered","marginTiers":[{"lowerBound":"0.0","maxLeverage":40},{"lowerBound":"150000000.0","maxLeverage":20}]}],["x"],[77,{"marginTiers":[{"lowerBound":"?","maxLeverage":1}]}]]}`
	c, err := ReadInstruments([]byte(body))
	if err != nil || len(c.Instruments) != 4 {
		t.Fatalf("%+v, %v", c, err)
	}
	btc := c.Instruments[0].Tiers
	if len(btc) != 2 || btc[0].Cap.String() != "150000000" || btc[0].Rate.String() != "0.0125" ||
		btc[1].Rate.String() != "0.025" || btc[1].Amount.String() != "1875000" || !btc[1].Cap.IsZero() {
		t.Errorf("BTC: %+v", btc)
	}
	if arb := c.Instruments[1].Tiers; len(arb) != 1 || arb[0].Rate.String() != "0.05" || arb[0].MaxLeverage.String() != "10" {
		t.Errorf("ARB: %+v", arb)
	}
	if len(c.Instruments[2].Tiers)+len(c.Instruments[3].Tiers) != 0 {
		t.Errorf("unreadable and untold: %+v, %+v", c.Instruments[2].Tiers, c.Instruments[3].Tiers)
	}
}
