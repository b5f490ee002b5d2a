package strategy

import (
	"eddy/model"
	"eddy/model/portfolio"
	"eddy/strategy/plan"
)

// standing is the plan the playbook asks for now. Making one costs milliseconds,
// so it is made where something it is meant to follow has changed and shared by
// the snapshots until then; nobody changes it.
type standing struct {
	view   *model.PlanView
	orders []order // by coin of the engine; empty before the first plan

	at occasion
}

// occasion is what a plan is made anew for: a closed bar of the fastest
// timeframe, history that was built in, other books, another stage, a price that
// the books waited for or went without.
type occasion struct {
	made    bool
	hour    model.Millis
	rebuilt model.Millis
	held    *portfolio.Portfolio
	phase   model.Phase
	stage   string
	waits   string
	without string
}

// order is what the plan trades of one coin, all its legs together.
type order struct {
	notional, cost, edge float64 // US dollars
	hasEdge              bool    // some of it is for gain, and its edge is known
}

// standingPlan returns the plan of now, made of a snapshot that is complete but
// for its alerts where the occasion is a new one.
func (e *Engine) standingPlan(s *model.Snapshot) *model.PlanView {
	now := occasion{
		made: true, hour: e.hour, rebuilt: e.rebuilt, held: e.book.held,
		phase: s.Phase.Phase, stage: s.Stage.ID, waits: s.Portfolio.Why, without: model.Without(s.Portfolio.Unpriced),
	}
	if st := &e.standing; st.at != now {
		p := plan.Propose(plan.Inputs{Snapshot: s, Playbook: e.cfg.Playbook, Profile: e.cfg.Profile, Tiers: e.tiers, Fees: e.cfg.Fees})
		st.at, st.view = now, plan.Summarise(p)
		e.noteOrders(p)
	}
	return e.standing.view
}

// noteOrders keeps what the plan trades of each coin.
func (e *Engine) noteOrders(p *model.Plan) {
	if len(e.standing.orders) != len(e.assets) {
		e.standing.orders = make([]order, len(e.assets))
	}
	clear(e.standing.orders)
	for i := range p.Legs {
		l := &p.Legs[i]
		at, followed := e.index[l.Asset]
		if !followed {
			continue
		}
		o := &e.standing.orders[at]
		o.notional, o.cost = o.notional+float(l.Notional), o.cost+float(l.Cost.Total())
		if v, ok := l.Edge.Value(); ok {
			o.edge, o.hasEdge = o.edge+v, true
		}
	}
}

// planInputs are what conditions and alert rules may ask about the plan.
var planInputs = []figureOf[standing]{
	{"edge_over_cost", func(st *standing) model.Num {
		return st.read(func(v *model.PlanView) model.Num { return v.EdgeOverCost })
	}},
	{"turnover_pct", func(st *standing) model.Num {
		return st.read(func(v *model.PlanView) model.Num { return v.TurnoverPct })
	}},
}

func (st *standing) read(of func(*model.PlanView) model.Num) model.Num {
	if st.view == nil {
		return model.Unknown("no plan was made yet")
	}
	return of(st.view)
}
