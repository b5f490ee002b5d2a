package backtest

import "io"

// WriteComparison prints several results over the same bars as one table, with
// the benchmarks below.
func WriteComparison(w io.Writer, results []*Result) error {
	p := &page{w: w}
	p.line("")
	p.line("%-34s %8s %7s %7s %8s %7s %6s", "", "return", "a year", "vol", "worst", "Sharpe", "±")
	row := func(name string, s Stats) {
		p.line("%-34s %8s %7s %7s %8s %7s %6s", name, percent(s.Total), pct(s.CAGR), unsigned(s.Volatility), percent(s.MaxDrawdown), two(s.Sharpe), two(s.SharpeError))
	}
	for _, r := range results {
		row(r.Playbook, r.Stats())
	}
	for _, b := range results[0].Benchmarks {
		row(b.Name, b.Stats)
	}
	p.line("")
	p.line("%-16s %8s %8s %10s %10s %10s %8s", "", "trades", "stages", "decisions", "turnover", "cost", "funding")
	for _, r := range results {
		p.line("%-16s %8d %8d %10d %9.1fx %10s %8s", r.Playbook, r.Trades, r.Switches, r.Independent(), r.YearlyTurnover(), money(cents(r.Cost.Total())), money(cents(r.Funding)))
	}
	p.line("")
	p.wrap(InSample)
	return p.err
}
