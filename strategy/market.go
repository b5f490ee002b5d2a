package strategy

import (
	"fmt"
	"strings"

	"eddy/model"
	"eddy/strategy/phase"
	"eddy/strategy/sector"
)

// resetPhase begins the phase anew, before history is run through it.
func (e *Engine) resetPhase() {
	t, err := phase.New(phase.DefaultParams())
	if err != nil {
		e.fault = err.Error()
		return
	}
	e.tracker = t
}

// phase returns the phase that stands.
func (e *Engine) phase() model.Phase {
	if e.tracker == nil {
		return model.PhaseUnknown
	}
	return e.tracker.State().Phase
}

// pushPhase lets the tracker see the day that just closed.
func (e *Engine) pushPhase(end model.Millis) {
	level, ok := e.slow.bench.Level()
	if !ok || e.tracker == nil {
		return // no market that day; the averages go on with the next
	}
	err := e.tracker.Push(phase.Day{
		End: end, Market: level,
		Breadth:    shareNum(e.slow.breadthClosed(e.slow.members)),
		FundingBps: e.heat(),
	})
	if err != nil {
		e.fault = err.Error()
		return
	}
	change, switched := e.tracker.Change()
	if switched {
		e.board.switched = change
	}
}

// developingBreadth is the share of all members above their EMA 50 with the open
// bars.
func (e *Engine) developingBreadth(prices []sector.Close) model.Num {
	return shareNum(e.slow.breadth(e.slow.members, prices))
}

func shareNum(b sector.Breadth) model.Num {
	share, ok := b.Share(sector.BreadthLeast)
	return numOr(share, ok, fmt.Sprintf("fewer than %d coins with %d daily bars", sector.BreadthLeast, breadthBars))
}

// viewPhase shows the phase with its reasons and what the open day would say.
func (e *Engine) viewPhase() model.PhaseView {
	if e.tracker == nil {
		return model.PhaseView{Phase: model.PhaseUnknown, Why: e.fault}
	}
	if e.slow.bars == 0 {
		v := e.tracker.View(nil)
		v.Why = e.waitsForHistory()
		return v
	}
	if why := e.lacksBenchmark(); why != "" && !e.tracker.Ready() {
		v := e.tracker.View(nil)
		v.Why, v.Confidence = why, model.Unknown(why)
		return v
	}
	now := make([]sector.Close, len(e.assets))
	e.previewCloses(now, e.slow.end)
	open, ok := e.tracker.Peek(&phase.Day{
		End: e.market.now, Market: e.slow.previewBench(now),
		Breadth: e.developingBreadth(now), FundingBps: e.heatNow(),
	})
	if !ok {
		return e.tracker.View(nil)
	}
	return e.tracker.View(&open)
}

// lacksBenchmark names the coins of the market index that have no daily bar:
// without them there is no index and no phase.
func (e *Engine) lacksBenchmark() string {
	var without []string
	for _, i := range e.benchmark {
		if e.slow.said[i].last == 0 {
			without = append(without, string(e.assets[i].asset))
		}
	}
	if len(without) == 0 {
		return ""
	}
	return "no daily bars of " + strings.Join(without, " and ") + ", which the market index is made of"
}
