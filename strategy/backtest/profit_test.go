package backtest

import (
	"testing"

	"eddy/model"
)

// Half of what doubled is sold, and the rest counts from there: also where the
// coin lacks the bar it was to be sold in.
func TestProfitIsTakenThoughABarIsMissing(t *testing.T) {
	s := deciding(t, model.Day1)
	const uni = 2
	s.account.spot[uni] = holding{qty: 100, cost: 4_000, base: 4_000}
	s.j.Tape.Series[uni].Candles[1] = Candle{}
	s.plan.takeProfit()
	s.step = 1
	s.execute()
	if h := s.account.spot[uni]; h.qty != 100 || h.base != 4_000 {
		t.Fatalf("nothing trades, and it is %+v", h)
	}
	s.pending = nil // as every close drops what waits
	s.plan.takeProfit()
	if len(s.pending) != 0 {
		t.Error("the close of a bar that is missing asks for a sale")
	}
	s.step = 2
	s.plan.takeProfit()
	s.execute()
	if h := s.account.spot[uni]; h.qty != 50 || h.base != 5_000 {
		t.Errorf("half is sold at 100, and it is %+v", h)
	}
}
