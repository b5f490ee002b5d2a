// Package backtest runs the engine over recorded bars and trades what a
// playbook says on paper, with everything that costs: fees, spread, impact,
// funding at the settlements that took place, margin, liquidation.
//
// Two steps keep the future out. Judge lets the one engine see the bars in
// their order and keeps what it held at each close that decides; Run trades on
// those outlooks, and only at the opening of the next bar a coin prints. There
// is no second model: phase, stage, sectors and conditions are the engine's.
//
// Money here is float64, as it is statistics: no one's account is kept in it.
// What decides is rounded before it enters the digest, and no result depends
// on the number of workers.
package backtest
