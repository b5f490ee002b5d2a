package margin

import (
	"testing"

	"eddy/model"
)

// TestCashFlow holds to margin §6: 3 ETH at 3,200 with +0.0125 %.
func TestCashFlow(t *testing.T) {
	tests := []struct {
		name string
		side Side
		rate string
		want string
	}{
		{"long pays a positive rate", Long, "0.000125", "-1.2"},
		{"short receives it (C-15)", Short, "0.000125", "1.2"},
		{"long receives a negative rate", Long, "-0.000125", "1.2"},
		{"short pays it", Short, "-0.000125", "-1.2"},
		{"nothing at zero", Long, "0", "0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := CashFlow(tt.side, d("3"), d("3200"), d(tt.rate)).String(); got != tt.want {
				t.Errorf("CashFlow() = %s, want %s", got, tt.want)
			}
		})
	}
}

// TestTrueIntervals holds to margin §6: 0.0125 % every 8, 4 and 1 hours.
func TestTrueIntervals(t *testing.T) {
	for hours, want := range map[string][2]string{
		"8": {"-3.6", "0.136875"}, "4": {"-7.2", "0.27375"}, "1": {"-28.8", "1.095"},
	} {
		f := Funding{Rate: some(d("0.000125")), IntervalH: some(d(hours))}
		p := with(pos("ETHUSDT", Long, Cross, "3", "3200", "", "3"), func(p *Position) { p.Funding = f })
		leg := evaluate(t, model.Binance, "10000", p).Legs[0]
		if got := leg.FundingPerDay.Decimal.String(); got != want[0] {
			t.Errorf("%s h: per day = %s, want %s", hours, got, want[0])
		}
		if got := leg.FundingAPR.Decimal.String(); got != want[1] {
			t.Errorf("%s h: APR = %s, want %s", hours, got, want[1])
		}
		if got := leg.FundingNext.Decimal.String(); got != "-1.2" {
			t.Errorf("%s h: next = %s, want -1.2", hours, got)
		}
	}
}

func TestUnknownFundingStaysUnknown(t *testing.T) {
	p := pos("ETHUSDT", Long, Cross, "3", "3200", "", "3")
	leg := evaluate(t, model.Binance, "10000", p).Legs[0]
	if leg.FundingNext.Valid || leg.FundingPerDay.Valid || leg.FundingAPR.Valid {
		t.Errorf("funding out of nothing: %+v", leg)
	}
	p.Funding.Rate = some(d("0.0001"))
	leg = evaluate(t, model.Binance, "10000", p).Legs[0]
	if !leg.FundingNext.Valid || leg.FundingPerDay.Valid {
		t.Errorf("a rate without its interval: next %v, per day %v; want the first alone", leg.FundingNext, leg.FundingPerDay)
	}
}

func TestHyperliquidPaysOnTheOracle(t *testing.T) {
	p := with(pos("ETH", Short, Cross, "3", "3200", "", "3"), func(p *Position) {
		p.Funding, p.Index = Funding{Rate: some(d("0.0000125")), IntervalH: some(d("1"))}, some(d("3100"))
	})
	leg := evaluate(t, model.Hyperliquid, "10000", p).Legs[0]
	if got := leg.FundingNext.Decimal.String(); got != "0.11625" { // 3*3100*0.0000125
		t.Errorf("next = %s, want 0.11625", got)
	}
}
