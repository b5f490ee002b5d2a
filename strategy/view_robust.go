package strategy

import (
	"math"

	"eddy/model"
	"eddy/strategy/sector"
)

const needsMonths = "needs 91 daily bars"

// viewStanding shows a sector's place among the others: its rank, how long it
// has led, how far it ran (S0-MECH-1, S0-SIG-2).
func (e *Engine) viewStanding(v *model.SectorView, t *track) {
	at := e.slow.at(t.name)
	if e.board == nil || at < 0 {
		return
	}
	v.Rank = e.board.ranks[at]
	v.BullishShare = e.board.tracks[at].bullish
	run, ok := e.figures.Extension.Extension(t.run(t.level, false))
	v.Overextension = numOr(run, ok, "needs 31 daily bars")
	if t.parent != "" {
		return
	}
	v.LeadingDays = model.NotApplicable("it does not lead")
	first, since, ok := e.board.leader.First()
	if !ok {
		v.LeadingDays = model.Unknown(needsMonths)
	} else if e.board.led[first] == at {
		v.LeadingDays = model.Known(e.slow.end.Sub(since).Hours() / 24)
	}
}

// at returns the place of a track by name, -1 when it is not followed.
func (s *span) at(name string) int {
	for i, t := range s.tracks {
		if t.name == name {
			return i
		}
	}
	return -1
}

// viewRobustness shows how much a sector's score hangs on one coin.
func (e *Engine) viewRobustness(v *model.SectorView, t *track, now openBars, assets map[model.Asset]*model.AssetView) {
	if t.robust == nil || e.slow.bars == 0 {
		return
	}
	score, ok := t.momentum.Value()
	start, known := t.levels.At(robustDays)
	r := &model.RobustnessView{
		Score:        numOr(score, ok, needsMonths),
		Return28dPct: numOr((t.level/start-1)*100, known && t.level == t.level, "needs 29 daily bars"),
		StaleShare:   e.staleWeight(t, assets),
	}
	s := robustSums{score: score}
	for i, at := range t.pool {
		if part, ok := t.robust.contribution(i, 1); !t.index.Seated(i) && (!ok || part == 0) {
			continue // neither in it nor lately
		}
		m := e.viewMember(t, i, orNaN(start, known))
		view := assets[m.Asset]
		m.Stale = view == nil || !view.Price.Fresh()
		if day := now.slow[at]; day.OK {
			ret := e.slow.coins[at].returns(day.Price, true)
			m.Return1dPct = numOr(ret*100, ret == ret, "no close before")
		}
		s.add(&m)
		v.MemberDetail = append(v.MemberDetail, m)
	}
	s.fill(r)
	v.Robustness = r
}

// viewMember shows one member's part; start is the index level its window of
// contributions began at.
func (e *Engine) viewMember(t *track, i int, start float64) model.MemberView {
	at := t.pool[i]
	of, g := t.index.Member(i), e.slow.coins[at].gauge
	m := model.MemberView{
		Asset: of.Asset, State: of.State.String(), Weight: model.Known(of.Weight),
		Return1dPct: model.Unknown("no price today"),
	}
	ret, ok := g.change(robustDays, g.level, false)
	m.Return28dPct = numOr(ret*100, ok, "needs 29 daily bars")
	part, ok := t.robust.contribution(i, start)
	m.ContributionPct = numOr(part*100, ok, "needs 29 daily bars")
	own, ok := g.momentum.Value()
	m.Momentum = numOr(own, ok, needsMonths)
	without, ok := t.robust.members[i].without.Value()
	m.Without = numOr(without, ok, needsMonths)
	if trend, ok := e.slow.coins[at].trend.Value(); ok && g.level == g.level {
		above := g.level > trend
		m.AboveEMA = &above
	}
	return m
}

// robustSums gathers what the members say together.
type robustSums struct {
	score float64 // of the index

	own, returns, day medianOf
	sumDay            float64
	total             float64 // of absolute contributions
	top               float64 // the largest push toward the score's side
	coin              model.Asset
	share             float64
	without           model.Num
}

func (s *robustSums) add(m *model.MemberView) {
	if v, ok := m.Momentum.Value(); ok {
		s.own.add(v)
	}
	if v, ok := m.Return28dPct.Value(); ok {
		s.returns.add(v)
	}
	if v, ok := m.Return1dPct.Value(); ok {
		s.day.add(v)
		s.sumDay += v
	}
	part, ok := m.ContributionPct.Value()
	if !ok {
		return
	}
	s.total += math.Abs(part)
	if push := math.Copysign(1, s.score) * part; push > s.top {
		s.top, s.coin, s.share, s.without = push, m.Asset, math.Abs(part), m.Without
	}
}

func (s *robustSums) fill(r *model.RobustnessView) {
	r.MedianScore, r.MedianReturnPct = s.own.num(needsMonths), s.returns.num("needs 29 daily bars")
	r.WithoutTop, r.TopShare = model.Unknown("needs 29 daily bars"), model.Unknown("needs 29 daily bars")
	if s.coin != "" {
		r.TopCoin, r.WithoutTop = s.coin, s.without
		r.TopShare = numOr(s.share/s.total, s.total > 0, "nothing moved")
	}
	mid, ok := s.day.value()
	r.Concentration = numOr(s.sumDay/float64(max(1, s.day.n))-mid, ok, "no price today")
}

// staleWeight is the share of a sector's weight whose price is stale.
func (e *Engine) staleWeight(t *track, assets map[model.Asset]*model.AssetView) model.Num {
	stale, all := 0.0, 0.0
	for i := range t.pool {
		of := t.index.Member(i)
		all += of.Intended
		if view := assets[of.Asset]; view == nil || !view.Price.Fresh() || of.State == sector.Suspended {
			stale += of.Intended
		}
	}
	return numOr(stale/all, all > 0, "no member carries weight")
}
