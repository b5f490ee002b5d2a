package plan

import (
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/cost"
)

// draft is a leg as the planner has it: what does not change when the user
// decides something, and the three figures that do.
type draft struct {
	id     string
	action string
	bucket string
	sector string // whose limits a futures leg stands under
	asset  model.Asset
	title  string

	// The contract; empty for spot.
	venue  model.Venue
	symbol string
	short  bool

	// What the user may change.
	qty      decimal.Decimal
	leverage decimal.Decimal
	price    decimal.Decimal

	stop     decimal.Decimal
	stopBy   string
	crosses  model.Num // the leverage from which liquidation comes before the stop
	target   decimal.NullDecimal
	exit     string
	invalid  string
	reason   []string
	evidence []model.Evidence

	steps   steps
	market  cost.Market
	fee     cost.Fee
	funding cost.Funding
	funded  bool // funding is known
	depth   cost.Depth

	// The edge, as fractions of the notional.
	z, spreadSigma float64
	hasEdge        bool   // the leg is for gain and its signal is known
	edgeWhy        string // why it has none; cutting risk, or an unknown signal
	cutsRisk       bool
	sellSide       float64 // what selling the other side of a switch costs, a fraction
	signalAge      model.Num
	movePassed     model.Num

	band     [2]decimal.Decimal // of a hedge, in US dollars; zero: none
	mostLev  decimal.Decimal    // of the sector and the playbook
	ladder   float64            // the leverage the confidence allows
	isAsked  bool               // its own condition was not asked: the stage was chosen
	tolerant float64            // fraction a price may move before it is to be re-priced
	byCore   bool               // the core is its collateral

	whole       decimal.Decimal // of which qty is a tranche; the same where it is made whole
	part        decimal.Decimal // qty as it was proposed
	tranche, of int             // 0: it is none of those that are bought in tranches
	next        model.Millis    // when the tranche after it may be bought
	move        string          // the move of the playbook it belongs to
	optIn       bool
}

// isSpot tells whether the leg trades coins.
func (d *draft) isSpot() bool { return d.symbol == "" }

// adds tells whether the leg takes on exposure of its own.
func (d *draft) adds() bool { return d.action == model.ActBuy || d.action == model.ActOpen }

func (d *draft) notional() decimal.Decimal { return d.qty.Mul(d.price) }

// exposure is the leg's own side, below zero for a short.
func (d *draft) exposure() decimal.Decimal {
	if d.short {
		return d.notional().Neg()
	}
	return d.notional()
}

func (d *draft) margin() decimal.Decimal {
	if !d.leverage.IsPositive() {
		return decimal.Zero
	}
	return d.notional().DivRound(d.leverage, 8)
}

func (d *draft) side() cost.Side {
	return cost.SideOf(d.market, d.notional().InexactFloat64(), d.fee.Rate)
}

func (d *draft) bill() cost.Bill { return cost.BillOf(d.notional(), d.side()) }

// roundTrip is what the leg's gain must pay for: for a switch of sectors the
// sale and the purchase, else going in and out; for futures what funding takes
// over the horizon too (analytics §6).
func (d *draft) roundTrip() float64 {
	one := d.side().Total()
	trip := 2 * one
	if d.sellSide > 0 {
		trip = one + d.sellSide
	}
	if d.funded && !d.isSpot() {
		if flow, ok := d.funding.Accrued(!d.short, estimator.HorizonDays*24); ok && flow < 0 {
			trip -= flow
		}
	}
	return trip
}

func (d *draft) edge() float64 { return estimator.Edge(d.z, d.spreadSigma) }

func (d *draft) gate(k float64) cost.Gate {
	return cost.Gate{Edge: d.edge(), RoundTrip: d.roundTrip(), K: k}
}

var estimator = cost.DefaultEstimator()
