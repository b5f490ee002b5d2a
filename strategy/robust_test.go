package strategy_test

import (
	"math"
	"slices"
	"testing"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

// soloEngine returns an engine of one sector with these members, fed with three
// hundred days.
func soloEngine(t *testing.T, members []model.Asset, price func(coin model.Asset, day int) float64) *strategy.Engine {
	t.Helper()
	u := &universe.Universe{
		Benchmark: []model.Asset{"BTC"},
		Sectors:   []universe.Sector{{Name: "Solo", RiskTier: 1, Pool: universe.Pool{Members: members}}},
	}
	p, err := playbook.Load("composite")
	if err != nil {
		t.Fatal(err)
	}
	e, err := strategy.New(strategy.Config{Universe: u, Playbook: p, Profile: "standard", Venues: []model.Venue{model.Binance}})
	if err != nil {
		t.Fatal(err)
	}
	coins := append([]model.Asset{"BTC"}, members...)
	pastOf(e, coins, 300, func(i, d int) float64 { return price(coins[i], d) })
	return e
}

// path is a price of a coin's own, the same whatever other coins there are.
func path(coin model.Asset, day int) float64 {
	k := float64(coin[0])
	return 100 * math.Exp(0.002*float64(day)*math.Sin(k)+0.15*math.Sin(float64(day)/(5+k/20)+k))
}

// What a sector scores without a coin is what a sector that never had it does.
func TestScoreWithoutACoinIsThatOfTheOthers(t *testing.T) {
	all := []model.Asset{"AAA", "BBB", "CCC", "DDD", "EEE"}
	whole := soloEngine(t, all, path).Snapshot().Sectors[0]
	for i, coin := range all {
		others := slices.Delete(slices.Clone(all), i, i+1)
		want, ok := soloEngine(t, others, path).Snapshot().Sectors[0].Robustness.Score.Value()
		got, known := whole.MemberDetail[i].Without.Value()
		if !ok || !known || math.Abs(got-want) > 1e-9 {
			t.Errorf("without %s: %v, the others alone make %v", coin, got, want)
		}
	}
	r := whole.Robustness
	at := slices.IndexFunc(whole.MemberDetail, func(m model.MemberView) bool { return m.Asset == r.TopCoin })
	if at < 0 || whole.MemberDetail[at].Without != r.WithoutTop {
		t.Errorf("top coin %q: %v", r.TopCoin, r.WithoutTop)
	}
	var own []float64
	for _, m := range whole.MemberDetail {
		own = append(own, m.Momentum.Or(math.NaN()))
	}
	slices.Sort(own)
	if r.MedianScore != model.Known(own[2]) {
		t.Errorf("median score %v of %v", r.MedianScore, own)
	}
}

// The leadership, the rank and the share of crosses of a sector agree with what
// its neighbours show.
func TestRanksAreAPermutation(t *testing.T) {
	e := newEngine(t)
	feed(t, e, 400, 24*60)
	s := e.Snapshot()
	var ranks []int
	leaders := 0
	for _, v := range s.Sectors {
		if v.Parent != "" {
			continue
		}
		ranks = append(ranks, v.Rank)
		if days, ok := v.LeadingDays.Value(); ok {
			leaders++
			if v.Rank != 1 || days < 0 {
				t.Errorf("%s leads for %v days at rank %d", v.Sector, days, v.Rank)
			}
		}
		if share, ok := v.BullishShare.Value(); !ok || share < 0 || share > 1 {
			t.Errorf("%s: share of crosses %v", v.Sector, v.BullishShare)
		}
		if x, ok := v.Overextension.Value(); !ok || x < 0 || x > 1 {
			t.Errorf("%s: overextension %v", v.Sector, v.Overextension)
		}
	}
	slices.Sort(ranks)
	if !slices.Equal(ranks, []int{1, 2, 3, 4}) || leaders != 1 {
		t.Errorf("ranks %v, %d leaders", ranks, leaders)
	}
}
