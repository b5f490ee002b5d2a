package synthetic

// Regime is the state of the market that drives everything else. It is not the
// phase eddy shows: that one is worked out from prices.
type Regime uint8

// The regimes.
const (
	ACC Regime = iota
	EXP
	LATE
	BEAR
	CRASH
	regimes // how many there are
)

var regimeNames = [regimes]string{"ACC", "EXP", "LATE", "BEAR", "CRASH"}

// String returns the regime's name.
func (r Regime) String() string {
	if r < regimes {
		return regimeNames[r]
	}
	return "?"
}

// climate is what a regime does to the market.
type climate struct {
	exits   []exit
	mean    float64 // of bitcoin, log return a day
	sd      float64 // likewise
	jumps   float64 // intensity against the usual one
	jumpAvg float64 // mean size of a jump

	tilt [sectors]float64 // sector drift a day

	premium  float64 // base of the premium's target, basis points per 8 h
	premiumZ float64 // sd of its short-lived part
	momentum float64 // weight of the 7-day return in the target
}

// exit is a way out of a regime.
type exit struct {
	to     Regime
	perDay float64 // probability
}

// climates holds analytics §9.1 (exits), §9.2 (mean, sd), §9.3 (jumps),
// §9.5 (tilts) and §9.9 (premium).
var climates = [regimes]climate{
	ACC: {
		exits: []exit{{EXP, .020}, {BEAR, .005}, {CRASH, .0005}},
		mean:  .0005, sd: .016, jumps: 1, jumpAvg: .005,
		tilt:    [sectors]float64{.0010, 0, -.0005, 0},
		premium: -3.5, premiumZ: 1.5, momentum: 4,
	},
	EXP: {
		exits: []exit{{LATE, .012}, {BEAR, .005}, {CRASH, .001}},
		mean:  .0030, sd: .026, jumps: 1, jumpAvg: .005,
		tilt:    [sectors]float64{-.0005, .0012, .0005, .0008},
		premium: 1.5, premiumZ: 4, momentum: 4,
	},
	LATE: {
		exits: []exit{{BEAR, .030}, {EXP, .020}, {CRASH, .003}},
		mean:  .0015, sd: .040, jumps: 3, jumpAvg: -.04,
		tilt:    [sectors]float64{-.0005, -.0005, .0015, .0015},
		premium: 12, premiumZ: 5, momentum: 4,
	},
	BEAR: {
		exits: []exit{{ACC, .015}, {CRASH, .002}},
		mean:  -.0035, sd: .034, jumps: 1, jumpAvg: .005,
		tilt:    [sectors]float64{.0005, -.0005, -.0015, -.0010},
		premium: -4, premiumZ: 1, momentum: 2,
	},
	CRASH: {
		exits: []exit{{BEAR, .15}, {ACC, .05}},
		mean:  -.020, sd: .074, jumps: 3, jumpAvg: -.04,
		premium: -8, premiumZ: 3, momentum: 4,
	},
}

// demoExits and demoDrift are what demo mode multiplies exits and sector
// drifts by, so that a viewer sees something happen (analytics §9.1, §9.5).
const (
	demoExits = 10
	demoDrift = 3
)

// next draws the regime of the following day.
func (r Regime) next(d *dice, haste float64) Regime {
	u := d.uniform()
	for _, e := range climates[r].exits {
		if u -= mul(e.perDay, haste); u < 0 {
			return e.to
		}
	}
	return r
}
