package okx_test

import (
	"testing"

	"eddy/feeds/okx"
)

// Rows of several families as position-tiers tells them, in contracts.
func TestReadTiers(t *testing.T) {
	const body = `{"code":"0","msg":"","data":[
		{"baseMaxLoan":"","imr":"0.01","instFamily":"BTC-USDT","instId":"","maxLever":"100","maxSz":"500","minSz":"0","mmr":"0.004","optMgnFactor":"0","quoteMaxLoan":"","tier":"1","uly":"BTC-USDT"},
		{"imr":"0.012","instFamily":"BTC-USDT","maxLever":"83.33","maxSz":"1000","minSz":"500.01","mmr":"0.005","tier":"2"},
		{"imr":"0.02","instFamily":"ETH-USDT","maxLever":"50","maxSz":"7000","minSz":"0","mmr":"0.01","tier":"1"}]}`
	tiers, err := okx.ReadTiers([]byte(body))
	if err != nil || len(tiers) != 2 || len(tiers["BTC-USDT"]) != 2 || len(tiers["ETH-USDT"]) != 1 {
		t.Fatalf("%+v, %v", tiers, err)
	}
	if x := tiers["BTC-USDT"][1]; x.Cap.String() != "1000" || x.Rate.String() != "0.005" || !x.Amount.IsZero() || x.MaxLeverage.String() != "83.33" || !x.ByContracts {
		t.Errorf("second bracket %+v", x)
	}
	for _, bad := range []string{``, `[]`, `{}`, `{"code":"51000","msg":"Parameter instFamily error","data":[]}`, `{"code":"0","data":{}}`} {
		if tiers, err := okx.ReadTiers([]byte(bad)); err == nil {
			t.Errorf("%q: %+v", bad, tiers)
		}
	}
}
