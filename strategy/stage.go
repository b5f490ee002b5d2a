package strategy

import (
	"eddy/model"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/condition"
)

// stage returns the stage of the playbook that applies at the last closed bars:
// that of the phase whose condition holds.
func (e *Engine) stage() (playbook.Stage, bool) {
	return e.cfg.Playbook.Choose(e.phase(), e.inputs.closed)
}

// futuresCap returns the smallest cap on futures of the profile and the stage.
func (e *Engine) futuresCap() (pct float64, source string, ok bool) {
	if s, known := e.stage(); known {
		return e.cfg.Playbook.FuturesCapIn(e.cfg.Profile, &s)
	}
	return e.cfg.Playbook.FuturesCapIn(e.cfg.Profile, nil)
}

// hedgeApplies tells whether a hedge belongs to the phase and the stage of now.
func (e *Engine) hedgeApplies(h *playbook.Hedge) bool {
	s, _ := e.stage()
	return h.AppliesTo(s.ID, e.phase())
}

// tellStage asks the conditions of bars that have closed and shows the stage that
// follows. Where that is another than the one the money was measured against,
// targets and hedges are shown anew.
func (e *Engine) tellStage(s *model.Snapshot) {
	before, _ := e.stage()
	e.tellSignals()
	if after, _ := e.stage(); after.ID != before.ID {
		s.Margin, s.Accounts = nil, nil
		e.viewMoney(s)
	}
	s.Stage = e.viewStage()
}

// viewStage shows the stage that applies and the futures legs it names.
func (e *Engine) viewStage() model.StageView {
	s, known := e.stage()
	if !known {
		return model.StageView{}
	}
	v := model.StageView{ID: s.ID, Title: s.Title, Posture: s.Posture, FuturesPct: model.Known(s.FuturesPct), Source: s.Source}
	if s.BetaMax > 0 {
		v.BetaMax = model.Known(s.BetaMax)
	}
	for i := range s.Overlays {
		v.Overlays = append(v.Overlays, e.viewOverlay(&s, &s.Overlays[i]))
	}
	return v
}

// viewOverlay sizes a leg at its stage's targets and asks whether it is to be
// opened now. A leg without a condition stands as long as its stage.
func (e *Engine) viewOverlay(s *playbook.Stage, o *playbook.Overlay) model.OverlayView {
	state := model.EvidenceFor
	if r := e.cfg.Playbook.Condition(o.ID + "." + string(playbook.RoleOpen)); r != nil {
		state = r.Condition.Eval(e.inputs.closed).State()
	}
	if r := e.cfg.Playbook.Condition(o.ID + "." + string(playbook.RoleClose)); r != nil && r.Condition.Eval(e.inputs.closed) == condition.True {
		state = model.EvidenceAgainst
	}
	return model.OverlayView{
		ID: o.ID, Title: o.Title, Side: o.Side, Of: o.Of, MarginFrom: o.Margin, OptIn: o.OptIn, State: state, Source: o.Source,
		NotionalPct: model.Known(s.NotionalPct(o)), MarginPct: model.Known(s.MarginPct(o)), Leverage: model.Known(o.Leverage),
	}
}
