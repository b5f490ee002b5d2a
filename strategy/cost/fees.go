package cost

// Fees are what a usual account pays for a trade, as fractions of its notional.
type Fees struct {
	PerpMaker float64
	PerpTaker float64
	Spot      float64
}

// RegularFees returns the fees of a regular tier: perpetuals 2 bp maker and 5 bp
// taker, spot 10 bp on each side (analytics §7).
func RegularFees() Fees { return Fees{PerpMaker: 2e-4, PerpTaker: 5e-4, Spot: 10e-4} }
