package risk

import (
	"github.com/shopspring/decimal"

	"eddy/model/margin"
)

// SetLeverage asks for a leverage; the one the leg has is no question.
func (c *Change) SetLeverage(l *LegState, to decimal.Decimal) {
	if l.input != nil && l.input.Leverage.Equal(to) {
		c.Leverage = decimal.NullDecimal{}
		return
	}
	c.Leverage = decimal.NewNullDecimal(to)
}

// ToggleMode asks for the other margin mode, or takes the question back.
func (c *Change) ToggleMode(l *LegState) {
	switch {
	case c.Mode != margin.NoMode:
		c.Mode = margin.NoMode
	case l.Row.MarginMode == margin.Cross.String():
		c.Mode = margin.Isolated
	default:
		c.Mode = margin.Cross
	}
}
