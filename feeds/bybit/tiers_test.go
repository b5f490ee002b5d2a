package bybit_test

import (
	"testing"

	"eddy/feeds/bybit"
	"eddy/model"
)

// The list of contracts comes again with its brackets when they are read.
func TestVenueTellsTiers(t *testing.T) {
	t.Parallel()
	_, e := open(t, exchange(t, ""))
	ev, _ := e.Await(t, 0, "the list with brackets", func(ev model.Event) bool {
		list, ok := ev.Detail.([]model.Instrument)
		return ok && len(list) == 3 && len(list[0].Tiers) > 0 && len(list[2].Tiers) > 0
	})
	tiers := ev.Detail.([]model.Instrument)[0].Tiers
	if len(tiers) != 4 || tiers[1].Amount.String() != "2000" || tiers[1].MaxLeverage.String() != "25" {
		t.Errorf("brackets %+v", tiers)
	}
}

// The rows of one contract as risk-limit tells them; another's are left out.
func TestReadTiers(t *testing.T) {
	const body = `{"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[
		{"id":1,"symbol":"BTCUSDT","riskLimitValue":"2000000","maintenanceMargin":"0.005","initialMargin":"0.01","isLowestRisk":1,"maxLeverage":"100.00","mmDeduction":""},
		{"id":2,"symbol":"BTCUSDT","riskLimitValue":"2600000","maintenanceMargin":"0.0056","initialMargin":"0.0111","isLowestRisk":0,"maxLeverage":"90.00","mmDeduction":"1200"},
		{"id":1,"symbol":"ETHUSDT","riskLimitValue":"1","maintenanceMargin":"0.5","maxLeverage":"1","mmDeduction":"0"}],"nextPageCursor":""},"retExtInfo":{},"time":1672054488010}`
	tiers, err := bybit.ReadTiers([]byte(body), "BTCUSDT")
	if err != nil || len(tiers) != 2 {
		t.Fatalf("%+v, %v", tiers, err)
	}
	if x := tiers[1]; x.Cap.String() != "2600000" || x.Rate.String() != "0.0056" || x.Amount.String() != "1200" || x.MaxLeverage.String() != "90" || x.ByContracts {
		t.Errorf("second bracket %+v", x)
	}
	for _, bad := range []string{``, `[]`, `{"retCode":10001,"retMsg":"params error"}`, `{"result":{"list":{}}}`} {
		if tiers, err := bybit.ReadTiers([]byte(bad), "BTCUSDT"); err == nil {
			t.Errorf("%q: %+v", bad, tiers)
		}
	}
}
