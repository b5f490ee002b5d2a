package strategy

import (
	"fmt"
	"strings"

	"eddy/model"
)

// The rules that raise alerts here, by name.
const (
	rulePhase       = "phase"
	ruleQuadrant    = "quadrant"
	ruleRSI         = "rsi-extreme"
	ruleLiquidation = "liquidation"
	ruleStop        = "stop-passed"
	ruleHedge       = "hedge-band"
)

// onSpanClosed raises what the bar that just closed has to say.
func (e *Engine) onSpanClosed(s *span) {
	for _, t := range s.tracks {
		if t.moved {
			e.alerts.Note(s.end, model.AlertRow{
				Rule: ruleQuadrant, Subject: t.name, Severity: model.Info, Source: "analytics 1.5",
				Text: fmt.Sprintf("%s moved from %s to %s (%s)", t.name, t.quadrant.From, t.quadrant.To, s.step),
			})
		}
	}
	e.told.stale = true
	if s.step == model.Day1 || s.end != s.end.Floor(model.Day1) { // at midnight the day follows at once
		e.tellSignals()
	}
}

// Liquidation alert: raised within ten percent of the mark, critical within
// five, released beyond twelve.
const (
	liquidationNear     = 10.0
	liquidationCritical = 5.0
	liquidationRelease  = 12.0
)

// watch raises what the money in a snapshot has to say.
func (e *Engine) watch(s *model.Snapshot) {
	for i := range s.Positions {
		e.watchLiquidation(&s.Positions[i])
		e.watchStop(&s.Positions[i])
	}
	for i := range s.Hedges {
		e.watchHedge(&s.Hedges[i])
	}
}

func (e *Engine) watchLiquidation(p *model.PositionRow) {
	distance, ok := p.DistancePct.Value()
	if !ok || !p.DistancePct.Fresh() {
		return
	}
	of := fmt.Sprintf("%s %s %s", p.Asset, p.Side, p.Venue)
	switch {
	case distance < liquidationNear:
		severity := model.Warning
		if distance < liquidationCritical {
			severity = model.Critical
		}
		e.alerts.Raise(e.stamp(), model.AlertRow{
			Rule: ruleLiquidation, Subject: of, Severity: severity, Source: "S2-CONS-2",
			Text:  fmt.Sprintf("%s: %.1f %% to liquidation", of, distance),
			Value: p.DistancePct, Threshold: model.Known(liquidationNear),
		})
	case distance > liquidationRelease:
		e.alerts.Clear(e.stamp(), ruleLiquidation, of, "")
	}
}

// watchStop raises a leg whose stop the mark has passed: the user's stop should
// have closed it (S0-RISK-4).
func (e *Engine) watchStop(p *model.PositionRow) {
	of := fmt.Sprintf("%s %s %s", p.Asset, p.Side, p.Venue)
	if !p.StopPassed {
		if p.Mark.Fresh() {
			e.alerts.Clear(e.stamp(), ruleStop, of, "")
		}
		return
	}
	e.alerts.Raise(e.stamp(), model.AlertRow{
		Rule: ruleStop, Subject: of, Severity: model.Critical, Source: "S0-RISK-4",
		Text: of + ": the mark has passed the stop", Value: p.Mark, Threshold: p.Stop,
	})
}

func (e *Engine) watchHedge(h *model.HedgeRow) {
	now, ok := h.CurrentRatio.Value()
	if !ok {
		return
	}
	if h.InBand {
		e.alerts.Clear(e.stamp(), ruleHedge, h.ID, "")
		return
	}
	e.alerts.Raise(e.stamp(), model.AlertRow{
		Rule: ruleHedge, Subject: h.ID, Severity: model.Info, Source: h.Source,
		Text: fmt.Sprintf("hedge %s at %.0f %%, band %.0f to %.0f %%",
			strings.ReplaceAll(h.ID, "-", " "), now*100, h.Band[0]*100, h.Band[1]*100),
		Value: h.CurrentRatio, Threshold: model.Known(h.Band[0]),
	})
}
