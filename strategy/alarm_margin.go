package strategy

import (
	"eddy/model"
	"eddy/strategy/alert"
)

// movedMarginInputs are the figures of an account that move with every mark of
// its legs.
var movedMarginInputs = []string{"margin.ratio"}

// heldAccount is a futures account as the last snapshot had it, to follow the
// marks of its legs until the next.
type heldAccount struct {
	venue               int
	view                model.MarginView
	equity, maintenance float64
}

// holdAccounts takes the accounts of a snapshot over. One whose figures are
// missing or old has nothing to go on from.
func (e *Engine) holdAccounts(views []model.MarginView) {
	a := &e.alarm
	a.accounts = a.accounts[:0]
	for i := range views {
		v := &views[i]
		if !v.MarginRatio.Fresh() || !v.Equity.Fresh() || !v.Maintenance.Fresh() {
			continue
		}
		a.accounts = append(a.accounts, heldAccount{e.venueAt[v.Venue], *v, v.Equity.Or(0), v.Maintenance.Or(0)})
	}
}

// askAccount asks the rules on the account a leg belongs to, whose mark was
// another. It allocates nothing unless an alert comes or goes.
func (e *Engine) askAccount(l *heldLeg, was float64) {
	a := &e.alarm
	h := a.accountAt(l.venue)
	if h == nil || len(a.onRatio) == 0 {
		return
	}
	h.move(l, was)
	fill(e.inputs.open, a.margins, marginInputs, &h.view)
	a.quote = e.present()
	a.watch.AskSome(a.onRatio, string(h.view.Venue), &a.quote)
}

// accountAt returns the account at a venue, nil when it is not followed.
func (a *alarm) accountAt(venue int) *heldAccount {
	for i := range a.accounts {
		if a.accounts[i].venue == venue {
			return &a.accounts[i]
		}
	}
	return nil
}

// move works out what a leg's new mark makes of the account. Maintenance goes
// with the leg's worth, which is exact within a bracket but for its amount; the
// next snapshot works it out anew.
func (h *heldAccount) move(l *heldLeg, was float64) {
	is, qty := l.row.Mark.Or(was), l.row.Qty.Or(0)
	if l.row.Side == "short" {
		qty = -qty
	}
	h.equity += qty * (is - was)
	needs := l.row.Maintenance.Or(0)
	l.row.Maintenance = model.Known(needs * is / was)
	h.maintenance += needs * (is/was - 1)
	h.view.Equity, h.view.Maintenance = model.Known(h.equity), model.Known(h.maintenance)
	h.view.MarginRatio = model.NotApplicable("nothing is left of what backs it")
	if h.equity > 0 {
		h.view.MarginRatio = model.Known(h.maintenance / h.equity)
	}
}

// movedBy lists the rules on a kind of subject that marks move.
func (e *Engine) movedBy(kind alert.Subjects, names []string) []int {
	return e.alarm.watch.StandOn(kind, idsNamed(e.inputs.catalogue, names))
}
