package model

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Unpriced is a coin that is held and has no price. Totals and shares are of the
// rest, and say so: what is not known is not zero.
type Unpriced struct {
	Asset Asset           `json:"asset"`
	Qty   decimal.Decimal `json:"qty"`
	Why   string          `json:"why"`

	// Sector and SubSector are empty for a coin outside the taxonomy.
	Sector    string `json:"-"`
	SubSector string `json:"-"`

	Awaited bool `json:"-"` // a venue may still tell one: nothing is worked out until then
}

// Without names the coins that a total leaves out, "" when it has all of what is
// held.
func Without(list []Unpriced) string {
	words := make([]string, len(list))
	for i, u := range list {
		words[i] = u.Qty.String() + " " + string(u.Asset)
	}
	return strings.Join(words, ", ")
}
