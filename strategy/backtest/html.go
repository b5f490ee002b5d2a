package backtest

import (
	"embed"
	"fmt"
	"html/template"
	"io"
)

//go:embed report.html.tmpl
var pages embed.FS

// WriteHTML writes a result as one page with its plots inside: it loads nothing
// and opens offline.
func (r *Result) WriteHTML(w io.Writer) error {
	t, err := template.New("report.html.tmpl").Funcs(template.FuncMap{
		"money": func(v float64) string { return money(cents(v)) }, "percent": percent, "pct": pct, "unsigned": unsigned, "two": two, "date": dateOf, "reasons": reasons,
		"signed": func(v float64) string { return fmt.Sprintf("%+.1f", v*100) },
	}).ParseFS(pages, "report.html.tmpl")
	if err != nil {
		return fmt.Errorf("backtest: report: %w", err)
	}
	return t.Execute(w, r.view())
}

// htmlView is what the page shows.
type htmlView struct {
	*Result
	InSample  string
	Doubt     string
	Stats     Stats
	Plots     []plot
	MonthRows []monthRow
	Notes     []string
	Digest    string
}

// monthRow is a year of the monthly table.
type monthRow struct {
	Year  int
	Cells [12]monthCell
}

type monthCell struct {
	Known  bool
	Return float64
	Shade  template.CSS
}

func (r *Result) view() htmlView {
	return htmlView{
		Result: r, InSample: InSample, Doubt: r.Doubt(), Stats: r.Stats(), Plots: r.plots(),
		MonthRows: r.monthRows(), Notes: r.Notes(), Digest: r.Digest(),
	}
}

func (r *Result) monthRows() (out []monthRow) {
	for _, m := range r.Months() {
		if len(out) == 0 || out[len(out)-1].Year != m.Year {
			out = append(out, monthRow{Year: m.Year})
		}
		out[len(out)-1].Cells[m.Month-1] = monthCell{Known: true, Return: m.Return, Shade: tint(m.Return)}
	}
	return out
}

// tint colours a month: the sign stands before the number too.
func tint(v float64) template.CSS {
	strength := min(0.6, max(-0.6, v*2))
	if v < 0 {
		return template.CSS(fmt.Sprintf("background:rgba(213,94,0,%.2f)", -strength)) //nolint:gosec // numbers of ours
	}
	return template.CSS(fmt.Sprintf("background:rgba(0,114,178,%.2f)", strength)) //nolint:gosec // numbers of ours
}
