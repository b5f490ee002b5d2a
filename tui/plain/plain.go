// Package plain writes a snapshot as lines of text: the desk's content for
// pipes, logs, screen readers and terminals that cannot draw.
package plain

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"eddy/model"
)

// Write writes the whole snapshot to w.
func Write(w io.Writer, s *model.Snapshot) error {
	p := &page{}
	p.head(s)
	p.phase(s)
	p.flips(s)
	p.sectors(s)
	p.standing(s)
	p.rotation(s)
	p.members(s)
	p.allocation(s)
	p.hedges(s)
	p.positions(s)
	p.risk(s)
	p.flow(s)
	p.alerts(s)
	p.prices(s)
	p.venues(s)
	p.slow(s)
	p.rules(s.AlertRules) // long, and what matters of it stands among the alerts
	_, err := io.WriteString(w, p.b.String())
	return err
}

// page collects the text; writing to a strings.Builder cannot fail.
type page struct {
	b strings.Builder
}

func (p *page) line(format string, args ...any) { fmt.Fprintf(&p.b, format+"\n", args...) }

// table writes aligned columns, the first line being the header.
func (p *page) table(rows [][]string) {
	tw := tabwriter.NewWriter(&p.b, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintln(tw, "  "+strings.Join(r, "\t"))
	}
	_ = tw.Flush() // a strings.Builder takes everything
}

func (p *page) head(s *model.Snapshot) {
	p.line("eddy %s  %s  as of %s", strings.ToUpper(string(s.Mode)), s.Playbook, orWords(s.AsOf.String(), "no data yet"))
	if s.Source != "" {
		p.line("source: %s", s.Source)
	}
	for _, b := range s.Backfill {
		if !b.Complete() {
			p.line("loading %s: %d of %d", b.What, b.Done, b.Total)
		}
	}
	p.history(s.History)
}

// history says how the store of the past is, where there is one.
func (p *page) history(a model.Archive) {
	if a.IsZero() {
		return
	}
	text := "history " + a.State.String()
	if a.AsOf.Known() {
		text += ", closed bars to " + a.AsOf.String()
	}
	if ms, ok := a.AgeMs.Value(); ok {
		text += ", " + (time.Duration(ms) * time.Millisecond).Round(time.Second).String() + " ago"
	}
	if a.Why != "" {
		text += ": " + a.Why
	}
	p.line("%s", text)
}

func (p *page) phase(s *model.Snapshot) {
	ph := s.Phase
	if ph.Phase == model.PhaseUnknown {
		p.line("\nPhase UNKNOWN: %s", orWords(ph.Why, "waiting for data"))
		return
	}
	p.line("\nPhase %s, confidence %s, %s days old, runner-up %s", ph.Phase.Word(), Num(ph.Confidence, 2), Num(ph.AgeDays, 0), ph.RunnerUp.Word())
	if v, ok := ph.Coverage.Value(); ok && v < 0.995 {
		p.line("  evidence %.0f %% known", v*100)
	}
	rows := [][]string{{"", "evidence", "value", "threshold", "vote", "weight"}}
	for _, ev := range ph.Evidence {
		shown := ev.Shown
		if shown == "" {
			shown = Num(ev.Value, 2)
		}
		rows = append(rows, []string{mark(ev.State), ev.Text, shown, ev.Threshold, Num(ev.Vote, 2), fmt.Sprintf("%.2f", ev.Weight)})
	}
	p.table(rows)
}

func mark(state model.EvidenceState) string {
	switch state {
	case model.EvidenceFor:
		return "+"
	case model.EvidenceAgainst:
		return "-"
	default:
		return "?"
	}
}

func (p *page) sectors(s *model.Snapshot) {
	p.line("\nSectors (%s)", s.Timeframe)
	rows := [][]string{{"sector", "index", "1d %", "7d %", "momentum", "RSI", "breadth", "funding 8h %", "ratio", "its mom.", "quadrant", "coverage"}}
	var unknown reasons
	for _, v := range s.Sectors {
		cell := func(n model.Num, decimals int, write func(model.Num, int) string) string {
			if _, ok := n.Value(); !ok && n.Why() != "" {
				unknown.add(n.Why(), v.Sector)
				return "?"
			}
			return write(n, decimals)
		}
		rows = append(rows, []string{
			sectorName(&v), cell(v.Index, 1, Num), cell(v.Change1dPct, 2, Signed), cell(v.Change7dPct, 2, Signed), cell(v.Momentum, 2, Signed),
			cell(v.RSI, 0, Num), cell(v.Breadth, 1, Num), cell(v.Funding8hPct, 4, Signed), cell(v.Ratio, 2, Num),
			cell(v.RatioMomentum, 2, Num), orWords(string(v.Quadrant), "unknown"), cell(v.Coverage, 2, Num),
		})
	}
	p.table(rows)
	for i, why := range unknown.why {
		p.line("  ? %s: %s", strings.Join(unknown.of[i], ", "), why)
	}
}

// reasons gathers why figures are not known and of whom, each once, in order.
type reasons struct {
	why []string
	of  [][]string
}

func (r *reasons) add(why, of string) {
	at := slices.Index(r.why, why)
	if at < 0 {
		at = len(r.why)
		r.why, r.of = append(r.why, why), append(r.of, nil)
	}
	if !slices.Contains(r.of[at], of) {
		r.of[at] = append(r.of[at], of)
	}
}

func (p *page) allocation(s *model.Snapshot) {
	p.line("\nAllocation")
	if len(s.Allocation) == 0 {
		p.line("  %s", orWords(s.Portfolio.Why, "no portfolio yet"))
		return
	}
	p.worth(&s.Portfolio)
	rows := [][]string{{"bucket", "now %", "target %", "drift"}}
	for _, a := range s.Allocation {
		rows = append(rows, []string{a.Bucket, partOf(&a, a.CurrentPct, Num), Num(a.TargetPct, 1), partOf(&a, a.DriftPct, Signed)})
	}
	p.table(rows)
	if left := s.Portfolio.Unpriced; len(left) > 0 {
		p.line("  without %s: %s", model.Without(left), left[0].Why)
	}
}

// worth writes whose money it is, how much, and how much of it is in futures.
func (p *page) worth(v *model.PortfolioView) {
	if _, ok := v.Equity.Value(); !ok {
		return
	}
	text := orWords(v.Name, "portfolio") + " $" + Num(v.Equity, 2)
	if len(v.Unpriced) > 0 {
		text += "+?"
	}
	if _, ok := v.FuturesPct.Value(); ok {
		text += ", futures " + Num(v.FuturesPct, 1) + " %"
	}
	if _, ok := v.FuturesCapPct.Value(); ok {
		text += ", at most " + Num(v.FuturesCapPct, 0) + " %"
	}
	p.line("  %s", text)
}

// partOf writes a figure of a bucket, with a sign where some of its coins have no
// price: below the table they are named.
func partOf(a *model.AllocationRow, n model.Num, write func(model.Num, int) string) string {
	_, known := n.Value()
	switch {
	case a.Without == "" || n.State() == model.NumNotApplicable:
		return write(n, 1)
	case known:
		return write(n, 1) + "+?"
	default:
		return "?"
	}
}

func (p *page) hedges(s *model.Snapshot) {
	if len(s.Hedges) == 0 {
		return
	}
	p.line("\nHedges")
	rows := [][]string{{"hedge", "of", "against", "rule", "beta", "R2", "±", "now", "band", "stands", ""}}
	for _, h := range s.Hedges {
		stands := "outside"
		if h.InBand {
			stands = "inside"
		}
		rows = append(rows, []string{
			h.ID, h.Of, string(h.Against), Num(h.RuleRatio, 2), Num(h.BetaRatio, 2), figure(h.R2, 2, Num), figure(h.StdErr, 2, Num), Num(h.CurrentRatio, 2),
			fmt.Sprintf("%.2f-%.2f", h.Band[0], h.Band[1]), stands, h.Text,
		})
	}
	p.table(rows)
}

func (p *page) positions(s *model.Snapshot) {
	if len(s.Positions) == 0 {
		return
	}
	p.line("\nPositions")
	rows := [][]string{{"leg", "margin", "leverage", "notional", "mark", "liquidation", "distance %", "ATRs", "worst hours of 30 d", "stop", "stop first", "funding/day", "P/L"}}
	for _, q := range s.Positions {
		stop := "unknown"
		if q.StopBeforeLiquidation != nil {
			stop = map[bool]string{true: "yes", false: "NO"}[*q.StopBeforeLiquidation]
		}
		rows = append(rows, []string{
			fmt.Sprintf("%s %s %s", q.Asset, q.Side, q.Venue), q.MarginMode, Num(q.Leverage, 1), Num(q.Notional, 0), Num(q.Mark, 4), Num(q.LiquidationPrice, 4),
			away(q.DistancePct), Num(q.DistanceATR, 1), worstHours(&q), Num(q.Stop, 4), stop, Signed(q.FundingPerDay, 2), Signed(q.UPnL, 2),
		})
	}
	p.table(rows)
}

// worstHours measures the way to the liquidation by the worst hour of thirty days
// against the leg.
func worstHours(q *model.PositionRow) string {
	hour, ok := q.WorstHourPct.Value()
	away, known := q.DistancePct.Value()
	switch {
	case !ok:
		return Num(q.WorstHourPct, 1)
	case !known || hour <= 0:
		return "?"
	default:
		return fmt.Sprintf("%.1f", away/hour)
	}
}

// away writes how far a leg is from its liquidation in percent.
func away(distance model.Num) string {
	if v, ok := distance.Value(); ok && v <= 0 {
		return "PAST by " + Num(model.Known(-v), 2)
	}
	return Num(distance, 1)
}

// Num writes a number with so many decimals, or in words why there is none.
func Num(n model.Num, decimals int) string {
	v, ok := n.Value()
	if math.Round(v*math.Pow10(decimals)) == 0 {
		v = 0 // no minus before a nought
	}
	switch {
	case ok && n.State() == model.NumStale:
		return fmt.Sprintf("%.*f (stale)", decimals, v)
	case ok:
		return fmt.Sprintf("%.*f", decimals, v)
	case n.State() == model.NumNotApplicable:
		return "none"
	case n.Why() != "":
		return "? " + n.Why()
	default:
		return "?"
	}
}

// Signed is Num with a plus in front of gains.
func Signed(n model.Num, decimals int) string {
	text := Num(n, decimals)
	if v, ok := n.Value(); ok && v > 0 && math.Round(v*math.Pow10(decimals)) != 0 {
		return "+" + text
	}
	return text
}

// Age writes a number of milliseconds as people say it.
func Age(ms model.Num) string {
	v, ok := ms.Value()
	if !ok {
		return "?"
	}
	d := time.Duration(v) * time.Millisecond
	switch {
	case d < 10*time.Second:
		return fmt.Sprintf("%.1fs", d.Seconds())
	case d < time.Minute:
		return fmt.Sprintf("%.0fs", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%.0fm", d.Minutes())
	default:
		return fmt.Sprintf("%.0fh", d.Hours())
	}
}

func orWords(s, words string) string {
	if s == "" {
		return words
	}
	return s
}
