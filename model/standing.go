package model

// PlanView sums up the standing plan: the rotation the playbook asks for now,
// worked out anew when a bar closes, when the stage changes and when the books
// do. Amounts are US dollars. Figures are unknown, with the reason, while no
// plan can be made.
type PlanView struct {
	AsOf     Millis `json:"as_of,omitzero"` // market time it was made at
	Playbook string `json:"playbook"`
	Stage    string `json:"stage,omitempty"`

	Legs         Num `json:"legs"`
	Turnover     Num `json:"turnover"`       // half of what is traded in spot
	TurnoverPct  Num `json:"turnover_pct"`   // of equity
	Cost         Num `json:"cost"`           // fees, half spreads and slippage of all legs
	Edge         Num `json:"edge"`           // expected; not applicable where no leg is for gain
	EdgeOverCost Num `json:"edge_over_cost"` // not applicable where no leg is for gain
	Refused      Num `json:"refused"`        // what the rules ask for and other rules forbid

	Without string `json:"without,omitempty"` // coins held that it leaves alone, for want of a price

	Digest string `json:"digest,omitempty"` // of the whole plan, to the last figure: two that differ differ here
	Why    string `json:"why,omitempty"`    // what keeps a plan from being made
}
