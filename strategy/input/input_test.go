package input_test

import (
	"strings"
	"testing"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/input"
)

func catalogue(t testing.TB) *input.Catalogue {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	c, err := input.New(u)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNamesFollowTheUniverse(t *testing.T) {
	c := catalogue(t)
	for _, name := range []string{
		"market.drawdown", "phase.acc", "phase.is_exp", "phase.confidence", "defi.rsi_1d", "l2.ratio",
		"defi.rsi_1d_closes_above_80", "ai.momentum", "l1_defi.ratio_cross", "coin.AAVE.funding_z",
		"coin.self.funding_z", "tvl.growth_30d", "l1_dominance.slope", "gas.trend", "event.defi.regulation",
		"event.market.social", "event.l2.technology",
	} {
		if s, ok := c.Lookup(name); !ok || s.Name != name {
			t.Errorf("%s is not known", name)
		}
	}
	mine := &universe.Universe{Benchmark: []model.Asset{"BTC"}, Sectors: []universe.Sector{{Name: "Real World", Pool: universe.Pool{Members: []model.Asset{"ONDO"}}}}}
	own, err := input.New(mine)
	if err != nil {
		t.Fatal(err)
	}
	if own.ID("real_world.rsi_1d") == input.None || own.ID("event.real_world.exploit") == input.None {
		t.Error("a user's sector has no figures")
	}
	if own.ID("defi.rsi_1d") != input.None || own.ID("l1_defi.ratio_cross") != input.None {
		t.Error("figures of sectors the universe lacks")
	}
}

func TestAnotherUniversesSectorsStayAbsent(t *testing.T) {
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	mine := &universe.Universe{Benchmark: []model.Asset{"BTC"}, Sectors: []universe.Sector{{Name: "Real World"}, {Name: "DeFi"}}}
	c, err := input.NewOver(mine, u)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"real_world.rsi_1d", "defi.rsi_1d", "ai.rsi_1d", "l1_defi.ratio_cross", "event.nft.social"} {
		id := c.ID(name)
		if id == input.None || c.NewFrame().Get(id).State() != model.NumAbsent {
			t.Errorf("%s is not there", name)
		}
	}
}

func TestEveryFigureSaysWhatItIs(t *testing.T) {
	c := catalogue(t)
	for i, s := range c.All() {
		if s.Unit == "" || s.Meaning == "" || s.Source == "" || s.Label == "" || s.Denial == "" || strings.Contains(s.Label+s.Denial, "{") || int(s.ID) != i {
			t.Errorf("%+v is incomplete", s)
		}
		if (s.Kind == input.Flag) != (s.Unit == "flag") {
			t.Errorf("%s: kind %d with unit %s", s.Name, s.Kind, s.Unit)
		}
	}
	t.Logf("%d figures", c.Len())
}

func TestSlugsThatMeetAreRefused(t *testing.T) {
	u := &universe.Universe{Benchmark: []model.Asset{"BTC"}, Sectors: []universe.Sector{{Name: "Real World"}, {Name: "Real-World"}}}
	if _, err := input.New(u); err == nil || !strings.Contains(err.Error(), "real_world.rsi_1d stands twice") {
		t.Errorf("got %v", err)
	}
}

func TestNearest(t *testing.T) {
	c := catalogue(t)
	for got, want := range map[string]string{
		"defi.rsi1d": "defi.rsi_1d", "market.drawdwon": "market.drawdown", "defi_l1.ratio_crss": "defi_l1.ratio_cross", "zz": "",
	} {
		if n := c.Nearest(got); n != want {
			t.Errorf("nearest to %q is %q, want %q", got, n, want)
		}
	}
}

func TestFrameKeepsStatesApart(t *testing.T) {
	c := catalogue(t)
	f := c.NewFrame()
	id := c.ID("market.drawdown")
	for _, v := range []model.Num{{}, model.Known(0), model.Known(-0.2), model.Stale(1, "old"), model.Unknown("no bars"), model.NotApplicable("none")} {
		f.Set(id, v)
		if f.Get(id) != v {
			t.Errorf("%+v came back as %+v", v, f.Get(id))
		}
	}
	f.Set(input.None, model.Known(1))
	if f.Get(input.None) != (model.Num{}) || f.Get(input.ID(c.Len())) != (model.Num{}) {
		t.Error("no place holds something")
	}
}

func TestFocus(t *testing.T) {
	c := catalogue(t)
	f := c.NewFrame()
	f.Set(c.Coin("AAVE", "funding_z"), model.Known(2.5))
	self := c.Coin(input.Subject, "funding_z")
	if !f.Focus("AAVE") || f.Get(self) != model.Known(2.5) {
		t.Errorf("self is %+v", f.Get(self))
	}
	if f.Focus("NOSUCH") || f.Get(self) != (model.Num{}) {
		t.Errorf("self without a coin is %+v", f.Get(self))
	}
	f.Clear()
	if f.Get(c.Coin("AAVE", "funding_z")) != (model.Num{}) {
		t.Error("clear left a value")
	}
}

func TestFrameDoesNotAllocate(t *testing.T) {
	c := catalogue(t)
	f, id := c.NewFrame(), c.ID("defi.rsi_1d")
	if n := testing.AllocsPerRun(100, func() {
		f.Set(id, model.Known(55))
		f.SetFlag(id, true)
		f.Focus("AAVE")
		_ = f.Get(id) // only its cost is asked
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
