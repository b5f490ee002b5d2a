package strategy

import (
	"fmt"
	"math"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/sector"
	"eddy/strategy/signal"
)

// Periods of the coins' figures, in bars of the span.
const (
	breadthBars = 50  // EMA 50 (analytics §3.9)
	atrBars     = 14  // Wilder
	betaBars    = 180 // 30 days of 4 h bars (§3.10)
)

// span is the model at one bar length: coins, benchmark and sectors over closed
// bars, all of them O(1) per bar.
type span struct {
	step model.Interval
	end  model.Millis // of the newest closed bar; 0 before the first
	bars int          // closed bars so far

	bench     *sector.Index
	benchAt   []int
	benchBars []sector.Close

	tracks  []*track    // sectors, each followed by its sub-sectors
	members []int       // of all sectors, as indices of the engine's coins
	seated  int         // changes of seats that were made
	coins   []coinTrack // none on bars of one hour
	hedges  []hedgeTrack
	market  gauge         // of the benchmark's level; not on bars of one hour
	corr    *correlations // bars of four hours only
	figures *signal.Figures
	graph   coinGraph

	closing         // of the newest closed bar
	begun   bool    // some coin has had a bar
	lead    float64 // newest close of the first benchmark coin, 0 before the first; of who measures coins
}

func newSpan(step model.Interval, e *Engine) (span, error) {
	s := span{step: step, benchAt: e.benchmark, closing: newClosing(step, len(e.assets)), figures: e.figures}
	s.benchBars = make([]sector.Close, len(e.benchmark))
	var err error
	s.bench, err = sector.New(sector.BenchmarkParams(step, len(e.benchmark)),
		[]sector.Group{{Name: "benchmark", Share: 1, Members: e.cfg.Universe.Benchmark}})
	if err != nil {
		return span{}, fmt.Errorf("strategy: benchmark: %w", err)
	}
	if !s.graphOnly() {
		if s.market, err = newGauge(step, e.figures); err != nil {
			return span{}, err
		}
	}
	at := func(a model.Asset) int { return e.index[a] }
	for i := range e.cfg.Universe.Sectors {
		if err := s.addSector(&e.cfg.Universe.Sectors[i], at); err != nil {
			return span{}, err
		}
	}
	if e.cfg.Mode != model.ModeBacktest {
		if s.graph, err = newCoinGraph(len(e.assets)); err != nil {
			return span{}, err
		}
	}
	if s.graphOnly() {
		return s, nil
	}
	if err := s.addCoins(len(e.assets)); err != nil {
		return span{}, err
	}
	if step == model.Hour4 {
		if s.corr, err = newCorrelations(&s, e); err != nil {
			return span{}, err
		}
	}
	return s, s.addHedges(e)
}

// graphOnly tells whether the span serves nothing but the rotation graph: no
// rule stands on bars of one hour.
func (s *span) graphOnly() bool { return s.step == model.Hour1 }

// addSector adds a sector and its sub-sectors with every coin that may ever sit in
// them. Nobody has a seat before the plan gives one (see seating).
func (s *span) addSector(u *universe.Sector, at func(model.Asset) int) error {
	var groups []sector.Group
	for _, g := range u.Groups() {
		groups = append(groups, sector.Group{Name: g.Name, Share: g.Share, Members: g.All()})
	}
	t, err := newTrack(u.Name, "", groups, at, s.step, s.figures)
	if err != nil {
		return err
	}
	s.tracks = append(s.tracks, t)
	for _, g := range groups {
		if g.Name == "" {
			continue
		}
		g.Share = 1
		child, err := newTrack(g.Name, u.Name, []sector.Group{g}, at, s.step, s.figures)
		if err != nil {
			return err
		}
		s.tracks = append(s.tracks, child)
	}
	return nil
}

// track finds a sector or sub-sector by name, nil when it has no members.
func (s *span) track(name string) *track {
	for _, t := range s.tracks {
		if t.name == name {
			return t
		}
	}
	return nil
}

// push commits a closed bar, of which every coin was measured already.
func (s *span) push(end model.Millis) {
	s.end = end
	s.bars++
	s.gatherBench()
	level := math.NaN()
	if err := s.bench.Push(end, s.benchBars); err == nil {
		level = orNaN(s.bench.Level())
	}
	if !s.graphOnly() {
		s.market.push(end, level, level, level, s.figures)
	}
	for _, t := range s.tracks {
		t.push(end, s.closes, level, s.figures)
	}
	s.graph.push(s.closes, level)
	if s.corr != nil {
		s.corr.push(s)
	}
	for i := range s.hedges {
		s.hedges[i].push(s.closes)
	}
}

func (s *span) gatherBench() {
	for i, at := range s.benchAt {
		s.benchBars[i] = s.closes[at]
	}
}

// breadth counts the members of a track, or all coins of all tracks, that
// stand above their EMA 50 at the given prices.
func (s *span) breadth(members []int, prices []sector.Close) sector.Breadth {
	var b sector.Breadth
	for _, i := range members {
		if !prices[i].OK {
			continue
		}
		if above, known := s.coins[i].above(prices[i].Price); known {
			b.Add(above)
		}
	}
	return b
}

// breadthClosed counts the members of a track, or all coins of all tracks, that
// closed the last bar above their EMA 50.
func (s *span) breadthClosed(members []int) sector.Breadth {
	var b sector.Breadth
	for _, i := range members {
		if v := s.said[i].mean50; v == v && s.closes[i].OK {
			b.Add(s.closes[i].Price > v)
		}
	}
	return b
}

// orNaN turns a missing value into the missing bar of the stream package.
func orNaN(v float64, ok bool) float64 {
	if !ok {
		return math.NaN()
	}
	return v
}
