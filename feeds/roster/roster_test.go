package roster_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"eddy/feeds/roster"
	"eddy/model"
)

func listed(symbol string, asset model.Asset, quote string, multiplier float64) model.Instrument {
	return model.Instrument{Symbol: symbol, Asset: asset, Quote: quote, Kind: model.ContractPerpetual, Multiplier: multiplier, Trading: true}
}

func symbols(list []model.Instrument) (names []string) {
	for _, in := range list {
		names = append(names, in.Symbol)
	}
	return names
}

func TestChoose(t *testing.T) {
	dated := listed("SOLUSDT_261225", "SOL", "USDT", 1)
	dated.Kind = model.ContractDated
	halted := listed("LUNAUSDT", "LUNA", "USDT", 1)
	halted.Trading = false
	list := []model.Instrument{
		listed("BTCUSDC", "BTC", "USDC", 1), listed("BTCUSDT", "BTC", "USDT", 1),
		listed("ETHUSDC", "ETH", "USDC", 1), listed("ETHBTC", "ETH", "BTC", 1),
		listed("1000PEPEUSDT", "PEPE", "USDT", 1000), listed("PEPEUSDC", "PEPE", "USDC", 1),
		listed("1000BONKUSDT", "BONK", "USDT", 1000), listed("BONKUSDT", "BONK", "USDT", 1),
		dated, halted,
	}
	got := symbols(roster.Choose(list, []model.Asset{"PEPE", "SOL", "LUNA", "ETH", "BONK", "BTC", "NONE", "PEPE"}))
	want := []string{"BTCUSDT", "ETHUSDC", "1000PEPEUSDT", "BONKUSDT"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestByImportance(t *testing.T) {
	got := roster.ByImportance([]model.Asset{"UNI", "ETH", "AAVE", "BTC", "", "UNI"})
	if d := cmp.Diff([]model.Asset{"BTC", "ETH", "UNI", "AAVE"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestOrderOfTheListDoesNotMatter(t *testing.T) {
	assets := []model.Asset{"BTC", "ETH", "PEPE"}
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) model.Instrument {
			return listed(
				rapid.StringMatching(`[A-C]{1,2}`).Draw(t, "symbol"),
				rapid.SampledFrom(assets).Draw(t, "asset"),
				rapid.SampledFrom([]string{"USDT", "USDC", "EUR"}).Draw(t, "quote"),
				rapid.SampledFrom([]float64{0, 1, 1000}).Draw(t, "multiplier"),
			)
		}), 0, 12).Draw(t, "list")
		want := roster.Choose(list, assets)
		shuffled := slices.Clone(list)
		for i := range shuffled {
			j := rapid.IntRange(0, i).Draw(t, "swap")
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		}
		if d := cmp.Diff(want, roster.Choose(shuffled, assets)); d != "" {
			t.Fatalf("(-want +got):\n%s", d)
		}
		for i, in := range want {
			if in.Multiplier <= 0 || in.Quote == "EUR" || slices.ContainsFunc(want[:i], func(o model.Instrument) bool { return o.Asset == in.Asset }) {
				t.Fatalf("chose %+v", want)
			}
		}
	})
}
