package strategy

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin"
	"eddy/model/portfolio"
)

// venueAccount is the futures account of one venue: what backs it, and what its
// legs come to together. Cross legs share their wallet, so that none is safer
// than all of them.
type venueAccount struct {
	venue  model.Venue
	legs   []*portfolio.Position
	wallet decimal.Decimal
	basis  string // what the wallet was taken to be

	report *margin.Report
	at     []int    // place of each leg in the report, -1 when it is not in it
	why    []string // why it is not
	stale  string   // why some mark of a cross leg is stale, "" when none is
}

// venueAccounts gathers the legs by venue, in the order venues first appear.
func (e *Engine) venueAccounts(p *portfolio.Portfolio) []*venueAccount {
	var out []*venueAccount
	at := make(map[model.Venue]*venueAccount)
	for i := range p.Positions {
		q := &p.Positions[i]
		a := at[q.Venue]
		if a == nil {
			a = &venueAccount{venue: q.Venue}
			at[q.Venue] = a
			out = append(out, a)
		}
		a.legs = append(a.legs, q)
	}
	fund(p, out)
	for _, a := range out {
		e.evaluate(a)
	}
	return out
}

// fund says what backs each account.
func fund(p *portfolio.Portfolio, accounts []*venueAccount) {
	list := make([]portfolio.Backing, len(accounts))
	for i, a := range accounts {
		list[i] = portfolio.Backing{Venue: a.venue, Isolated: a.posted(portfolio.Isolated), Cross: a.posted(portfolio.Cross)}
	}
	portfolio.Back(p.Cash, p.Wallets, list)
	for i, a := range accounts {
		a.wallet, a.basis = list[i].Wallet, list[i].Basis
	}
}

// posted is the initial margin of the legs of a mode, at their entries.
func (a *venueAccount) posted(mode portfolio.MarginMode) decimal.Decimal {
	sum := decimal.Zero
	for _, q := range a.legs {
		if q.Margin == mode && q.Leverage.IsPositive() {
			sum = sum.Add(q.Qty.Mul(q.Entry).Div(q.Leverage))
		}
	}
	return sum
}

// evaluate works the account out. A leg that cannot be is left out with the
// reason, and so are the cross legs that share its wallet: a pool with a hole
// is not known at all.
func (e *Engine) evaluate(a *venueAccount) {
	a.at, a.why = make([]int, len(a.legs)), make([]string, len(a.legs))
	for i, q := range a.legs {
		mark, stale, why := e.markOf(q)
		a.why[i] = why
		if q.Margin == portfolio.Cross && stale != "" {
			a.stale = stale
		}
		if why == "" {
			a.why[i] = e.faultOf(a, q, mark)
		}
	}
	a.spoilPool()
	account := margin.Account{Venue: a.venue, Wallet: a.wallet}
	for i, q := range a.legs {
		a.at[i] = -1
		if a.why[i] == "" {
			mark, _, _ := e.markOf(q) // known: faultOf saw it
			a.at[i] = len(account.Positions)
			account.Positions = append(account.Positions, e.marginLeg(q, mark))
		}
	}
	report, err := margin.Evaluate(account, e.tiers)
	if err == nil {
		a.report = report
		return
	}
	for i := range a.legs {
		if a.at[i] >= 0 {
			a.at[i], a.why[i] = -1, firstFault(err)
		}
	}
}

// faultOf says what keeps a leg by itself from being evaluated, "" when nothing
// does.
func (e *Engine) faultOf(a *venueAccount, q *portfolio.Position, mark decimal.Decimal) string {
	alone := margin.Account{Venue: a.venue, Wallet: a.wallet, Positions: []margin.Position{e.marginLeg(q, mark)}}
	if _, err := margin.Evaluate(alone, e.tiers); err != nil {
		return firstFault(err)
	}
	return ""
}

// spoilPool leaves all cross legs out where one cannot be evaluated.
func (a *venueAccount) spoilPool() {
	culprit := ""
	for i, q := range a.legs {
		if q.Margin == portfolio.Cross && a.why[i] != "" {
			culprit = fmt.Sprintf("it shares its margin with %s, of which: %s", q.Symbol, a.why[i])
			break
		}
	}
	for i, q := range a.legs {
		if q.Margin == portfolio.Cross && a.why[i] == "" {
			a.why[i] = culprit
		}
	}
}

// firstFault words an error of package margin for a pane.
func firstFault(err error) string {
	var faults margin.InputErrors
	if errors.As(err, &faults) {
		return faults[0].Why
	}
	return err.Error()
}

// marginLeg turns a leg into what package margin reads.
func (e *Engine) marginLeg(q *portfolio.Position, mark decimal.Decimal) margin.Position {
	side, _ := margin.ParseSide(string(q.Side)) // both were checked when the portfolio was read
	mode, _ := margin.ParseMode(string(q.Margin))
	leg := margin.Position{
		Symbol: q.Symbol, Side: side, Mode: mode, Qty: q.Qty, Entry: q.Entry, Mark: mark,
		Leverage: q.Leverage, Stop: decimal.NewNullDecimal(q.Stop),
	}
	quote, coin := e.legQuote(q)
	if quote == nil {
		return leg
	}
	if quote.has.Has(model.FieldFundingRate | model.FieldFundingInterval) {
		leg.Funding.Rate = decimal.NewNullDecimal(decimal.NewFromFloat(quote.fundingRate))
		leg.Funding.IntervalH = decimal.NewNullDecimal(decimal.NewFromFloat(quote.fundingH))
	}
	if quote.has.Has(model.FieldIndex) {
		leg.Index = decimal.NewNullDecimal(decimal.NewFromFloat(quote.index))
	}
	if beta, ok := e.beta(coin.asset); ok {
		leg.Beta = decimal.NewNullDecimal(decimal.NewFromFloat(beta).Round(betaDigits))
	}
	if tick := e.book.ticks[contractOf(q)]; tick.IsPositive() {
		leg.Tick = decimal.NewNullDecimal(tick)
	}
	return leg
}

// betaDigits is more than a beta's error leaves meaning to.
const betaDigits = 6

// viewMargin shows the account.
func (e *Engine) viewMargin(a *venueAccount) model.MarginView {
	v := model.MarginView{Venue: a.venue, Wallet: model.Known(float(a.wallet)), WalletBasis: a.basis}
	if a.report == nil || len(a.report.Legs) < len(a.legs) {
		for i := range a.legs {
			if a.why[i] != "" {
				v.Why = fmt.Sprintf("%s: %s", a.legs[i].Symbol, a.why[i])
				break
			}
		}
		u := model.Unknown(v.Why)
		v.Equity, v.InitialMargin, v.Maintenance, v.MarginRatio, v.JointMovePct = u, u, u, u, u
		return v
	}
	r := a.report
	v.Equity, v.InitialMargin = a.aged(r.Account.Equity), a.aged(r.Account.InitialMargin)
	v.Maintenance, v.MarginRatio = a.aged(r.Account.Maintenance), a.ratio(r.Account.MarginRatio)
	for _, l := range r.Legs {
		if l.Mode == margin.Cross {
			v.CrossRatio = a.ratio(r.Cross.Ratio)
		}
	}
	v.JointMovePct = model.NotApplicable("no joint move liquidates anything")
	if m, ok := r.First(); ok {
		v.JointMovePct, v.FirstToLiquidate = a.aged(m.Pct), r.Legs[m.Leg].Symbol
	}
	moves, ok := r.JointByBeta()
	switch {
	case !ok:
		v.JointMoveBetaPct = model.Unknown(fmt.Sprintf("a beta needs %d bars of 4 h", betaBars+1))
	case len(moves) == 0:
		v.JointMoveBetaPct = model.NotApplicable("no move of the market liquidates anything")
	default:
		v.JointMoveBetaPct, v.FirstByBeta = a.aged(moves[0].Pct), r.Legs[moves[0].Leg].Symbol
	}
	return v
}

// aged shows a figure that rests on every mark of the pool.
func (a *venueAccount) aged(d decimal.Decimal) model.Num {
	if a.stale != "" {
		return model.Stale(float(d), a.stale)
	}
	return model.Known(float(d))
}

func (a *venueAccount) ratio(d decimal.NullDecimal) model.Num {
	if !d.Valid {
		return model.NotApplicable("nothing is left of what backs it")
	}
	return a.aged(d.Decimal)
}
