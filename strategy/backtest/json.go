package backtest

import (
	"encoding/json"
	"io"
	"math"

	"eddy/model"
)

// document is a result as the command prints it. The names are those of the
// program's contract; amounts are US dollars, shares are fractions.
type document struct {
	Mode     model.Mode `json:"mode"`
	Playbook string     `json:"playbook"`
	Profile  string     `json:"profile,omitempty"`
	Data     string     `json:"data"`
	Bars     string     `json:"bars"`
	Start    string     `json:"start"`
	End      string     `json:"end"`
	InSample string     `json:"in_sample"`

	Trades      int      `json:"trades"`
	Switches    int      `json:"switches"`
	Independent int      `json:"independent_decisions"`
	Refused     int      `json:"refused"` // purchases and legs, each once while it went on
	OptIn       bool     `json:"opt_in"`
	Turnover    float64  `json:"turnover"` // of spot, of equity, a year
	Cost        float64  `json:"cost"`
	Costs       Bill     `json:"costs"`
	Fees        []Charge `json:"fees"`
	Funding     float64  `json:"funding"`
	Unfunded    float64  `json:"funding_unknown_share"`
	Final       float64  `json:"final_equity"`
	Total       float64  `json:"total_return"`

	CAGR        model.Num `json:"cagr"`
	Volatility  model.Num `json:"volatility"`
	Sharpe      model.Num `json:"sharpe"`
	SharpeError model.Num `json:"sharpe_error"`
	Sortino     model.Num `json:"sortino"`
	MaxDrawdown float64   `json:"max_drawdown"`
	Calmar      model.Num `json:"calmar"`
	Exposure    float64   `json:"exposure"`

	Benchmark map[string]Stats `json:"benchmark"`
	Sectors   []Contribution   `json:"contribution"`
	Phases    []PhaseShare     `json:"phases"`
	Unknown   []string         `json:"conditions_never_known"`
	Left      []model.Asset    `json:"coins_left_out,omitempty"`
	Equity    [][2]any         `json:"equity"`
	Decisions []Decision       `json:"decisions"`
	Digest    string           `json:"digest"`
}

// WriteJSON prints a result as one object on one line.
func (r *Result) WriteJSON(w io.Writer) error {
	s := r.Stats()
	d := document{
		Mode: model.ModeBacktest, Playbook: r.Playbook, Profile: r.Profile, Data: r.Label, Bars: r.Step.String(),
		Start: r.Start.String(), End: r.End.String(), InSample: InSample,
		Trades: r.Trades, Switches: r.Switches, Independent: r.Independent(), Refused: r.Refused(), OptIn: r.Rules.OptIn, Turnover: round(r.YearlyTurnover()),
		Cost: cents(r.Cost.Total()), Costs: Bill{cents(r.Cost.Fee), cents(r.Cost.Spread), cents(r.Cost.Impact)},
		Funding: cents(r.Funding), Unfunded: round(r.Unfunded), Final: cents(r.final()), Total: round(s.Total),
		CAGR: tidy(s.CAGR), Volatility: tidy(s.Volatility), Sharpe: tidy(s.Sharpe), SharpeError: tidy(s.SharpeError),
		Sortino: tidy(s.Sortino), MaxDrawdown: round(s.MaxDrawdown), Calmar: tidy(s.Calmar), Exposure: round(r.Exposure()),
		Benchmark: make(map[string]Stats, len(r.Benchmarks)), Fees: []Charge{}, Unknown: append([]string{}, r.Never...), Left: r.Left,
		Decisions: r.Decisions, Digest: r.Digest(),
	}
	for _, b := range r.Benchmarks {
		d.Benchmark[b.Name] = b.Stats.tidy()
	}
	for _, c := range r.Sectors {
		d.Sectors = append(d.Sectors, Contribution{c.Bucket, cents(c.Gain), cents(c.Cost)})
	}
	for _, c := range r.Charges() {
		c.Notional, c.Paid = cents(c.Notional), cents(c.Paid)
		d.Fees = append(d.Fees, c)
	}
	for _, p := range r.Phases {
		d.Phases = append(d.Phases, PhaseShare{p.Phase, p.Days, cents(p.Gain), round(p.LogReturn)})
	}
	for i := range r.Points {
		d.Equity = append(d.Equity, [2]any{dateOf(r.Points[i].At), cents(r.Points[i].Equity)})
	}
	return json.NewEncoder(w).Encode(d)
}

// dateOf is the UTC day that ends at a moment.
func dateOf(end model.Millis) string { return (end - 1).Time().Format("2006-01-02") }

func (r *Result) final() float64 {
	if len(r.Points) == 0 {
		return r.Rules.Equity
	}
	return r.Points[len(r.Points)-1].Equity
}

// round keeps eight places: what is beyond is noise of the processor.
func round(v float64) float64 { return math.Round(v*1e8) / 1e8 }

func tidy(n model.Num) model.Num {
	if v, ok := n.Value(); ok {
		return model.Known(round(v))
	}
	return n
}

func (s Stats) tidy() Stats {
	s.Total, s.MaxDrawdown = round(s.Total), round(s.MaxDrawdown)
	for _, n := range []*model.Num{&s.CAGR, &s.Volatility, &s.Sharpe, &s.SharpeError, &s.Sortino, &s.Calmar} {
		*n = tidy(*n)
	}
	return s
}

// InSample is what every report says of its figures.
const InSample = "In-sample: the thresholds of phases and rules were chosen on data that overlaps these years, by people who knew how they ended. " +
	"What is shown is how the rules behaved, not what they will earn."
