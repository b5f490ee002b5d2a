package plain

import (
	"fmt"
	"strings"
	"time"

	"eddy/model"
)

// flow writes what coins cost on each venue and when that is settled, where open
// interest goes, what moves together and which signals call for attention.
func (p *page) flow(s *model.Snapshot) {
	p.funding(s)
	p.signals(s.Signals)
	p.correlations(s.Correlations)
}

func (p *page) funding(s *model.Snapshot) {
	if len(s.Assets) == 0 {
		return
	}
	p.line("\nFunding, basis points per 8 h, and open interest")
	head := []string{"coin", "sector", "all"}
	for i := range s.Venues {
		head = append(head, string(s.Venues[i].Venue))
	}
	rows := [][]string{append(head, "next", "open interest $")}
	for i := range s.Assets {
		rows = append(rows, fundingRow(s, &s.Assets[i]))
	}
	p.table(rows)
}

func fundingRow(s *model.Snapshot, a *model.AssetView) []string {
	row := []string{string(a.Asset), orWords(a.Sector, "benchmark"), basis(a.Funding8hPct, 100)}
	next := model.Millis(0)
	for i := range s.Venues {
		cell := "-"
		for k := range a.Quotes {
			q := &a.Quotes[k]
			if q.Venue != s.Venues[i].Venue {
				continue
			}
			cell = "?"
			if hours, ok := q.FundingIntervalH.Value(); ok && hours > 0 {
				cell = basis(q.FundingRate, 80_000/hours)
			}
			if q.Stale {
				cell += " (stale)"
			}
			if q.NextFunding > s.AsOf && (!next.Known() || q.NextFunding < next) {
				next = q.NextFunding
			}
		}
		row = append(row, cell)
	}
	settles := "?"
	if next.Known() {
		settles = strings.TrimSuffix(next.Sub(s.AsOf).Truncate(time.Minute).String(), "0s")
	}
	return append(row, settles, Num(a.OpenInterestUSD, 0))
}

// basis writes a rate in basis points.
func basis(n model.Num, scale float64) string {
	v, ok := n.Value()
	if !ok {
		return "?"
	}
	return fmt.Sprintf("%+.2f", v*scale)
}

func (p *page) signals(list []model.SignalView) {
	told := make(map[string]bool)
	for i := range list {
		s := &list[i]
		if s.ID != "oi-flow" && !s.Active || told[s.Text] {
			continue
		}
		if len(told) == 0 {
			p.line("\nSignals")
		}
		told[s.Text] = true
		mark := " "
		if s.Active {
			mark = "!"
		}
		p.line("  %s %s", mark, s.Text)
	}
}

func (p *page) correlations(c *model.CorrelationView) {
	if c == nil || len(c.Labels) == 0 {
		return
	}
	p.line("\nCorrelation (%s, %d returns), mean of sectors %s", c.Timeframe, c.Bars, Num(c.Mean, 2))
	rows := [][]string{append([]string{""}, c.Labels...)}
	for i, label := range c.Labels {
		row := []string{label}
		for _, n := range c.Matrix[i] {
			cell := "?"
			if v, ok := n.Value(); ok {
				cell = fmt.Sprintf("%.2f", v)
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	p.table(rows)
}
