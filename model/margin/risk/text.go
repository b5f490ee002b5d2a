package risk

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// WriteText writes a response as a table for people: one line a position, the
// account, the stress rows and the warnings. "none" is a liquidation price that
// does not exist, "-" a figure that does not apply, "?" one that is not known.
func (r *Response) WriteText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	p := printer{w: t}
	r.positions(&p)
	r.account(&p)
	r.stress(&p, "all marks", r.Stress)
	r.stress(&p, "BTC, each by its beta", r.ByBeta)
	if p.err == nil {
		p.err = t.Flush()
	}
	for _, warning := range r.Warnings {
		p.to(w, "! %s\n", warning)
	}
	if p.err != nil {
		return fmt.Errorf("risk: write: %w", p.err)
	}
	return nil
}

// printer keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) { p.to(p.w, format+"\n", args...) }

func (p *printer) to(w io.Writer, format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(w, format, args...)
	}
}

func (r *Response) positions(p *printer) {
	if len(r.Positions) == 0 {
		return
	}
	p.line("symbol\tside\tmode\tnotional\tmargin\tmaintenance\tliquidation\tdistance\tstop first\tfunding/day\tu P/L")
	for i := range r.Positions {
		x := &r.Positions[i]
		p.line("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s", x.Symbol, x.Side, x.MarginMode,
			x.Notional.places(2), x.InitialMargin.places(2), x.MaintenanceMargin.places(2),
			x.liquidation(), x.DistancePct.percent(), yesNo(x.StopBeforeLiquidation),
			x.FundingPerDay.places(2), x.UPnL.places(2))
	}
	p.line("")
}

func (x *Position) liquidation() string {
	switch {
	case x.LiquidationPassed:
		return x.LiquidationPrice.text() + " PASSED"
	case x.LiquidationPrice.kind == null:
		return "none"
	default:
		return x.LiquidationPrice.text()
	}
}

func (r *Response) account(p *printer) {
	a := &r.Account
	p.line("account\tequity %s\tmaintenance %s\tratio %s\tleverage %s",
		a.Equity.places(2), a.MaintenanceMargin.places(2), a.MarginRatio.places(4), a.EffectiveLeverage.places(2))
	if c := a.Cross; c != nil {
		p.line("cross pool\tequity %s\tfree %s\tratio %s\tlower is safer, liquidated at 1",
			c.Equity.places(2), c.Free.places(2), c.Ratio.places(4))
	}
	if a.FirstToLiquidate == nil {
		p.line("no joint move liquidates anything")
		return
	}
	for i, m := range a.Joint {
		words := "then"
		if i == 0 {
			words = "first to go"
		}
		p.line("%s\t%s %s\tall marks %s", words, m.Symbol, m.Side, m.MovePct.percent())
	}
	if a.FirstByBeta != "" {
		p.line("by beta\t%s\tBTC %s", a.FirstByBeta, a.JointMoveBetaPct.percent())
	}
}

func (r *Response) stress(p *printer, what string, rows []Stress) {
	if len(rows) == 0 {
		return
	}
	p.line("")
	p.line("%s\tequity\tchange\tliquidated", what)
	for _, s := range rows {
		gone := "-"
		for i, symbol := range s.Liquidated {
			if i == 0 {
				gone = symbol
				continue
			}
			gone += " " + symbol
		}
		p.line("%s %%\t%s\t%s\t%s", s.ShockPct, s.Equity.places(2), s.Change.places(2), gone)
	}
}

func yesNo(b *bool) string {
	switch {
	case b == nil:
		return "-"
	case *b:
		return "yes"
	default:
		return "NO"
	}
}

// text writes a figure for people as it is.
func (v Value) text() string {
	switch v.kind {
	case amount, number:
		return v.d.String()
	case unknown:
		return "?"
	default:
		return "-"
	}
}

// places writes a figure for people with so many decimals.
func (v Value) places(n int32) string {
	if _, ok := v.Decimal(); !ok {
		return v.text()
	}
	return v.d.StringFixed(n)
}

// percent writes a percentage for people.
func (v Value) percent() string {
	if _, ok := v.Decimal(); !ok {
		return v.text()
	}
	return v.d.StringFixed(2) + " %"
}
