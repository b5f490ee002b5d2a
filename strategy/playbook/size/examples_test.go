package size_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"eddy/strategy/playbook"
	"eddy/strategy/playbook/size"
)

func usd(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func same(t *testing.T, row string, got decimal.Decimal, want string) {
	t.Helper()
	if !got.Equal(usd(want)) {
		t.Errorf("%s: got %s, want %s", row, got, want)
	}
}

func load(t *testing.T, name string) *playbook.Playbook {
	t.Helper()
	p, err := playbook.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func hedge(t *testing.T, p *playbook.Playbook, id string) playbook.Hedge {
	t.Helper()
	for _, h := range p.Hedges {
		if h.ID == id {
			return h
		}
	}
	t.Fatalf("no hedge %s", id)
	return playbook.Hedge{}
}

func overlay(t *testing.T, s *playbook.Stage, id string) *playbook.Overlay {
	t.Helper()
	for i := range s.Overlays {
		if s.Overlays[i].ID == id {
			return &s.Overlays[i]
		}
	}
	t.Fatalf("no overlay %s", id)
	return nil
}

func band(h playbook.Hedge) [2]decimal.Decimal {
	return [2]decimal.Decimal{decimal.NewFromFloat(h.Band[0]), decimal.NewFromFloat(h.Band[1])}
}

// S0-STR3-3 and C-37: $10,000 of NFTs, a $3,000 short by the playbook's rule,
// $13,600 at the measured beta of 1.36.
func TestNFTHedge(t *testing.T) {
	h := hedge(t, load(t, "s0-matrix"), "nft-market")
	got := size.HedgeOf(usd("10000"), decimal.NewFromFloat(h.Ratio), band(h), decimal.Zero)
	same(t, "S0-STR3-3", got.Notional, "3000")
	matched, ok := size.BetaMatched(usd("10000"), usd("1.36"), usd("1"))
	same(t, "C-37", matched, "13600")
	if _, none := size.BetaMatched(usd("1"), usd("1"), decimal.Zero); !ok || none {
		t.Error("a hedge without beta matches nothing")
	}
	// S0-STR3-4: the market falls 30 %, the short gives back 900.
	leg, err := size.FromNotional(size.Short, got.Notional, usd("1"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "S0-STR3-4", leg.PnL(usd("-30")), "900")
	// C-11: half the NFTs sold takes half the hedge off, the rest its rest.
	same(t, "C-11 half", size.Unwind(usd("3000"), usd("10000"), usd("5000")), "1500")
	same(t, "C-11 all", size.Unwind(usd("1500"), usd("5000"), usd("5000")), "1500")
	same(t, "C-11 none", size.Unwind(usd("1500"), usd("5000"), usd("0")), "0")
}

// S0-STR1-4 and -5 by the playbook's own figures: 70 becomes 56 and 14 of
// $100,000; then a short of 10 % of the 56,000.
func TestRecoveryPivot(t *testing.T) {
	p := load(t, "s0-matrix")
	var pct decimal.Decimal
	for _, m := range p.Moves {
		if m.ID == "pivot" {
			pct = decimal.NewFromFloat(m.Pct)
		}
	}
	m, err := size.MovePct(usd("70000"), decimal.Zero, pct)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "C-6 left", m.FromLeft, "56000")
	same(t, "C-6 moved", m.ToNow, "14000")
	h := hedge(t, p, "infra-drawdown")
	same(t, "S0-STR1-5", size.HedgeOf(m.FromLeft, decimal.NewFromFloat(h.Ratio), band(h), decimal.Zero).Notional, "5600")
}

// S0-STR2-3 and C-8: notional 30 % of $100,000, margin at 2x from stablecoins.
func TestHarvestOverlay(t *testing.T) {
	s, _ := load(t, "s0-matrix").StageByID("harvest")
	o := overlay(t, &s, "harvest-long")
	leg, err := size.Overlay(o, size.Money{Equity: usd("100000")}, decimal.NewFromFloat(o.Leverage))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "C-8 notional", leg.Notional, "30000")
	same(t, "C-8 margin", leg.Margin, "15000")
	same(t, "S0-STR2-4", leg.PnL(usd("-20")), "-6000")
}

// S0-STR3-1 and C-10: 35 % of the gain; $10,000 bought for $6,000 with $1,000
// realised before is a gain of $5,000.
func TestGainSlice(t *testing.T) {
	same(t, "C-10", size.GainSlice(usd("10000"), usd("6000"), usd("1000"), usd("35")), "1750")
	same(t, "C-10 low", size.GainSlice(usd("10000"), usd("6000"), usd("1000"), usd("30")), "1500")
	same(t, "C-10 high", size.GainSlice(usd("10000"), usd("6000"), usd("1000"), usd("40")), "2000")
	same(t, "no gain", size.GainSlice(usd("5000"), usd("6000"), usd("0"), usd("35")), "0")
	same(t, "never more than is held", size.GainSlice(usd("100"), usd("0"), usd("1000"), usd("35")), "100")
}

// S0-RISK-1: the coin doubled, half of the spot is sold.
func TestTakeProfit(t *testing.T) {
	l := load(t, "composite").Limits
	worth := usd("5000").Mul(usd("2"))
	if gain := worth.Sub(usd("5000")).Div(usd("5000")).Shift(2); gain.LessThan(decimal.NewFromFloat(l.GainPct.Value)) {
		t.Fatalf("a double is a gain of %s %%", gain)
	}
	m, err := size.MovePct(worth, decimal.Zero, decimal.NewFromFloat(l.GainSellPct.Value))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "S0-RISK-1", m.USD, "5000")
}

// S1-EX-0 to -8: the example of Strategy B on $100,000 with its corrections.
func TestStrategyBExample(t *testing.T) {
	p := load(t, "s1-blueprint")
	equity := usd("100000")
	spot := map[string]decimal.Decimal{"L1": usd("40000"), "DeFi": usd("25000"), "Stables": usd("35000")}
	same(t, "S1-EX-4", spot["L1"].Add(spot["DeFi"]).Add(spot["Stables"]), "100000")

	h := hedge(t, p, "l1-short")
	rule := size.HedgeOf(spot["L1"], decimal.NewFromFloat(h.Ratio), band(h), equity)
	same(t, "S1-B-HEDGE default", rule.Notional, "6000")
	same(t, "S1-B-HEDGE low", rule.Low, "4000")
	same(t, "S1-B-HEDGE high", rule.High, "8000")
	own := size.HedgeAt(spot["L1"], usd("10000"), band(h), equity)
	if own.InBand || !rule.InBand {
		t.Error("C-18: the example is out of band, the rule is in it")
	}
	same(t, "S1-EX-5", own.OfSpot, "0.25")
	same(t, "S1-EX-1", own.OfEquity, "0.1")

	short, err := size.FromNotional(size.Short, own.Notional, usd("1"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "S1-EX-6", short.PnL(usd("-5")), "500")
	same(t, "C-18 net", short.WithSpot(spot["L1"]).Total, "30000")

	long, err := size.FromMargin(size.Long, usd("25000"), usd("2"))
	if err != nil {
		t.Fatal(err)
	}
	for _, leg := range long.Split(2) {
		same(t, "S1-EX-7 margin", leg.Margin, "12500")
		same(t, "S1-EX-7 notional", leg.Notional, "25000")
	}
	e := long.WithSpot(spot["DeFi"])
	same(t, "S1-EX-8", e.Total, "75000")
	same(t, "C-23 all", e.OverSpot, "3")
	same(t, "C-23 futures", e.FuturesOverSpot, "2")

	stables, err := size.Stables{All: spot["Stables"]}.Post(long.Margin)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "C-22 free", stables.Free, "10000")
	stage, _ := p.StageByID("b-defi-alpha")
	if want := decimal.NewFromFloat(stage.TargetOf(playbook.Stables)).Mul(equity).Shift(-2); !stables.Free.LessThan(want) {
		t.Error("C-22: free stablecoins are below the strategy's 20 %")
	}
	if _, err := stables.Post(usd("10000.01")); err == nil {
		t.Error("more was posted than is free")
	}
	// C-43 by commitment: L1 net 30, DeFi spot and margin 50, free 10.
	same(t, "C-43", spot["DeFi"].Add(long.Margin), "50000")

	// The vector of the reference counts the long's notional and the hedge's as
	// gross 60 % and the margin of the long alone as 25 %.
	use := size.UseOf([]size.Leg{long, {Side: size.Short, Notional: own.Notional}}, equity, &p.Limits)
	same(t, "C-24 margin", use.MarginPct, "25")
	same(t, "C-24 gross", use.GrossPct, "60")
	if !use.WithinCap || use.GrossWarns {
		t.Errorf("C-24: %+v", use)
	}
}

// C-20: long L1 and short DeFi of the same beta-weighted size is neutral.
func TestPairIsBetaNeutral(t *testing.T) {
	long, _ := size.BetaMatched(usd("10000"), usd("1.39"), usd("1.26"))
	same(t, "C-20", long, "11031.75")
}

// S2-A-0 to -5 with C-30 and C-31.
func TestScenarioA(t *testing.T) {
	p := load(t, "s2-narrative")
	a, err := size.AnchorOf(usd("10000"), usd("20"), usd("30"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "C-30 equity", a.Equity, "33333.33")
	same(t, "C-30 stablecoins", a.Stables, "6666.67")
	same(t, "C-30 core", a.Core, "16666.66")

	move := p.Moves[0]
	m, err := size.MovePct(usd("5000"), usd("5000"), decimal.NewFromFloat(move.Pct))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "S2-A-1", m.USD, "2500")
	defi, ai := size.Split(m.FromLeft, m.ToNow)
	same(t, "S2-A-2 DeFi", defi, "25")
	same(t, "S2-A-2 AI", ai, "75")

	stage, _ := p.WithPreset("anchor").StageByID("ignition")
	o := overlay(t, &stage, "ignition-ai-long")
	leg, err := size.Overlay(o, size.Money{Equity: a.Equity}, decimal.NewFromFloat(o.Leverage))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "S2-A-3 margin", leg.Margin, "1000")
	same(t, "S2-A-3 notional", leg.Notional, "3000")
	same(t, "S2-A-4", leg.WithSpot(m.ToNow).Total, "10500")

	stables, err := size.Stables{All: a.Stables}.Post(leg.Margin)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "C-30 left", stables.Free, "5666.67")
	guard := overlay(t, &stage, "ignition-defi-guard")
	small, err := size.Overlay(guard, size.Money{FreeStables: stables.Free}, decimal.NewFromFloat(guard.Leverage))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "C-31 margin", small.Margin, "566.67")
	same(t, "C-31 notional", small.Notional, "566.67")
	if small.Side != size.Long || !small.PnL(usd("10")).IsPositive() {
		t.Error("C-31: protection from a rise gains in a rise")
	}
}

// S2-B-1 and -2 with C-32, by the playbook's own figure.
func TestScenarioB(t *testing.T) {
	pct := decimal.NewFromFloat(load(t, "s2-narrative").Moves[1].Pct)
	m, err := size.MovePct(usd("5000"), usd("5000"), pct)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "S2-B-1", m.USD, "3000")
	same(t, "S2-B-2 DeFi", m.ToNow, "8000")
	same(t, "S2-B-2 AI", m.FromLeft, "2000")
	after, err := size.Move(usd("7500"), usd("2500"), usd("3000"))
	if err != nil {
		t.Fatal(err)
	}
	defi, ai := size.Split(after.ToNow, after.FromLeft)
	same(t, "C-32 DeFi", defi, "55")
	same(t, "C-32 AI", ai, "45")
	h := hedge(t, load(t, "s2-narrative"), "defi-market")
	got := size.HedgeOf(m.ToNow, decimal.NewFromFloat(h.Ratio), band(h), decimal.Zero)
	same(t, "S2-B-4 low", got.Low, "800")
	same(t, "S2-B-4 high", got.High, "1600")
}

// S2-TABLE-1 to -4 on $100,000 with C-34 and C-35.
func TestTable(t *testing.T) {
	p := load(t, "s2-narrative").WithPreset("table")
	for _, tc := range []struct {
		row, stage, overlay string
		amounts             []string // in the order of the targets
		notional, margin    string
		spotLeft            string // of the bucket that posts, after the margin
	}{
		{"S2-TABLE-1", "consolidation", "", []string{"60000", "20000", "20000"}, "", "", ""},
		{"S2-TABLE-2", "ignition", "ignition-ai-long-table", []string{"60000", "10000", "30000"}, "15000", "5000", "25000"},
		{"S2-TABLE-3", "peak", "peak-market-short", []string{"60000", "30000", "10000"}, "10000", "5000", "55000"},
		{"S2-TABLE-4", "reemergence", "reemergence-defi-long-table", []string{"60000", "35000", "5000"}, "10000", "5000", "30000"},
	} {
		stage, _ := p.StageByID(tc.stage)
		amounts := size.Targets(&stage, usd("100000"))
		for i, want := range tc.amounts {
			same(t, tc.row+" "+amounts[i].Bucket, amounts[i].USD, want)
		}
		if tc.overlay == "" {
			if len(stage.Overlays) != 0 {
				t.Errorf("%s has overlays", tc.row)
			}
			continue
		}
		o := overlay(t, &stage, tc.overlay)
		leg, err := size.Overlay(o, size.Money{Equity: usd("100000")}, decimal.NewFromFloat(o.Leverage))
		if err != nil {
			t.Fatal(err)
		}
		same(t, tc.row+" notional", leg.Notional, tc.notional)
		same(t, tc.row+" margin", leg.Margin, tc.margin)
		for _, a := range amounts {
			if a.Bucket == o.Margin {
				same(t, tc.row+" sleeve", a.USD.Sub(leg.Margin), tc.spotLeft)
			}
		}
	}
}

func TestNonsenseIsRefused(t *testing.T) {
	if _, err := size.FromMargin(size.Long, usd("1"), usd("0.5")); err == nil {
		t.Error("leverage below one")
	}
	if _, err := size.FromNotional(size.Long, usd("1"), decimal.Zero); err == nil {
		t.Error("leverage zero")
	}
	if _, err := size.Move(usd("1"), usd("1"), usd("2")); err == nil {
		t.Error("more moved than held")
	}
	if _, err := size.AnchorOf(usd("1"), usd("1"), decimal.Zero); err == nil {
		t.Error("a pool of nothing")
	}
	if _, err := size.SideOf("up"); err == nil {
		t.Error("a side that is none")
	}
	if _, ok := size.Per8h(usd("1"), decimal.Zero); ok {
		t.Error("an interval of nothing")
	}
	if _, err := size.Overlay(&playbook.Overlay{Side: "long", Basis: "x"}, size.Money{}, usd("1")); err == nil || errors.Is(err, nil) {
		t.Error("a basis that is none")
	}
}

// What is shared out adds up to what was there, whatever the amount.
func TestSharesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := decimal.New(rapid.Int64Range(0, 1e12).Draw(t, "cents"), -2)
		sum := decimal.Zero
		for _, part := range size.Share(amount, rapid.IntRange(1, 30).Draw(t, "parts")) {
			sum = sum.Add(part)
		}
		if !sum.Equal(amount) {
			t.Fatalf("%s became %s", amount, sum)
		}
		stage := playbook.Stage{Targets: []playbook.Target{{Bucket: "a", Pct: 33.33}, {Bucket: "b", Pct: 33.33}, {Bucket: "c", Pct: 33.34}}}
		all := decimal.Zero
		for _, a := range size.Targets(&stage, amount) {
			all = all.Add(a.USD)
		}
		if !all.Equal(amount) {
			t.Fatalf("targets of %s add up to %s", amount, all)
		}
		leg, err := size.FromNotional(size.Long, amount, decimal.New(rapid.Int64Range(100, 300).Draw(t, "leverage"), -2))
		if err != nil || leg.Margin.Mul(leg.Leverage).LessThan(leg.Notional) {
			t.Fatalf("%+v exceeds its leverage: %v", leg, err)
		}
	})
}
