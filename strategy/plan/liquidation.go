package plan

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin"
	"eddy/model/portfolio"
)

// liquidation is where a leg is liquidated, worked out once until it changes.
type liquidation struct {
	done    bool
	wallet  decimal.Decimal     // that stood behind a cross leg
	price   decimal.NullDecimal // not valid: none
	passed  bool
	distPct float64
	why     string // why it is not known
}

// usualRate is the maintenance margin rate where a contract's brackets are not
// known (analytics §10: 1 % by default).
var usualRate = decimal.RequireFromString("0.01")

// endanger works out where the legs of a portfolio are liquidated. Isolated legs
// stand each by itself; cross legs of a venue share what backs it, so that a
// trade that changes one, or the cash behind them, moves all of them (margin
// §1b).
func (m *market) endanger(p *purse) {
	for _, a := range p.accounts() {
		var pool []*future
		fresh := true
		for i := range p.legs {
			l := &p.legs[i]
			switch {
			case l.Venue != a.Venue:
			case l.Cross:
				pool = append(pool, l)
				fresh = fresh && l.liq.done && l.liq.wallet.Equal(a.Wallet)
			case !l.liq.done:
				l.liq = m.liquidate(l)
			}
		}
		if !fresh {
			m.liquidatePool(pool, p, &a)
		}
	}
}

// accounts lists the venues legs stand on, with what backs each. Margin the core
// posts is no part of the cash.
func (p *purse) accounts() []portfolio.Backing {
	var out []portfolio.Backing
	for i := range p.legs {
		l := &p.legs[i]
		at := 0
		for at < len(out) && out[at].Venue != l.Venue {
			at++
		}
		if at == len(out) {
			out = append(out, portfolio.Backing{Venue: l.Venue})
		}
		switch {
		case l.Cross:
			out[at].Cross = out[at].Cross.Add(l.margin())
		case !l.byCore:
			out[at].Isolated = out[at].Isolated.Add(l.margin())
		}
	}
	portfolio.Back(p.cash, p.placed, out)
	return out
}

// liquidatePool works the cross legs of a venue out together.
func (m *market) liquidatePool(pool []*future, p *purse, a *portfolio.Backing) {
	account := margin.Account{Venue: a.Venue, Wallet: a.Wallet.Sub(p.setAside(a.Venue))}
	for _, l := range pool {
		account.Positions = append(account.Positions, m.position(l))
	}
	report, err := margin.Evaluate(account, m.embedded)
	for i, l := range pool {
		if err != nil {
			l.liq = liquidation{done: true, wallet: a.Wallet, why: faultOf(err)}
			continue
		}
		l.liq = found(&report.Legs[i].Liquidation)
		l.liq.wallet = a.Wallet
	}
}

// setAside is what the isolated legs of a venue posted out of the cash there.
func (p *purse) setAside(v model.Venue) decimal.Decimal {
	sum := decimal.Zero
	for i := range p.legs {
		if l := &p.legs[i]; l.Venue == v && !l.Cross && !l.byCore {
			sum = sum.Add(l.margin())
		}
	}
	return sum
}

// faultOf words why an account cannot be worked out: a pool with a hole is not
// known at all.
func faultOf(err error) string {
	var faults margin.InputErrors
	if errors.As(err, &faults) {
		return fmt.Sprintf("%s, with which it may share its margin: %s", faults[0].Symbol, faults[0].Why)
	}
	return err.Error()
}

// liquidate works out where a leg by itself is liquidated, its margin isolated.
func (m *market) liquidate(l *future) liquidation {
	p := m.position(l)
	p.Mode = margin.Isolated
	report, err := margin.Evaluate(margin.Account{Venue: l.Venue, Wallet: l.margin(), Positions: []margin.Position{p}}, m.embedded)
	if err != nil {
		return liquidation{done: true, why: err.Error()}
	}
	return found(&report.Legs[0].Liquidation)
}

func found(l *margin.Liquidation) liquidation {
	out := liquidation{done: true, price: l.Price, passed: l.State == margin.LiqPassed}
	if l.DistancePct.Valid {
		out.distPct = l.DistancePct.Decimal.InexactFloat64()
	}
	return out
}

// position is a leg as the margin arithmetic reads it.
func (m *market) position(l *future) margin.Position {
	p := margin.Position{
		Symbol: l.Symbol, Side: margin.Long, Mode: margin.Isolated,
		Qty: l.Qty, Entry: l.Entry, Mark: l.mark, Leverage: l.Leverage,
	}
	if l.Short {
		p.Side = margin.Short
	}
	if l.Cross {
		p.Mode = margin.Cross
	}
	if l.Stop.IsPositive() {
		p.Stop = decimal.NewNullDecimal(l.Stop)
	}
	if p.Terms.Table = m.table(contractKey{l.Venue, l.Symbol}); p.Terms.Table == nil {
		p.Terms.Rate = decimal.NewNullDecimal(usualRate)
	}
	return p
}

// noteBrackets says of which contracts the usual rate had to serve.
func (b *basis) noteBrackets() {
	say := func(v model.Venue, symbol string) {
		if symbol != "" && b.market.table(contractKey{v, symbol}) == nil {
			b.note("brackets", fmt.Sprintf("the brackets of %s on %s are not known: liquidation is told for a maintenance of %s %%", symbol, v, usualRate.Shift(2)))
		}
	}
	for i := range b.start.legs {
		say(b.start.legs[i].Venue, b.start.legs[i].Symbol)
	}
	for i := range b.drafts {
		if b.drafts[i].action == model.ActOpen {
			say(b.drafts[i].venue, b.drafts[i].symbol)
		}
	}
}

// name is the leg in words.
func (f *future) name() string { return string(f.Asset) + " " + sideWord(f.Short) }

func sideWord(short bool) string {
	if short {
		return "short"
	}
	return "long"
}

func venueWord(v model.Venue) string {
	if v == "" {
		return "spot"
	}
	return string(v)
}
