package backtest

import (
	"eddy/model"
	"eddy/strategy/cost"
)

// Rules are the figures of a run that are not the playbook's.
type Rules struct {
	Equity     float64      // US dollars at the start
	Fees       cost.Fees    // of the venues; SpotAt "": coins are traded where their bars come from
	PerpAt     model.Venue  // where perpetuals are traded; "": as above
	CostFactor float64      // all costs are multiplied by it; 1 but in a test of sensitivity
	OptIn      bool         // legs that are only offered are taken too
	From, To   model.Millis // first close that may decide, and the end; 0: as the tape has it
}

// DefaultRules returns an account of 100,000 dollars at the fees of Binance's
// regular tier, which is that of analytics §7: spot 10 bp each side, perpetual
// taker 5 bp.
func DefaultRules() Rules {
	return Rules{Equity: 100_000, Fees: cost.Fees{SpotAt: model.Binance}, PerpAt: model.Binance, CostFactor: 1}
}
