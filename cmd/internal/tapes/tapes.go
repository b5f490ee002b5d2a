// Package tapes reads recorded bars for the engine to run over: folders of CSV
// files, one beside the other where a market was recorded in pieces.
package tapes

import (
	"errors"
	"fmt"
	"strings"

	"eddy/feeds/bourse/barfile"
	"eddy/feeds/bourse/market"
	"eddy/model"
	"eddy/strategy/backtest"
)

// ErrStep tells that folders have bars of different lengths.
var ErrStep = errors.New("the folders have bars of different lengths")

// Load reads folders of bars onto one grid. Where two have a bar of the same
// moment, the later folder's stands. A funding folder, "" for none, goes
// before the funding that lies beside the bars. A broken file is an error with its
// name and line (*barfile.Error).
func Load(folders []string, funding string) (*backtest.Tape, error) {
	var sources []*barfile.Source
	for _, dir := range folders {
		s, err := barfile.LoadDir(dir, 0)
		if err != nil {
			return nil, err
		}
		sources = append(sources, s)
	}
	t, err := frame(sources)
	if err != nil {
		return nil, err
	}
	for _, s := range sources {
		for _, from := range s.Series() {
			lay(t, s.Calendar(), from)
		}
	}
	if err := addFunding(t, funding); err != nil {
		return nil, err
	}
	return t, t.Check()
}

// frame returns an empty tape that all sources fit on.
func frame(sources []*barfile.Source) (*backtest.Tape, error) {
	if len(sources) == 0 {
		return nil, errors.New("no folder of bars")
	}
	t := &backtest.Tape{Step: sources[0].Calendar().Step, First: sources[0].Calendar().First}
	var labels []string
	for _, s := range sources {
		if step := s.Calendar().Step; step != t.Step {
			return nil, fmt.Errorf("%w: %s and %s", ErrStep, t.Step, step)
		}
		t.First = min(t.First, s.Calendar().First)
		labels = append(labels, s.Label())
	}
	t.Label = strings.Join(labels, "; ")
	return t, nil
}

// lay puts a coin's bars and what lies beside them on the tape.
func lay(t *backtest.Tape, cal market.Calendar, from *market.Series) {
	to := find(t, from.Asset)
	shift := int(cal.First.Sub(t.First) / t.Step.Duration())
	if n := shift + len(from.Candles); n > len(to.Candles) {
		to.Candles = append(to.Candles, make([]backtest.Candle, n-len(to.Candles))...)
	}
	for i, c := range from.Candles {
		if c.Traded() {
			to.Candles[shift+i] = backtest.Candle(c)
		}
	}
	if len(from.Settlements) > 0 {
		to.Funding = settled(from.Settlements)
	}
	if len(from.Holdings) > 0 {
		to.Interest = to.Interest[:0]
		for _, h := range from.Holdings {
			to.Interest = append(to.Interest, model.OpenInterestPoint{Time: h.Time, Coins: h.Coins})
		}
	}
}

func find(t *backtest.Tape, a model.Asset) *backtest.Series {
	for i := range t.Series {
		if t.Series[i].Asset == a {
			return &t.Series[i]
		}
	}
	t.Series = append(t.Series, backtest.Series{Asset: a})
	return &t.Series[len(t.Series)-1]
}

func settled(list []market.Settlement) []model.FundingPoint {
	out := make([]model.FundingPoint, len(list))
	for i, s := range list {
		out[i] = model.FundingPoint{Time: s.Due(), Rate: s.Rate, IntervalH: s.IntervalH}
	}
	return out
}

// addFunding reads the funding of a folder. One that has none for any coin is a
// mistake: the run would pay nothing and look like one that does.
func addFunding(t *backtest.Tape, folder string) error {
	if folder == "" {
		return nil
	}
	found := false
	for i := range t.Series {
		s := &t.Series[i]
		list, err := barfile.ReadFunding(folder, s.Asset)
		if err != nil {
			return err
		}
		if list != nil {
			s.Funding, found = settled(list), true
		}
	}
	if !found {
		return &barfile.Error{File: folder, Reason: "no funding of these coins here: want files like BTC.csv with ts,rate"}
	}
	return nil
}
