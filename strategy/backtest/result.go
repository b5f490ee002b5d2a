package backtest

import (
	"slices"

	"eddy/model"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

// Result is what a run came to.
type Result struct {
	Playbook string
	Profile  string
	Label    string         // of the tape
	Step     model.Interval // of its bars
	Rules    Rules

	Start, End model.Millis // first decision and last close
	Beyond     model.Millis // end of the recording, where it goes on without the benchmark coin; else 0
	Points     []Point      // the account at the end of every day, ascending
	Decisions  []Decision
	Switches   int // changes of stage
	Trades     int
	Turnover   float64 // US dollars bought and sold, halved, of spot
	Cost       Bill
	Funding    float64 // received less paid

	Buckets    []string // of Point.Buckets and Contribution
	Sectors    []Contribution
	Phases     []PhaseShare
	Benchmarks []Benchmark

	Seams []Seam
	Left  []model.Asset // coins outside the universe
	Asked int           // conditions of the playbook
	Never []string      // ids of conditions that were not known at any close

	EdgeOverCost float64 // what a purchase had to gain, in costs
	GrossWarn    float64 // percent of equity above which gross futures warn
	GrossWarned  int     // days on which they did

	Unfunded float64 // share of the time of legs whose funding nobody recorded

	legSteps, unfunded int
	flows              []float64 // US dollars put into each bucket, costs included
	costs              []float64
}

// Bill is what trading cost in US dollars.
type Bill struct {
	Fee    float64 `json:"fee"`
	Spread float64 `json:"spread"`
	Impact float64 `json:"impact"`
}

// Total is all of it.
func (b Bill) Total() float64 { return b.Fee + b.Spread + b.Impact }

// Contribution is what a bucket added to equity in US dollars, costs taken off.
type Contribution struct {
	Bucket string  `json:"bucket"`
	Gain   float64 `json:"gain"`
	Cost   float64 `json:"cost"`
}

// PhaseShare is what was gained while a phase stood.
type PhaseShare struct {
	Phase     model.Phase `json:"phase"`
	Days      int         `json:"days"`
	Gain      float64     `json:"gain"`       // US dollars
	LogReturn float64     `json:"log_return"` // sum of daily log returns; they add up to the whole
}

// Benchmark is what doing next to nothing would have come to, without costs.
type Benchmark struct {
	Name   string
	Equity []float64 // of the days of Points
	Stats  Stats
}

func newResult(s *simulation) *Result {
	r := &Result{
		Playbook: s.p.Name, Profile: s.j.Setup.Profile, Label: s.j.Tape.Label, Step: s.j.Tape.Step, Rules: s.rules,
		Left: s.j.Left, Beyond: s.j.Beyond, Asked: len(s.p.Conditions()),
		EdgeOverCost: s.p.Limits.EdgeOverCost.Value, GrossWarn: s.p.Limits.GrossWarnPct.Value,
	}
	r.Buckets = append(r.Buckets, playbook.Core)
	for i := range s.p.Stages {
		for _, t := range s.p.Stages[i].Targets {
			if t.Bucket != playbook.Stables && !slices.Contains(r.Buckets, t.Bucket) {
				r.Buckets = append(r.Buckets, t.Bucket)
			}
		}
	}
	r.Buckets = append(r.Buckets, futures)
	r.flows, r.costs = make([]float64, len(r.Buckets)), make([]float64, len(r.Buckets))
	return r
}

// neverKnown lists the conditions that could not be told at any close: most of
// them ask for what the recording does not hold.
func neverKnown(p *playbook.Playbook, all []*strategy.Outlook) (ids []string) {
	for i, rule := range p.Conditions() {
		if rule.Role == playbook.RolePick {
			continue // asked of a coin at a time
		}
		known := false
		for _, o := range all {
			if known = o.Truths[i] != 0; known {
				break
			}
		}
		if !known {
			ids = append(ids, rule.ID)
		}
	}
	return ids
}

// bucket finds a bucket's place; what has none is added.
func (r *Result) bucket(name string) int {
	if i := slices.Index(r.Buckets, name); i >= 0 {
		return i
	}
	r.Buckets = slices.Insert(r.Buckets, len(r.Buckets)-1, name)
	r.flows = slices.Insert(r.flows, len(r.flows)-1, 0)
	r.costs = slices.Insert(r.costs, len(r.costs)-1, 0)
	for i := range r.Points {
		p := &r.Points[i]
		p.Buckets = slices.Insert(p.Buckets, len(p.Buckets)-1, 0)
	}
	return len(r.Buckets) - 2
}

// count adds a trade to the sums.
func (r *Result) count(s *simulation, d *Decision, t *Trade) {
	r.Trades++
	r.Cost.Fee += t.Fee
	r.Cost.Spread += t.Spread
	r.Cost.Impact += t.Impact
	i := r.bucket(t.Bucket)
	r.costs[i] += t.Cost()
	switch {
	case t.Bucket == futures:
		r.flows[i] -= t.Realised - t.Cost()
	case t.Action == "buy":
		r.Turnover += t.Notional / 2
		r.flows[i] += t.Notional + t.Cost()
	default:
		r.Turnover += t.Notional / 2
		r.flows[i] -= t.Notional - t.Cost()
	}
}

// fund adds what a settlement paid.
func (r *Result) fund(_ *simulation, flow float64) {
	r.Funding += flow
	r.flows[len(r.flows)-1] -= flow
}

// note keeps the account at the end of a day.
func (r *Result) note(s *simulation, at model.Millis) {
	a := s.account
	equity := a.equity()
	if r.Start == 0 {
		r.Start = at
	}
	p := Point{At: at, Equity: equity, Buckets: make([]float64, len(r.Buckets))}
	if s.now != nil {
		p.Phase, p.Stage = s.now.Phase, s.now.Stage
	}
	p.Exposure, p.Cash = (a.spotWorth()+a.gross())/equity, 1
	for i, h := range a.spot {
		if h.qty+h.core == 0 {
			continue
		}
		p.Buckets[0] += h.core * a.marks[i] / equity
		if h.qty > 0 {
			p.Buckets[s.bucketAt(&p, i)] += h.qty * a.marks[i] / equity
		}
	}
	p.Buckets[len(p.Buckets)-1] = a.gross() / equity
	r.GrossWarned += b2i(r.GrossWarn > 0 && a.gross()/equity*100 > r.GrossWarn)
	for _, v := range p.Buckets[:len(p.Buckets)-1] {
		p.Cash -= v
	}
	r.End = at
	r.Points = append(r.Points, p)
}

// bucketAt is the place of a coin's bucket; a point under way grows with the
// list.
func (s *simulation) bucketAt(p *Point, coin int) int {
	i := s.out.bucket(s.plan.home(coin))
	for len(p.Buckets) < len(s.out.Buckets) {
		p.Buckets = slices.Insert(p.Buckets, len(p.Buckets)-1, 0)
	}
	return i
}

// finish works out what needs the whole run.
func (r *Result) finish(s *simulation) {
	a := s.account
	worth := make([]float64, len(r.Buckets))
	for i, h := range a.spot {
		worth[0] += h.core * a.marks[i]
		if h.qty > 0 {
			worth[r.bucket(s.plan.home(i))] += h.qty * a.marks[i]
		}
	}
	worth[len(worth)-1] = a.equity() - a.cash - a.spotWorth()
	for i, b := range r.Buckets {
		r.Sectors = append(r.Sectors, Contribution{Bucket: b, Gain: worth[i] - r.flows[i], Cost: r.costs[i]})
	}
	if r.legSteps > 0 {
		r.Unfunded = float64(r.unfunded) / float64(r.legSteps)
	}
	for _, m := range s.j.Seams {
		if m.At >= r.Start && m.At <= r.End {
			r.Seams = append(r.Seams, m)
		}
	}
	r.Never = neverKnown(s.p, s.outlooks.all())
	r.sharePhases()
	r.Benchmarks = benchmarks(s, r)
}

// Returns are the daily simple returns of the account; the first is against the
// equity it began with.
func (r *Result) Returns() []float64 { return returns(r.Rules.Equity, r.curve()) }

func (r *Result) curve() []float64 {
	out := make([]float64, len(r.Points))
	for i := range r.Points {
		out[i] = r.Points[i].Equity
	}
	return out
}
