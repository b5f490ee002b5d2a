package backtest

import (
	"fmt"
	"io"
	"strings"

	"eddy/model"
)

// textWidth is the width of a report in cells.
const textWidth = 80

// decisionsShown is how many decisions the terminal report lists; the others
// are counted, and stand in the HTML and the JSON.
const decisionsShown = 60

// WriteText prints a result as a page of 80 columns: figures beside the
// benchmarks, equity, drawdown and the ribbon of phases, contributions, months,
// and decisions with their reasons.
func (r *Result) WriteText(w io.Writer) error {
	p := &page{w: w}
	p.line("%s, %s to %s, %d days; bars of %s", r.Playbook, dateOf(r.Start), dateOf(r.End), len(r.Points), r.Step)
	p.line("%s", r.Label)
	p.wrap(InSample)
	p.line("")
	r.writeFigures(p)
	r.writeCharts(p)
	r.writeParts(p)
	r.writeMonths(p)
	r.writeDecisions(p)
	r.writeNotes(p)
	p.line("digest %s", r.Digest())
	return p.err
}

// page writes lines and keeps the first error.
type page struct {
	w   io.Writer
	err error
}

func (p *page) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.w, strings.TrimRight(fmt.Sprintf(format, args...), " "))
	}
}

// wrap writes a text in lines of the page's width.
func (p *page) wrap(text string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > textWidth {
			p.line("%s", line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	p.line("%s", line)
}

func (r *Result) writeFigures(p *page) {
	p.line("%-34s %8s %7s %7s %8s %7s %6s", "", "return", "a year", "vol", "worst", "Sharpe", "±")
	row := func(name string, s Stats) {
		p.line("%-34s %8s %7s %7s %8s %7s %6s", name, percent(s.Total), pct(s.CAGR), unsigned(s.Volatility), percent(s.MaxDrawdown), two(s.Sharpe), two(s.SharpeError))
	}
	s := r.Stats()
	row(r.Playbook, s)
	for _, b := range r.Benchmarks {
		row(b.Name, b.Stats)
	}
	p.line("")
	p.line("equity %s from %s; Sortino %s, Calmar %s; mean exposure %.1f%%", money(r.final()), money(r.Rules.Equity), two(s.Sortino), two(s.Calmar), r.Exposure()*100)
	p.line("%d trades, %d changes of stage, turnover of spot %.1fx a year; profile %s", r.Trades, r.Switches, r.YearlyTurnover(), r.Profile)
	p.line("%d purchases and legs were refused, for edge, risk, volatility, beta or leverage", r.Refused())
	p.line("cost %s: fees %s, spread %s, impact %s; funding %s", money(r.Cost.Total()), money(r.Cost.Fee), money(r.Cost.Spread), money(r.Cost.Impact), money(r.Funding))
	p.wrap(r.ChargeWords())
	p.wrap(r.Doubt())
	p.line("")
}

// Doubt says how little the Sharpe ratio is known, in words.
func (r *Result) Doubt() string {
	s := r.Stats()
	v, ok := s.Sharpe.Value()
	e, both := s.SharpeError.Value()
	n := r.Independent()
	if !ok || !both {
		return fmt.Sprintf("The Sharpe ratio is not defined. %d independent decisions.", n)
	}
	return fmt.Sprintf("Sharpe %.2f with a standard error of at least %.2f (365 days a year, returns taken as independent): "+
		"anything between %.2f and %.2f fits these days. They hold %d decisions that do not follow from one another.", v, e, v-1.96*e, v+1.96*e, n)
}

func (r *Result) writeParts(p *page) {
	p.line("%-24s %12s %12s", "gained in", "US dollars", "of it cost")
	for _, c := range r.Sectors {
		if c.Gain != 0 || c.Cost != 0 {
			p.line("%-24s %12s %12s", c.Bucket, money(cents(c.Gain)), money(cents(c.Cost)))
		}
	}
	p.line("")
	p.line("%-24s %12s %12s %10s", "while the phase was", "US dollars", "log return", "days")
	for _, v := range r.Phases {
		p.line("%-24s %12s %12.3f %10d", v.Phase, money(cents(v.Gain)), v.LogReturn, v.Days)
	}
	p.line("")
}

// writeMonths prints a table of months, a line a year.
func (r *Result) writeMonths(p *page) {
	p.line("%-6s%s", "%", " Jan   Feb   Mar   Apr   May   Jun   Jul   Aug   Sep   Oct   Nov   Dec")
	months := r.Months()
	for len(months) > 0 {
		year, cells := months[0].Year, [12]string{}
		for len(months) > 0 && months[0].Year == year {
			cells[months[0].Month-1] = fmt.Sprintf("%+.1f", months[0].Return*100)
			months = months[1:]
		}
		line := fmt.Sprintf("%-4d", year)
		for _, c := range cells {
			line += fmt.Sprintf("%6s", c)
		}
		p.line("%s", line)
	}
	p.line("")
}

// weighty tells whether a decision is one to read: what changed a course, not
// the trimming of shares.
func (d *Decision) weighty() bool {
	switch d.Kind {
	case KindStart, KindStage, KindMove, KindOverlay, KindHedge, KindStop, KindLiquidation, KindDelisting, KindSplice:
		return d.Kind == KindStart || d.Kind == KindStage || d.Kind == KindMove || len(d.Trades) > 0
	default:
		return false
	}
}

func (r *Result) writeDecisions(p *page) {
	shown, left := 0, 0
	for i := range r.Decisions {
		d := &r.Decisions[i]
		if !d.weighty() || shown == decisionsShown {
			left++
			continue
		}
		shown++
		p.line("%s %-5s %-11s %s", dateOf(d.At), d.Phase, d.Kind, cut(d.Text, textWidth-30))
		if why := reasons(d.Evidence); why != "" {
			p.line("%30s%s", "", cut(why, textWidth-30))
		}
	}
	if left > 0 {
		p.line("and %d more: rebalancings, triggers and what does not fit here (--html, --json)", left)
	}
	p.line("")
}

// reasons writes what spoke for a decision.
func reasons(list []model.Evidence) string {
	var parts []string
	for i := range list {
		if e := &list[i]; e.State == model.EvidenceFor {
			parts = append(parts, strings.TrimSpace(e.Text+" "+e.Shown))
		}
	}
	return strings.Join(parts, "; ")
}

func (r *Result) writeNotes(p *page) {
	for _, n := range r.Notes() {
		p.wrap("- " + n)
	}
	p.line("")
}

// cut shortens a text to a width in letters.
func cut(s string, width int) string {
	letters := []rune(s)
	if len(letters) <= width {
		return s
	}
	return string(letters[:width-1]) + "…"
}
