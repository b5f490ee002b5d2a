package model

import "github.com/shopspring/decimal"

// RotationDone is what the books remember of a plan that was committed: the
// limits on rotations count from it (analytics §6).
type RotationDone struct {
	At       Millis     `json:"-"` // when it was written
	Playbook string     `json:"playbook"`
	Stage    string     `json:"stage"`
	Points   float64    `json:"points"`            // spot that was bought, in percent of equity then
	Signal   bool       `json:"signal,omitempty"`  // it followed a signal; else it was drift
	Left     float64    `json:"left,omitempty"`    // points the limit on a step kept back
	Tranche  int        `json:"tranche,omitempty"` // from 1; 0: nothing in it is bought in tranches
	Of       int        `json:"of,omitempty"`
	Bought   []string   `json:"bought,omitempty"` // buckets
	Moves    []MoveDone `json:"moves,omitempty"`
}

// MoveDone is a move of a playbook, or a profit taken, that was made with a
// plan. A stage makes each of them once.
type MoveDone struct {
	ID     string          `json:"id"`              // of the move, or "take-profit"
	Asset  Asset           `json:"asset,omitempty"` // the coin whose profit was taken
	Bucket string          `json:"bucket"`          // it left
	Points float64         `json:"points"`          // in percent of equity then
	USD    decimal.Decimal `json:"usd"`
	Price  decimal.Decimal `json:"price,omitzero"` // at which a profit was taken: the next one counts from there
}

// RealisedGain is what the sales of a coin have earned since the books began;
// below zero, lost.
type RealisedGain struct {
	Asset Asset
	USD   decimal.Decimal
}
