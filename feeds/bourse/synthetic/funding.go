package synthetic

import (
	"math"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// Figures of funding (analytics §9.9); rates and premiums are basis points per
// 8 hours.
const (
	premiumPull = 0.07 // of the slow part, per settlement of 8 h
	premiumPhi  = 0.75 // of the short-lived part, likewise
	interestBp  = 1    // what the formula draws the rate to
	clampBp     = 5    // how far the premium may lie off for that to hold
	majorCapBp  = 30
	minorCapBp  = 200
	leaderBoost = 1.5 // of the slow part, AI and NFT while leading

	squeezePerDay = 0.01 // chance, small coins
)

// funding is the state of one coin's premium.
type funding struct {
	slow, brief  float64
	squeezed     float64 // premium of a squeeze
	squeezeUntil int     // hour of the epoch
	done         int     // hour of the epoch up to which settlements are known
}

func newFunding(a *AssetSpec) funding { return funding{slow: climates[ACC].premium} }

// settle works out the next payment whenever one has just been made.
func (c *coin) settle(f *factor) {
	if f.hour < c.funding.done {
		return
	}
	h := c.script.fundingH(&c.spec, f.hour-c.live)
	next := f.hour - f.hour%h + h
	p := c.premium(f, float64(h)/8)
	rate := p + min(max(interestBp-p, -clampBp), clampBp)
	limit := float64(minorCapBp)
	if c.spec.major() {
		limit = majorCapBp
	}
	rate = min(max(rate, -limit), limit)
	c.series.Settlements = append(c.series.Settlements, market.Settlement{
		Time:      model.Millis(next) * hourMs,
		Rate:      market.Round(mul(rate, 1e-4)*float64(h)/8, 8),
		IntervalH: float64(h),
		Premium:   mul(p, 1e-4),
	})
	c.funding.done = next
}

// premium draws the premium index; share is the interval over eight hours.
func (c *coin) premium(f *factor, share float64) float64 {
	s := &c.funding
	eps, chance := c.dice.normal(), c.dice.uniform()
	size, days := c.dice.between(-100, -20), c.dice.between(1, 4)
	if f.flat {
		return interestBp
	}
	w := &climates[f.regime]
	week := c.logPrice - c.week[f.hour%weekHours]
	target := w.premium + mul(w.momentum, min(max(week/.10, -1), 1.5))
	s.slow += mul(1-expOf(mul(share, logOf(1-premiumPull))), target-s.slow)
	phi := expOf(mul(share, logOf(premiumPhi)))
	s.brief = mul(phi, s.brief) + mul(mul(w.premiumZ, math.Sqrt(1-mul(phi, phi))), eps)
	if !c.spec.major() && chance < squeezePerDay*share/3 && f.hour >= s.squeezeUntil {
		s.squeezed, s.squeezeUntil = size, f.hour+int(days*24)
	}
	switch {
	case c.script.squeezed(&c.spec, f.hour-c.live):
		return size
	case f.hour < s.squeezeUntil:
		return s.squeezed
	}
	slow := s.slow
	if leads := f.leader == c.spec.Sector; leads && (f.leader == AI || f.leader == NFT) && slow > 0 {
		slow *= leaderBoost
	}
	return slow + s.brief
}
