package backtest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// shades are the cells of a heat map from the lowest to the highest.
var shades = []string{"··", "░░", "▒▒", "▓▓", "██"}

// WriteText prints a sweep: the table with the figure the result hangs on most
// first, the heat map beside it, the pair if there is one, and the walk forward.
func (s *Sweep) WriteText(w io.Writer) error {
	p := &page{w: w}
	base := s.Base.Stats()
	p.line("%s, %s to %s: Sharpe %s, a year %s, worst %s", s.Base.Playbook, dateOf(s.Base.Start), dateOf(s.Base.End), two(base.Sharpe), pct(base.CAGR), percent(base.MaxDrawdown))
	p.line("Sharpe with one figure times")
	p.line("")
	head := fmt.Sprintf("%-26s %10s", "figure", "as it is")
	for _, f := range Factors {
		head += fmt.Sprintf(" %6s", fmt.Sprintf("x%g", f))
	}
	p.line("%s  reach  map", head)
	low, high := s.extent(s.Rows)
	for _, r := range s.byReach() {
		p.line("%s", r.text(cut(r.Knob.Name, 26), money(r.Knob.Value), low, high))
	}
	p.line("")
	p.wrap(fmt.Sprintf("The map repeats the row: %s is a Sharpe of %.2f, %s one of %.2f, blank one that is not defined. The reach is the distance between a row's best and worst.",
		shades[0], low, shades[len(shades)-1], high))
	p.line("")
	s.writePair(p)
	s.writeForward(p)
	p.wrap(s.Base.Doubt() + " A reach inside that error tells nothing.")
	p.wrap(InSample)
	return p.err
}

func (r *Row) text(name, value string, low, high float64) string {
	line, heat := fmt.Sprintf("%-26s %10s", name, value), ""
	for i := range r.Cells {
		line += fmt.Sprintf(" %6s", two(r.Cells[i].Stats.Sharpe))
		heat += shade(&r.Cells[i], low, high)
	}
	return fmt.Sprintf("%s %6.2f  %s", line, r.Reach(), heat)
}

func shade(c *Cell, low, high float64) string {
	v, ok := c.Stats.Sharpe.Value()
	switch {
	case !ok:
		return "  "
	case high <= low:
		return shades[2]
	}
	return shades[min(len(shades)-1, int((v-low)/(high-low)*float64(len(shades))))]
}

// extent is the least and the greatest Sharpe of some rows.
func (s *Sweep) extent(rows []Row) (low, high float64) {
	first := true
	for i := range rows {
		for k := range rows[i].Cells {
			v, ok := rows[i].Cells[k].Stats.Sharpe.Value()
			if !ok {
				continue
			}
			if first {
				low, high, first = v, v, false
			}
			low, high = min(low, v), max(high, v)
		}
	}
	return low, high
}

// byReach sorts the rows, the one the result depends on most first.
func (s *Sweep) byReach() []*Row {
	out := make([]*Row, len(s.Rows))
	for i := range s.Rows {
		out[i] = &s.Rows[i]
	}
	slices.SortStableFunc(out, func(a, b *Row) int { return cmp.Compare(b.Reach(), a.Reach()) })
	return out
}

func (s *Sweep) writePair(p *page) {
	if len(s.Pair) == 0 {
		return
	}
	p.line("%s to the right, %s downward", s.Pair[0].Knob.Name, s.By)
	low, high := s.extent(s.Pair)
	for i := range s.Pair {
		p.line("%s", s.Pair[i].text("", money(s.Pair[i].Cells[0].Second), low, high))
	}
	p.line("")
}

func (s *Sweep) writeForward(p *page) {
	windows := s.Forward()
	if len(windows) == 0 {
		p.line("Too short for a walk forward: it takes %d days.", learnDays+judgeDays)
		return
	}
	p.line("Walk forward: the setting best on %d days, on the %d days after them", learnDays, judgeDays)
	p.line("%-23s %-32s %7s %8s %7s", "", "setting", "learned", "then", "as is")
	better := 0
	for _, w := range windows {
		name := w.Setting
		if name == "" {
			name = "as it is"
		}
		p.line("%s %s  %-32s %7.2f %8s %7s", dateOf(w.From+1), dateOf(w.To), cut(name, 32), w.Learned, percent(w.Return), percent(w.AsIs))
		better += b2i(w.Return > w.AsIs)
	}
	p.line("better than as it is in %d of %d windows", better, len(windows))
	p.line("")
}

// sweepRow is a row as the command prints it.
type sweepRow struct {
	Figure string      `json:"figure"`
	Source string      `json:"source"`
	Value  float64     `json:"value"`
	Reach  float64     `json:"reach"`
	Cells  []sweepCell `json:"cells"`
}

type sweepCell struct {
	Value  float64 `json:"value"`
	Second float64 `json:"second,omitempty"`
	Trades int     `json:"trades"`
	Stats  Stats   `json:"stats"`
}

// WriteJSON prints a sweep as one object.
func (s *Sweep) WriteJSON(w io.Writer) error {
	return json.NewEncoder(w).Encode(struct {
		Playbook string     `json:"playbook"`
		Base     Stats      `json:"base"`
		Digest   string     `json:"digest"`
		Rows     []sweepRow `json:"rows"`
		Pair     []sweepRow `json:"pair,omitempty"`
		By       string     `json:"pair_by,omitempty"`
		Forward  []Window   `json:"walk_forward"`
		InSample string     `json:"in_sample"`
	}{s.Base.Playbook, s.Base.Stats().tidy(), s.Base.Digest(), sweepRows(s.Rows), sweepRows(s.Pair), s.By, s.Forward(), InSample})
}

func sweepRows(rows []Row) (out []sweepRow) {
	for i := range rows {
		r := sweepRow{Figure: rows[i].Knob.Name, Source: rows[i].Knob.Source, Value: rows[i].Knob.Value, Reach: round(rows[i].Reach())}
		for k := range rows[i].Cells {
			c := &rows[i].Cells[k]
			r.Cells = append(r.Cells, sweepCell{round(c.Value), round(c.Second), c.Trades, c.Stats.tidy()})
		}
		out = append(out, r)
	}
	return out
}
