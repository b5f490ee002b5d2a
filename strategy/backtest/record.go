package backtest

import (
	"eddy/model"
	"eddy/strategy/cost"
)

// Kind says what a decision is about.
type Kind string

// The kinds of decisions.
const (
	KindStart       Kind = "start"       // the first allocation
	KindStage       Kind = "stage"       // another stage applies
	KindMove        Kind = "move"        // a move's condition holds
	KindTrigger     Kind = "trigger"     // a trigger fired or was released
	KindRotate      Kind = "rotate"      // spot is brought to a new target
	KindRebalance   Kind = "rebalance"   // spot drifted out of its band
	KindProfit      Kind = "take-profit" // a holding doubled
	KindRefused     Kind = "refused"     // what was not done, with the figure against it
	KindOverlay     Kind = "overlay"     // a futures leg over the spot
	KindHedge       Kind = "hedge"       // a leg that covers spot
	KindStop        Kind = "stop"        // a leg's stop was reached
	KindLiquidation Kind = "liquidation" // a leg lost its margin
	KindDelisting   Kind = "delisting"   // a coin fell silent
	KindSplice      Kind = "splice"      // a coin became another under its name
)

// Decision is something that was decided or happened, and the trades it led to.
type Decision struct {
	At       model.Millis     `json:"at"` // close it stands on
	Kind     Kind             `json:"kind"`
	ID       string           `json:"id,omitempty"` // rule of the playbook
	Phase    model.Phase      `json:"phase"`
	Stage    string           `json:"stage,omitempty"`
	Text     string           `json:"text"`
	Source   string           `json:"source,omitempty"`
	Evidence []model.Evidence `json:"evidence,omitempty"`
	Trades   []Trade          `json:"trades,omitempty"`
}

// Trade is one fill. Money is in US dollars.
type Trade struct {
	At       model.Millis `json:"at"` // opening of the bar it was filled in
	Action   string       `json:"action"`
	Asset    model.Asset  `json:"asset"`
	Venue    model.Venue  `json:"venue,omitempty"` // whose fee it paid; "": no venue in particular
	Bucket   string       `json:"bucket"`
	Qty      float64      `json:"qty"`
	Price    float64      `json:"price"` // before costs
	Notional float64      `json:"notional"`
	Fee      float64      `json:"fee"`
	Spread   float64      `json:"spread"`
	Impact   float64      `json:"impact"`
	Realised float64      `json:"realised,omitempty"` // of what was closed, before costs
}

// product is what was traded: all legs are perpetuals.
func (t *Trade) product() cost.Product {
	if t.Bucket == futures {
		return cost.Perp
	}
	return cost.Spot
}

// Cost is what the trade cost.
func (t *Trade) Cost() float64 { return t.Fee + t.Spread + t.Impact }

// Point is the account at the end of a day.
type Point struct {
	At       model.Millis
	Equity   float64
	Phase    model.Phase
	Stage    string
	Exposure float64   // spot and the gross notional of legs, over equity
	Cash     float64   // share of equity that is stablecoins
	Buckets  []float64 // share of equity of each of Result.Buckets
}
