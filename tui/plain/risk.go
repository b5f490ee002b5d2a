package plain

import (
	"fmt"
	"strings"

	"eddy/model"
)

// risk writes the futures accounts, the portfolio under stress, and its value at
// risk.
func (p *page) risk(s *model.Snapshot) {
	p.accounts(s.Margin)
	p.stress(s.Stress)
	p.valueAtRisk(s.VaR)
}

func (p *page) accounts(list []model.MarginView) {
	if len(list) == 0 {
		return
	}
	p.line("\nFutures accounts")
	rows := [][]string{{"venue", "wallet", "equity", "margin", "maintenance", "ratio", "first to go", "at, all marks %", "by beta %"}}
	for i := range list {
		m := &list[i]
		rows = append(rows, []string{
			string(m.Venue), Num(m.Wallet, 0), Num(m.Equity, 0), Num(m.InitialMargin, 0), Num(m.Maintenance, 0), Num(m.MarginRatio, 3),
			orWords(m.FirstToLiquidate, "none"), Signed(m.JointMovePct, 1), Signed(m.JointMoveBetaPct, 1),
		})
	}
	p.table(rows)
}

func (p *page) stress(list []model.StressRow) {
	if len(list) == 0 {
		return
	}
	p.line("\nStress")
	rows := [][]string{{"shock", "spot", "futures", "change", "%", "liquidated"}}
	for i := range list {
		r := &list[i]
		gone := orWords(strings.Join(r.Liquidated, " "), "none")
		_, known := r.Futures.Value()
		switch {
		case r.Change.State() != model.NumUnknown:
			rows = append(rows, []string{r.Text, Signed(r.Spot, 0), Signed(r.Futures, 0), Signed(r.Change, 0), Signed(r.ChangePct, 1), gone})
		case known:
			rows = append(rows, []string{r.Text, Num(r.Spot, 0), Signed(r.Futures, 0), "?", "?", gone})
		default:
			rows = append(rows, []string{r.Text, Num(r.Change, 0)})
		}
	}
	p.table(rows)
}

func (p *page) valueAtRisk(v *model.VaRView) {
	if v == nil {
		return
	}
	if len(v.Rows) == 0 {
		p.line("\nValue at risk: ? %s", orWords(v.Why, "not known yet"))
		return
	}
	p.line("\nValue at risk, %d days, %s", v.Days, v.Basis)
	rows := [][]string{{"confidence", "days", "by the past", "beyond it", "if normal"}}
	for _, r := range v.Rows {
		rows = append(rows, []string{fmt.Sprintf("%g %%", r.Confidence*100), fmt.Sprint(r.HorizonDays), Num(r.Historical, 0), Num(r.HistoricalES, 0), Num(r.Parametric, 0)})
	}
	p.table(rows)
}
