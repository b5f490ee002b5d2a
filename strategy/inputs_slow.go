package strategy

import (
	"eddy/model"
	"eddy/strategy/context"
	"eddy/strategy/cycle"
	"eddy/strategy/input"
)

// slowInput is a named figure that changes with a close, with news of a slow
// series or with the clock, but not with a tick.
type slowInput struct {
	id    input.ID
	value model.Num
}

// slowInputs holds the newest of them, so that filling a frame only copies.
type slowInputs struct {
	catalogue *input.Catalogue
	list      []slowInput

	coins [][len(coinSlow)]input.ID // of each coin of the engine
	ids   map[slowName]input.ID     // looked up so far

	asked map[input.ID]bool // figures that are asked for; nil: all
}

func (s *slowInputs) set(name string, v model.Num) { s.place(s.catalogue.ID(name), v) }

// slowName names a figure of a subject: of a sector, the market, the cycle.
type slowName struct{ group, subject, figure string }

// setOf sets a figure of a subject, and setEvent one of the events about it.
func (s *slowInputs) setOf(subject, figure string, v model.Num) {
	s.place(s.look(slowName{"", subject, figure}), v)
}

func (s *slowInputs) setEvent(subject, figure string, v model.Num) {
	s.place(s.look(slowName{"event.", subject, figure}), v)
}

// look finds the place of a figure, once: putting names together at every close
// cost more than the figures.
func (s *slowInputs) look(n slowName) input.ID {
	id, known := s.ids[n]
	if !known {
		if id = s.catalogue.ID(n.group + input.Slug(n.subject) + "." + n.figure); s.asked != nil && !s.asked[id] {
			id = input.None
		}
		s.ids[n] = id
	}
	return id
}

// place sets a figure whose place is known; input.None is nobody's.
func (s *slowInputs) place(id input.ID, v model.Num) {
	if id != input.None {
		s.list = append(s.list, slowInput{id, v})
	}
}

// fill copies them into a frame. It allocates nothing.
func (s *slowInputs) fill(to *input.Frame) {
	for i := range s.list {
		to.Set(s.list[i].id, s.list[i].value)
	}
}

// refreshSlow works the slow inputs out anew.
func (e *Engine) refreshSlow(figures []context.Figure, at context.Moment) {
	s := &e.slowInputs
	if s.list = s.list[:0]; s.catalogue != e.inputs.catalogue {
		s.catalogue, s.ids = e.inputs.catalogue, make(map[slowName]input.ID)
	}
	for i := range figures {
		s.set(figures[i].ID, figures[i].Value)
	}
	if e.tides == nil {
		return
	}
	e.refreshStates(s)
	e.refreshSectors(s, at)
	if len(s.coins) != len(e.assets) {
		e.coinIDs(s)
	}
	for i := range e.assets {
		if e.inputs.lean {
			break
		}
		e.refreshCoin(s, i, at)
	}
	e.refreshEvents(s, at)
}

// namedState is a flag of a state, by its name in conditions.
type namedState struct {
	name  string
	state cycle.State
}

var (
	cycleFlags = []namedState{
		{"is_l1_dominance", cycle.L1Dominance}, {"is_defi_explosion", cycle.DeFiExplosion}, {"is_l1_resurgence", cycle.L1Resurgence},
	}
	narrativeFlags = []namedState{
		{"is_consolidation", cycle.Consolidation}, {"is_ai_ignition", cycle.AIIgnition},
		{"is_ai_peak", cycle.AIPeak}, {"is_defi_reemergence", cycle.DeFiReemergence},
	}
)

// refreshStates sets the cycle's and the narrative's states.
func (e *Engine) refreshStates(s *slowInputs) {
	s.setState("cycle", e.tides.cycle.Cycle(), cycleFlags)
	s.setState("narrative", e.tides.cycle.Narrative(), narrativeFlags)
}

func (s *slowInputs) setState(subject string, now cycle.Standing, flags []namedState) {
	const none = "no state was confirmed yet"
	for _, f := range flags {
		s.setOf(subject, f.name, flag(now.State == f.state, now.State != cycle.Unknown, none))
	}
	s.setOf(subject, "age_days", numOr(float64(now.Age), now.State != cycle.Unknown, none))
}

// refreshSectors sets the turnover of the market and of every sector.
func (e *Engine) refreshSectors(s *slowInputs, at context.Moment) {
	s.setOf(market, "turnover_z", e.tides.market.z())
	s.setOf(market, "liquidity", num(e.tides.market.liquidity())(needsVolume))
	low, ok := e.tides.market.dry()
	s.setOf(market, "liquidity_low", flag(low, ok, needsVolume))
	for i, t := range e.slow.tracks {
		r := trackReading{e: e, t: t, turn: &e.tides.tracks[i], at: at}
		for k := range sectorSlow {
			if id := s.look(slowName{"", t.name, sectorSlow[k].name}); id != input.None {
				s.place(id, sectorSlow[k].read(&r))
			}
		}
	}
}

// trackReading is where a sector's slow figures are read.
type trackReading struct {
	e    *Engine
	t    *track
	turn *turnover
	at   context.Moment
}

// sectorSlow are the figures of a sector that change slowly.
var sectorSlow = []figureOf[trackReading]{
	{"turnover_z", func(r *trackReading) model.Num { return r.turn.z() }},
	{"liquidity", func(r *trackReading) model.Num { return num(r.turn.liquidity())(needsVolume) }},
	{"liquidity_low", func(r *trackReading) model.Num {
		low, ok := r.turn.dry()
		return flag(low, ok, needsVolume)
	}},
	{"turnover_usd", func(r *trackReading) model.Num { return r.e.turnover24h(r.t.members) }},
	{"turnover_to_cap", func(r *trackReading) model.Num { return r.e.turnoverToCap(r.t.members, r.at) }},
	{"turnover_to_oi", func(r *trackReading) model.Num { return r.e.turnoverToInterest(r.t.members) }},
	{"best_apy_pct", func(r *trackReading) model.Num { return r.e.bestYield(r.t.members, r.at) }},
}

const needsVolume = "needs more days of volume"

// turnover24h is what the venues say changed hands in coins over 24 hours.
func (e *Engine) turnover24h(coins []int) model.Num {
	sum, some := 0.0, false
	for _, i := range coins {
		if usd, ok := e.assets[i].turnoverNow(e.clock); ok {
			sum, some = sum+usd, true
		}
	}
	return numOr(sum, some, "no venue tells a volume")
}

// bestYield is the best sustainable yield among the coins' protocols; one that
// is fresh goes before a higher one that is not (S0-STR2-2).
func (e *Engine) bestYield(coins []int, at context.Moment) model.Num {
	best := model.Unknown("no source tells a yield of its protocols")
	for _, i := range coins {
		best = context.Better(best, e.backdrop.book.Yield(e.assets[i].asset, at))
	}
	return best
}

// coinSlow are the figures of a coin that change slowly, in the order refreshCoin
// sets them, and coinEvents the kinds of events behind the last of them.
var (
	coinSlow = [...]string{
		"turnover_30d_usd", "turnover_z", "liquidity", "turnover_to_cap", "tvl_change_7d_pct", "apy_pct",
		"event_exploit", "event_regulation", "event_partnership",
	}
	coinEvents = [...]string{"exploit", "regulation", "partnership"}
)

// coinIDs looks the places of every coin's slow figures up, once: putting their
// names together at every close cost more than the figures.
func (e *Engine) coinIDs(s *slowInputs) {
	s.coins = make([][len(coinSlow)]input.ID, len(e.assets))
	for i := range e.assets {
		for k, name := range coinSlow {
			s.coins[i][k] = s.catalogue.ID("coin." + string(e.assets[i].asset) + "." + name)
		}
	}
}

func (e *Engine) refreshCoin(s *slowInputs, i int, at context.Moment) {
	a, turn, ids := e.assets[i].asset, &e.tides.coins[i], &s.coins[i]
	s.place(ids[0], turn.usual())
	s.place(ids[1], turn.z())
	s.place(ids[2], num(turn.liquidity())(needsVolume))
	s.place(ids[3], e.turnoverToCap([]int{i}, at))
	s.place(ids[4], percent(e.backdrop.book.Locked(a, at)))
	s.place(ids[5], e.backdrop.book.Yield(a, at))
	for k, kind := range coinEvents {
		s.place(ids[6+k], e.eventScore(string(a), kind, at))
	}
}

func (e *Engine) eventScore(subject, kind string, at context.Moment) model.Num {
	return model.Known(model.JudgementScore(e.backdrop.events, subject, kind, at.Market))
}

// eventKinds are the kinds of events a condition can ask for.
var eventKinds = [...]string{"partnership", "regulation", "exploit", "social", "technology", "unlock", "other"}

// refreshEvents sets what is left of the user's events on the market and on
// sectors.
func (e *Engine) refreshEvents(s *slowInputs, at context.Moment) {
	about := func(subject string) {
		for _, kind := range eventKinds {
			s.setEvent(subject, kind, e.eventScore(subject, kind, at))
		}
	}
	about(market)
	for i := range e.cfg.Universe.Sectors {
		r := &e.cfg.Universe.Sectors[i]
		about(r.Name)
		for _, child := range r.Children {
			about(child.Name)
		}
	}
}
