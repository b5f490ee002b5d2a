package margin

import (
	"eddy/model/margin/tier"

	"github.com/shopspring/decimal"
)

// Bounds of sane input: beyond them a figure is a mistake, and arithmetic on
// endless digits would only burn time.
var (
	unit        = decimal.NewFromInt(1)
	maxLeverage = decimal.NewFromInt(1000)
	maxBeta     = decimal.NewFromInt(100)
	maxFee      = decimal.New(1, -1)
	maxInterval = decimal.NewFromInt(24 * 31) // hours
)

const (
	maxMagnitude = 15  // below 10^15
	minMagnitude = -15 // at least 10^-15
	minExponent  = -60 // a quotient of ours given back keeps 28 places
)

// sane tells whether d has a size people trade in.
func sane(d decimal.Decimal) bool {
	if d.IsZero() {
		return true
	}
	if d.Exponent() < minExponent || d.Exponent() > maxMagnitude {
		return false
	}
	magnitude := d.NumDigits() + int(d.Exponent()) // 10^(magnitude-1) <= |d| < 10^magnitude
	return magnitude <= maxMagnitude && magnitude > minMagnitude
}

// shown writes a figure for an error text; an absurd one is not spelled out.
func shown(d decimal.Decimal) string {
	if !sane(d) {
		return "an absurd number"
	}
	return d.String()
}

// Check says everything that is wrong with an account's figures by themselves,
// without looking at tiers; nil when nothing is.
func (a Account) Check() InputErrors {
	f := faults{index: -1}
	if _, ok := RuleOf(a.Venue); !ok {
		f.add("venue", ErrVenue, "%q is not a venue eddy knows", string(a.Venue))
	}
	if !sane(a.Wallet) || a.Wallet.IsNegative() {
		f.add("wallet", ErrValue, "must be zero or more, is %s", shown(a.Wallet))
	}
	for i := range a.Positions {
		f.index, f.symbol = i, a.Positions[i].Symbol
		a.Positions[i].check(&f)
	}
	a.checkPairs(&f)
	return f.list
}

func (p *Position) check(f *faults) {
	if p.Symbol == "" {
		f.add("symbol", ErrValue, "missing")
	}
	if p.Side != Long && p.Side != Short {
		f.add("side", ErrValue, "must be long or short")
	}
	if p.Mode != Cross && p.Mode != Isolated {
		f.add("margin_mode", ErrValue, "must be cross or isolated")
	}
	f.positive("qty", p.Qty)
	f.positive("entry", p.Entry)
	if p.Mark.IsZero() {
		f.add("mark", ErrNoMark, "no mark price, and none is made up")
	} else {
		f.positive("mark", p.Mark)
	}
	f.leverage(p.Leverage)
	p.checkOptional(f)
}

func (f *faults) leverage(d decimal.Decimal) {
	if !sane(d) || d.LessThan(unit) || d.GreaterThan(maxLeverage) {
		f.add("leverage", ErrLeverage, "must be from 1 to %s, is %s", maxLeverage, shown(d))
	}
}

func (p *Position) checkOptional(f *faults) {
	f.positiveIf("margin", p.Margin)
	f.positiveIf("stop", p.Stop)
	f.positiveIf("index", p.Index)
	f.positiveIf("tick", p.Tick)
	if p.Beta.Valid && (!sane(p.Beta.Decimal) || p.Beta.Decimal.Abs().GreaterThan(maxBeta)) {
		f.add("beta", ErrValue, "must be between -100 and 100, is %s", shown(p.Beta.Decimal))
	}
	p.Terms.check(f)
	p.Funding.check(f)
}

func (t *Terms) check(f *faults) {
	if t.Rate.Valid {
		f.positive("maintenance_margin_rate", t.Rate.Decimal)
		if sane(t.Rate.Decimal) && !t.Rate.Decimal.LessThan(unit) {
			f.add("maintenance_margin_rate", ErrValue, "is a fraction below 1 (0.4%% is 0.004), is %s", t.Rate.Decimal)
		}
	}
	if t.Amount.Valid {
		if !t.Rate.Valid {
			f.add("maintenance_amount", ErrValue, "needs maintenance_margin_rate beside it")
		}
		if !sane(t.Amount.Decimal) || t.Amount.Decimal.IsNegative() {
			f.add("maintenance_amount", ErrValue, "must be zero or more, is %s", shown(t.Amount.Decimal))
		}
	}
	if fee := t.Fee; fee.Valid && (!sane(fee.Decimal) || fee.Decimal.IsNegative() || fee.Decimal.GreaterThan(maxFee)) {
		f.add("fee_rate", ErrValue, "is a fraction from 0 to %s (0.05%% is 0.0005), is %s", maxFee, shown(fee.Decimal))
	}
	if t.Table != nil && t.Table.Len() == 0 {
		f.add("tiers", tier.ErrTable, "the table has no rows")
	}
}

func (f *faults) positive(field string, d decimal.Decimal) {
	switch {
	case !sane(d):
		f.add(field, ErrValue, "is an absurd number: figures lie between 10^%d and 10^%d", minMagnitude, maxMagnitude)
	case !d.IsPositive():
		f.add(field, ErrValue, "must be above zero, is %s", d)
	}
}

func (f *faults) positiveIf(field string, d decimal.NullDecimal) {
	if d.Valid {
		f.positive(field, d.Decimal)
	}
}

// checkPairs looks at positions that share a symbol and a mode: a venue holds
// one of each side, and both sides see one mark.
func (a Account) checkPairs(f *faults) {
	rule, _ := RuleOf(a.Venue)
	for i := range a.Positions {
		p := &a.Positions[i]
		f.index, f.symbol = i, p.Symbol
		for j := range a.Positions[:i] {
			q := &a.Positions[j]
			if q.Symbol != p.Symbol || q.Mode != p.Mode {
				continue
			}
			switch {
			case q.Side == p.Side:
				f.add("side", ErrDuplicate, "a second %s %s position; merge the two into one", p.Mode, p.Side)
			case rule != nil && rule.OneWay:
				f.add("side", ErrHedge, "%s has no hedge mode: a symbol holds one position", a.Venue)
			case !q.Mark.Equal(p.Mark):
				f.add("mark", ErrValue, "differs from the mark of the other side, %s", shown(q.Mark))
			}
		}
	}
}
