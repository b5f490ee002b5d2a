package backtest

import (
	"fmt"
	"html/template"
	"math"
	"strings"
	"time"

	"eddy/model"
)

// Size of a plot in units of its picture.
const (
	plotWidth  = 900.0
	plotHeight = 220.0
	plotLeft   = 60.0
)

// plot is one picture of the page.
type plot struct {
	ID, Title string
	SVG       template.HTML
	Legend    []legend
}

type legend struct {
	Name  string
	Color template.CSS
}

// lineColors tell lines apart for colour-blind eyes too (Okabe and Ito).
var lineColors = []string{"#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999", "#000000"}

// phaseColors mark the phases.
var phaseColors = map[model.Phase]string{
	model.Accumulation: "#56B4E9", model.Expansion: "#009E73", model.Late: "#E69F00", model.Bear: "#D55E00",
}

func (r *Result) plots() []plot {
	if len(r.Points) == 0 {
		return nil
	}
	return []plot{r.plotEquity(), r.plotDrawdown(), r.plotPhases(), r.plotAllocation(), r.plotCost(), r.plotContribution()}
}

// canvas puts a picture together.
type canvas struct {
	b         strings.Builder
	n         int
	low, high float64
	height    float64
}

func (c *canvas) x(i int) float64 {
	return plotLeft + (plotWidth-plotLeft)*float64(i)/float64(max(1, c.n-1))
}

func (c *canvas) y(v float64) float64 {
	if c.high <= c.low {
		return c.height / 2
	}
	return 4 + (c.height-24)*(1-(v-c.low)/(c.high-c.low))
}

func newCanvas(r *Result, height, low, high float64) *canvas {
	c := &canvas{n: len(r.Points), low: low, high: high, height: height}
	months := time.Month(6) // between two marks
	if c.n < 300 {
		months = 1
	}
	for i := range r.Points {
		if day := r.Points[i].At.Time(); day.Day() == 1 && day.Month()%months == 1%months {
			fmt.Fprintf(&c.b, `<line x1="%.1f" x2="%.1f" y1="0" y2="%.0f" class="grid"/><text x="%.1f" y="%.0f">%s</text>`,
				c.x(i), c.x(i), height-18, c.x(i)+2, height-4, day.Format("2006-01"))
		}
	}
	return c
}

// axis writes some values at the left.
func (c *canvas) axis(values []float64, write func(float64) string) {
	for _, v := range values {
		fmt.Fprintf(&c.b, `<line x1="%.0f" x2="%.0f" y1="%.1f" y2="%.1f" class="grid"/><text x="0" y="%.1f">%s</text>`,
			plotLeft, plotWidth, c.y(v), c.y(v), c.y(v)+4, template.HTMLEscapeString(write(v)))
	}
}

func (c *canvas) line(v []float64, color string) {
	c.b.WriteString(`<polyline fill="none" stroke-width="1.5" stroke="` + color + `" points="`)
	for i, x := range v {
		fmt.Fprintf(&c.b, "%.1f,%.1f ", c.x(i), c.y(x))
	}
	c.b.WriteString(`"/>`)
}

// area fills between two rows of values.
func (c *canvas) area(low, high []float64, color string) {
	c.b.WriteString(`<polygon fill="` + color + `" points="`)
	for i := range low {
		fmt.Fprintf(&c.b, "%.1f,%.1f ", c.x(i), c.y(low[i]))
	}
	for i := len(high) - 1; i >= 0; i-- {
		fmt.Fprintf(&c.b, "%.1f,%.1f ", c.x(i), c.y(high[i]))
	}
	c.b.WriteString(`"/>`)
}

func (c *canvas) done(id, title string, l []legend) plot {
	svg := fmt.Sprintf(`<svg class="plot" id="%s" role="img" aria-label="%s" viewBox="0 0 %.0f %.0f" xmlns="http://www.w3.org/2000/svg">%s</svg>`,
		id, template.HTMLEscapeString(title), plotWidth, c.height, c.b.String())
	return plot{ID: id, Title: title, SVG: template.HTML(svg), Legend: l} //nolint:gosec // numbers and escaped titles
}

// plotEquity draws the account and the benchmarks on a logarithmic scale.
func (r *Result) plotEquity() plot {
	lines := [][]float64{r.curve()}
	names := []string{r.Playbook}
	for _, b := range r.Benchmarks {
		lines, names = append(lines, b.Equity), append(names, b.Name)
	}
	low, high := math.Inf(1), math.Inf(-1)
	var logs [][]float64
	for _, l := range lines {
		v := make([]float64, len(l))
		for i := range l {
			v[i] = math.Log10(max(l[i], 1))
			low, high = min(low, v[i]), max(high, v[i])
		}
		logs = append(logs, v)
	}
	c := newCanvas(r, plotHeight+80, low, high)
	c.axis(roundLogs(low, high), func(v float64) string { return money(math.Round(math.Pow(10, v))) })
	var l []legend
	for i := range logs {
		c.line(logs[i], lineColors[i%len(lineColors)])
		l = append(l, legend{names[i], template.CSS("background:" + lineColors[i%len(lineColors)])}) //nolint:gosec // a colour of ours
	}
	return c.done("equity", "Equity against the benchmarks, US dollars, logarithmic", l)
}

// roundLogs returns the logarithms of round numbers within a range, or its ends
// where there are none.
func roundLogs(low, high float64) (out []float64) {
	const slack = 1e-9 // logarithms of round numbers are not round
	for power := math.Floor(low); power <= high; power++ {
		for _, digit := range [...]float64{1, 2, 5} {
			if v := power + math.Log10(digit); v >= low-slack && v <= high+slack {
				out = append(out, v)
			}
		}
	}
	if len(out) == 0 {
		return []float64{low, high}
	}
	return out
}

func (r *Result) plotDrawdown() plot {
	v := drawdowns(r.Rules.Equity, r.curve())
	c := newCanvas(r, plotHeight-60, minOf(v), 0)
	c.axis([]float64{minOf(v), minOf(v) / 2, 0}, func(v float64) string { return fmt.Sprintf("%.0f%%", v*100) })
	c.area(v, make([]float64, len(v)), "#D55E00")
	return c.done("drawdown", "Drawdown", nil)
}

func (r *Result) plotPhases() plot {
	c := newCanvas(r, 50, 0, 1)
	for from := 0; from < len(r.Points); {
		to := from + 1
		for to < len(r.Points) && r.Points[to].Phase == r.Points[from].Phase {
			to++
		}
		color := phaseColors[r.Points[from].Phase]
		if color == "" {
			color = "#999999"
		}
		fmt.Fprintf(&c.b, `<rect x="%.1f" y="2" width="%.1f" height="26" fill="%s"><title>%s, from %s</title></rect>`,
			c.x(from), c.x(min(to, len(r.Points)-1))-c.x(from), color, template.HTMLEscapeString(string(r.Points[from].Phase)), dateOf(r.Points[from].At))
		from = to
	}
	var l []legend
	for _, p := range [...]model.Phase{model.Accumulation, model.Expansion, model.Late, model.Bear} {
		name := string(p)
		if word := p.Word(); word != name {
			name += " " + strings.ToLower(word)
		}
		l = append(l, legend{name, template.CSS("background:" + phaseColors[p])}) //nolint:gosec // a colour of ours
	}
	return c.done("phases", "Phase", l)
}

// plotAllocation stacks the buckets' shares of equity; what is left to the top
// is stablecoins.
func (r *Result) plotAllocation() plot {
	c := newCanvas(r, plotHeight, 0, 1)
	c.axis([]float64{0, 0.5, 1}, func(v float64) string { return fmt.Sprintf("%.0f%%", v*100) })
	below := make([]float64, len(r.Points))
	var l []legend
	for k, name := range r.Buckets[:len(r.Buckets)-1] { // legs are no part of it
		above := make([]float64, len(r.Points))
		for i := range r.Points {
			above[i] = below[i] + r.Points[i].Buckets[k]
		}
		color := lineColors[k%len(lineColors)]
		c.area(below, above, color)
		l = append(l, legend{name, template.CSS("background:" + color)}) //nolint:gosec // a colour of ours
		below = above
	}
	return c.done("allocation", "Allocation of equity; above the colours: stablecoins", l)
}

// plotCost draws turnover and cost as they add up.
func (r *Result) plotCost() plot {
	turnover, paid := make([]float64, len(r.Points)), make([]float64, len(r.Points))
	var trades []Trade
	for i := range r.Decisions {
		trades = append(trades, r.Decisions[i].Trades...)
	}
	for i := range r.Points {
		for k := range trades {
			if t := &trades[k]; t.At < r.Points[i].At && (i == 0 || t.At >= r.Points[i-1].At) {
				turnover[i] += t.Notional / 2
				paid[i] += t.Cost()
			}
		}
		if i > 0 {
			turnover[i], paid[i] = turnover[i]+turnover[i-1], paid[i]+paid[i-1]
		}
	}
	n := len(r.Points) - 1
	scaled := make([]float64, len(paid))
	for i := range paid {
		scaled[i] = paid[i] / max(1, paid[n]) * turnover[n]
	}
	c := newCanvas(r, plotHeight-60, 0, max(1, turnover[n]))
	c.axis([]float64{0, turnover[n]}, money)
	c.line(turnover, lineColors[0])
	c.line(scaled, lineColors[5])
	return c.done("cost", fmt.Sprintf("Turnover and cost as they add up, to %s and %s US dollars", money(turnover[n]), money(paid[n])),
		[]legend{{"turnover of spot and legs", template.CSS("background:" + lineColors[0])}, {"cost, on its own scale", template.CSS("background:" + lineColors[5])}}) //nolint:gosec // colours of ours
}

// plotContribution draws what buckets and phases added, as bars from zero.
func (r *Result) plotContribution() plot {
	type bar struct {
		name string
		v    float64
	}
	var bars []bar
	for _, s := range r.Sectors {
		bars = append(bars, bar{s.Bucket, s.Gain})
	}
	for _, p := range r.Phases {
		bars = append(bars, bar{"in " + string(p.Phase), p.Gain})
	}
	low, high := 0.0, 0.0
	for _, b := range bars {
		low, high = min(low, b.v), max(high, b.v)
	}
	c := &canvas{low: low, high: high, height: float64(24*len(bars) + 8)}
	at := func(v float64) float64 { return 160 + (plotWidth-260)*(v-low)/max(1, high-low) }
	for i, b := range bars {
		y := float64(24*i + 4)
		fmt.Fprintf(&c.b, `<rect x="%.1f" y="%.0f" width="%.1f" height="16" fill="%s"/><text x="0" y="%.0f">%s</text><text x="%.1f" y="%.0f">%s</text>`,
			min(at(0), at(b.v)), y, math.Abs(at(b.v)-at(0)), barColor(b.v), y+13, template.HTMLEscapeString(b.name), max(at(0), at(b.v))+4, y+13, money(cents(b.v)))
	}
	return c.done("contribution", "Gained by bucket and by phase, US dollars", nil)
}

func barColor(v float64) string {
	if v < 0 {
		return "#D55E00"
	}
	return "#0072B2"
}
