package synthetic

import "eddy/model"

// Script is a scenario: what is made to happen in the market, counted in hours
// since market time began. Everything else stays random. The zero Script makes
// nothing happen.
type Script struct {
	Name string
	Text string // one line
	Flat bool   // nothing moves, before market time begins neither

	stays    []stay
	pushes   []push
	squeeze  window
	delist   delisting
	interval intervalChange
}

// window is a span of hours since market time began.
type window struct{ from, to int }

func (w window) holds(since int) bool { return since >= w.from && since < w.to }

// stay fixes the regime.
type stay struct {
	window
	regime Regime
}

// push adds a log return an hour to a sector, or to the market and through it
// to everything.
type push struct {
	window
	sector  Sector
	perHour float64
}

type delisting struct {
	asset               model.Asset
	announced, delivery int
}

type intervalChange struct {
	asset model.Asset
	at    int // hours; a multiple of the old interval
	hours int // the new interval
}

const day = 24

// perDay turns a simple return a day into a log return an hour.
func perDay(r float64) float64 { return logOf(1+r) / day }

// Scripts returns the scenarios that take place in the market (analytics
// §9.11). Sizes not given there are chosen.
func Scripts() []Script {
	return []Script{
		{
			Name: "textbook-cycle",
			Text: "accumulation, expansion, late, bear: one cycle in 240 days",
			stays: []stay{
				{window{0, 60 * day}, ACC}, {window{60 * day, 130 * day}, EXP},
				{window{130 * day, 180 * day}, LATE}, {window{180 * day, 240 * day}, BEAR},
			},
		},
		{
			Name:  "ai-ignition",
			Text:  "AI coins take off for two weeks, peak and fall back",
			stays: []stay{{window{0, 30 * day}, EXP}},
			pushes: []push{
				{window{6, 10 * day}, AI, perDay(.02)},
				{window{10 * day, 14 * day}, AI, perDay(.05)},
				{window{14 * day, 20 * day}, AI, perDay(-.05)},
			},
		},
		{
			Name:  "defi-explosion",
			Text:  "DeFi runs away for eight days, then the base layers come back",
			stays: []stay{{window{0, 30 * day}, EXP}},
			pushes: []push{
				{window{6, 8 * day}, DeFi, perDay(.035)},
				{window{8 * day, 14 * day}, DeFi, perDay(-.03)},
				{window{8 * day, 16 * day}, Infrastructure, perDay(.03)},
			},
		},
		flashCrash(),
		{
			Name:    "funding-squeeze",
			Text:    "shorts of the smaller coins pay 20 to 100 bp per 8 h for three days while prices rise",
			squeeze: window{4, 3*day + 4},
			pushes:  []push{{window{4, 3 * day}, NFT, perDay(.04)}, {window{4, 3 * day}, AI, perDay(.03)}},
		},
		{
			Name:   "delisting",
			Text:   "BLUR is announced for delisting after 2 hours and taken off after 6",
			delist: delisting{"BLUR", 2, 6},
		},
		{
			Name:     "interval-change",
			Text:     "SOL goes from eight-hourly to four-hourly funding after 8 hours",
			interval: intervalChange{"SOL", 8, 4},
		},
		{
			Name: "flat",
			Text: "nothing moves: every reading must be neutral",
			Flat: true,
		},
	}
}

// flashCrash takes bitcoin down 12 % and the sectors 35 % within two hours and
// gives 60 % of it back over the following ten.
func flashCrash() Script {
	const at, falls, rises = 6, 2, 10
	market, members := logOf(1-.12), logOf(1-.35)
	s := Script{
		Name: "flash-crash",
		Text: "coins lose 35 % and BTC 12 % within two hours, then recover most of it",
	}
	add := func(sector Sector, size float64) {
		s.pushes = append(s.pushes,
			push{window{at, at + falls}, sector, size / falls},
			push{window{at + falls, at + falls + rises}, sector, -.6 * size / rises})
	}
	add(Market, market)
	for sector, beta := range sectorBeta {
		add(Sector(sector), members-beta*market)
	}
	return s
}

// FindScript returns the scenario of a name.
func FindScript(name string) (Script, bool) {
	for _, s := range Scripts() {
		if s.Name == name {
			return s, true
		}
	}
	return Script{}, false
}

// regime returns the regime the script fixes at an hour, if it does.
func (s *Script) regime(since int) (Regime, bool) {
	for _, st := range s.stays {
		if st.holds(since) {
			return st.regime, true
		}
	}
	return 0, false
}

// push adds what the script does to the common factors.
func (s *Script) push(f *factor, since int) {
	for _, p := range s.pushes {
		switch {
		case !p.holds(since):
		case p.sector == Market:
			f.market += p.perHour
		default:
			f.sector[p.sector] += p.perHour
		}
	}
	if s.Flat {
		f.market, f.marketSD = 0, 0
		f.sector, f.sectorSD = [sectors]float64{}, [sectors]float64{}
	}
}

// squeezed tells whether the script squeezes the shorts of a coin.
func (s *Script) squeezed(a *AssetSpec, since int) bool {
	return s.squeeze.holds(since) && !a.major() && a.Sector != Infrastructure
}

// fundingH returns the hours between a coin's settlements.
func (s *Script) fundingH(a *AssetSpec, since int) int {
	if c := s.interval; c.hours > 0 && c.asset == a.Asset && since >= c.at {
		return c.hours
	}
	return a.FundingH
}
