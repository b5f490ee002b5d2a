package backtest

import (
	"math"
	"strings"

	"eddy/model"
)

// chartCells is the width of the charts of the terminal report.
const chartCells = 70

// eighths are bars of a cell, from none to whole.
var eighths = []rune(" ▁▂▃▄▅▆▇█")

// phaseLetters mark the phases on the ribbon.
var phaseLetters = map[model.Phase]string{model.Accumulation: "a", model.Expansion: "E", model.Late: "L", model.Bear: "b"}

// writeCharts draws equity on a logarithmic scale, drawdown, and the phases.
func (r *Result) writeCharts(p *page) {
	if len(r.Points) == 0 {
		return
	}
	curve := r.curve()
	logs := make([]float64, len(curve))
	for i, v := range curve {
		logs[i] = math.Log(max(v, 1))
	}
	for _, line := range columns(thin(logs), 6) {
		p.line("   equity %s", line)
	}
	falls := drawdowns(r.Rules.Equity, curve)
	for _, line := range columns(thin(falls), 3) {
		p.line("   drawdn %s", line)
	}
	var ribbon strings.Builder
	for i := range chartCells {
		letter := phaseLetters[r.Points[i*len(r.Points)/chartCells].Phase]
		if letter == "" {
			letter = "?"
		}
		ribbon.WriteString(letter)
	}
	p.line("    phase %s", ribbon.String())
	p.line("          a accumulation, E expansion, L late, b bear")
	p.line("          equity on a log scale, %s to %s; drawdown to %s", money(minOf(curve)), money(maxOf(curve)), percent(minOf(falls)))
	p.line("")
}

// thin keeps one value a cell.
func thin(v []float64) []float64 {
	out := make([]float64, chartCells)
	for i := range out {
		out[i] = v[i*len(v)/chartCells]
	}
	return out
}

// columns draws values as columns between their least and their greatest, the
// top line first.
func columns(v []float64, height int) []string {
	low, high := minOf(v), maxOf(v)
	lines := make([]strings.Builder, height)
	for _, x := range v {
		full := 8 * height
		if high > low {
			full = 1 + int((x-low)/(high-low)*float64(8*height-1))
		}
		for k := range lines {
			lines[k].WriteRune(eighths[min(8, max(0, full-8*(height-1-k)))])
		}
	}
	out := make([]string, height)
	for k := range lines {
		out[k] = lines[k].String()
	}
	return out
}

// drawdowns are how far each level lies under the highest before it, at most 0.
func drawdowns(before float64, levels []float64) []float64 {
	out, peak := make([]float64, len(levels)), before
	for i, v := range levels {
		peak = max(peak, v)
		out[i] = v/peak - 1
	}
	return out
}

func minOf(v []float64) float64 {
	low := math.Inf(1)
	for _, x := range v {
		low = min(low, x)
	}
	return low
}

func maxOf(v []float64) float64 {
	high := math.Inf(-1)
	for _, x := range v {
		high = max(high, x)
	}
	return high
}
