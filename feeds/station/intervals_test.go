package station_test

import (
	"testing"

	"eddy/feeds/station"
	"eddy/model"
)

// A list that is silent about funding intervals keeps those that are known, and
// what events tell of one contract touches no other and no list of before.
func TestIntervalsStayKnown(t *testing.T) {
	s := newStation(noMend)
	c := s.Catalogue(station.CataloguePlan{Follow: func([]model.Instrument, bool) {}})
	first := contractsOf("BTCUSDT", "ETHUSDT")
	told := station.WithIntervals(first, []model.Event{
		{Symbol: "BTCUSDT", FundingIntervalH: 4, Has: model.FieldFundingInterval},
		{Symbol: "ETHUSDT", FundingIntervalH: 1}, // a figure the event does not carry
	})
	c.Adopt(told)
	kept := c.WithKnownIntervals(contractsOf("ETHUSDT", "BTCUSDT", "SOLUSDT"))
	for i, want := range []float64{0, 4, 0} {
		if got := kept[i].FundingIntervalH; got != want {
			t.Errorf("%s: %v hours, want %v", kept[i].Symbol, got, want)
		}
	}
	if h := first[0].FundingIntervalH; h != 0 {
		t.Errorf("the list of before was changed: %v hours", h)
	}
}
