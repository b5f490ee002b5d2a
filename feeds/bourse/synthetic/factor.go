package synthetic

import "math"

const hoursPerYear = 365 * 24

// Figures of the factors.
const (
	volPhi = 0.93 // of the daily log volatility (analytics §9.2)
	volSD  = 0.28

	jumpsPerYear = 7 // of the market (analytics §9.3)
	jumpSD       = 0.07

	sectorJumpsPerYear = 3
	// Two of three jumps hit all sectors, as much alike as their other shocks
	// (chosen): were each sector's its own, the residual correlations measured
	// in analytics §2.7 could not come out.
	sharedJumpsPerYear = 2
	sectorJumpSD       = 0.15

	driftHalfLife = 14 * 24 // hours (analytics §9.5)
	driftShare    = 0.25    // of the daily residual sd
)

// Figures of the sectors, in the order of the Sector constants.
var (
	sectorBeta    = [sectors]float64{1.33, 1.39, 1.36, 1.58} // to bitcoin (analytics §9.4)
	sectorSigma   = [sectors]float64{.51, .60, .66, .79}     // residual, a year
	sectorJumpAvg = [sectors]float64{-.05, -.05, -.08, .02}  // analytics §9.3
	memberSigma   = [sectors]float64{.48, .61, .50, .62}     // a member's own, a year (analytics §9.6)
	residualCorr  = [sectors][sectors]float64{               // analytics §2.7
		{1, .82, .81, .72},
		{.82, 1, .77, .66},
		{.81, .77, 1, .69},
		{.72, .66, .69, 1},
	}
)

// factor is one hour of what coins have in common.
type factor struct {
	hour     int // since the Unix epoch
	regime   Regime
	market   float64 // bitcoin, log return
	marketSD float64
	sector   [sectors]float64 // what each sector does beyond its beta
	sectorSD [sectors]float64
	leader   Sector // the sector ahead over the last seven days
	flat     bool   // nothing moves
}

// factors draws one factor after the other.
type factors struct {
	dice   *dice
	script *Script
	live   int // the hour of the epoch at which market time begins
	demo   bool

	regime Regime
	logVol float64
	drift  [sectors]float64 // a day
	lead   [sectors]float64 // moving sum of the sectors' own returns
	corner [sectors][sectors]float64
	sd     [sectors]float64 // diffusive part, an hour
}

func newFactors(seed uint64, script *Script, live int, demo bool) *factors {
	f := &factors{dice: newDice(seed, 1), script: script, live: live, demo: demo, corner: cholesky(residualCorr)}
	for s := range f.sd {
		// The jumps are part of the residual volatility that was measured.
		jumps := mul(sectorJumpsPerYear, mul(sectorJumpSD, sectorJumpSD)+mul(sectorJumpAvg[s], sectorJumpAvg[s]))
		f.sd[s] = math.Sqrt((mul(sectorSigma[s], sectorSigma[s]) - jumps) / hoursPerYear)
	}
	f.regime = Regime(f.dice.pcg.Uint64() % uint64(CRASH))
	return f
}

// step draws the factor of an hour. The hours must come one after the other.
func (f *factors) step(hour int) factor {
	since := hour - f.live
	lively := f.demo && since >= 0
	if hour%24 == 0 {
		f.midnight(lively, since)
	}
	c := &climates[f.regime]
	vol := expOf(f.logVol - mul(volSD, volSD))
	out := factor{hour: hour, regime: f.regime, flat: f.script.Flat}
	out.marketSD = mul(c.sd, vol) / math.Sqrt(24)
	out.market = c.mean/24 + mul(out.marketSD, f.dice.normal()) + f.jump(c)
	out.sector = f.sectors(c, lively)
	out.sectorSD = f.sd
	for s := range f.lead {
		f.lead[s] = mul(f.lead[s], 1-1.0/(7*24)) + out.sector[s]
		if f.lead[s] > f.lead[out.leader] {
			out.leader = Sector(s)
		}
	}
	f.script.push(&out, since)
	return out
}

// midnight moves on what changes once a day.
func (f *factors) midnight(lively bool, since int) {
	haste := 1.0
	if lively {
		haste = demoExits
	}
	f.regime = f.regime.next(f.dice, haste)
	f.logVol = mul(volPhi, f.logVol) + mul(mul(volSD, math.Sqrt(1-volPhi*volPhi)), f.dice.normal())
	if r, fixed := f.script.regime(since); fixed {
		f.regime = r
	}
}

// jump draws whether the market jumps this hour, and how far.
func (f *factors) jump(c *climate) float64 {
	u, z := f.dice.uniform(), f.dice.normal()
	if u > mul(jumpsPerYear, c.jumps)/hoursPerYear {
		return 0
	}
	return c.jumpAvg + mul(jumpSD, z)
}

// sectors draws what the sectors do of their own: correlated shocks, a slow
// drift, the regime's tilt and jumps.
func (f *factors) sectors(c *climate, lively bool) (out [sectors]float64) {
	shock := f.correlated((*dice).t5)
	jump := f.jumps()
	phi := expOf(-ln2 / driftHalfLife)
	boost := 1.0
	if lively {
		boost = demoDrift
	}
	for s := range out {
		size := mul(driftShare, sectorSigma[s]/math.Sqrt(365))
		f.drift[s] = mul(phi, f.drift[s]) + mul(mul(size, math.Sqrt(1-mul(phi, phi))), f.dice.normal())
		out[s] = mul(f.sd[s], shock[s]) + mul(boost, f.drift[s]+c.tilt[s])/24 + jump[s]
	}
	return out
}

// correlated draws one number for each sector, correlated as the residuals.
func (f *factors) correlated(draw func(*dice) float64) (out [sectors]float64) {
	var z [sectors]float64
	for s := range z {
		z[s] = draw(f.dice)
	}
	for s := range out {
		for k := 0; k <= s; k++ {
			out[s] += mul(f.corner[s][k], z[k])
		}
	}
	return out
}

// jumps draws the jumps of the sectors: one that hits them all, or one sector
// by itself.
func (f *factors) jumps() (out [sectors]float64) {
	if f.dice.uniform() < sharedJumpsPerYear/float64(hoursPerYear) {
		for s, z := range f.correlated((*dice).normal) {
			out[s] = sectorJumpAvg[s] + mul(sectorJumpSD, z)
		}
	}
	for s := range out {
		if f.dice.uniform() < (sectorJumpsPerYear-sharedJumpsPerYear)/float64(hoursPerYear) {
			out[s] += sectorJumpAvg[s] + mul(sectorJumpSD, f.dice.normal())
		}
	}
	return out
}

// cholesky returns the lower triangular root of a correlation matrix.
func cholesky(m [sectors][sectors]float64) (root [sectors][sectors]float64) {
	for i := range m {
		for j := 0; j <= i; j++ {
			sum := m[i][j]
			for k := range j {
				sum -= mul(root[i][k], root[j][k])
			}
			if i == j {
				root[i][i] = math.Sqrt(sum)
			} else {
				root[i][j] = sum / root[j][j]
			}
		}
	}
	return root
}
