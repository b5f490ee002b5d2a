package size_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/shopspring/decimal"

	"eddy/model/modeltest"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/size"
)

// The worked examples of the articles, recomputed elsewhere: every case of the
// reference file has a function here, and every figure it expects is compared.
func TestWorkedExampleVectors(t *testing.T) {
	data, err := os.ReadFile(modeltest.Shared(t, "reference", "vectors", "source_worked_examples.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID        string         `json:"id"`
			Input     map[string]any `json:"input"`
			Expected  map[string]any `json:"expected"`
			Tolerance float64        `json:"tolerance"`
		} `json:"cases"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			compute, ok := vectors[c.ID]
			if !ok {
				t.Fatal("no function computes this case")
			}
			got := compute(t, reader{c.Input})
			for name, want := range c.Expected {
				compare(t, name, got[name], want, c.Tolerance)
			}
		})
	}
}

type reader struct{ in map[string]any }

func (r reader) num(name string) decimal.Decimal { return decimal.NewFromFloat(r.in[name].(float64)) }

func (r reader) list(name string) []decimal.Decimal {
	var out []decimal.Decimal
	for _, v := range r.in[name].([]any) {
		out = append(out, decimal.NewFromFloat(v.(float64)))
	}
	return out
}

func compare(t *testing.T, name string, got, want any, tolerance float64) {
	t.Helper()
	switch want := want.(type) {
	case bool:
		if got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	case float64:
		d, ok := got.(decimal.Decimal)
		if !ok || math.Abs(d.InexactFloat64()-want) > tolerance {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	case []any:
		list, ok := got.([]decimal.Decimal)
		if !ok || len(list) != len(want) {
			t.Fatalf("%s is %v, want %v", name, got, want)
		}
		for i := range want {
			compare(t, name, list[i], want[i], tolerance)
		}
	}
}

type figures map[string]any

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

var vectors = map[string]func(*testing.T, reader) figures{
	"s0-nft-hedge": func(_ *testing.T, in reader) figures {
		h := size.HedgeAt(in.num("nft_spot_usd"), in.num("short_notional_usd"), [2]decimal.Decimal{}, decimal.Zero)
		return figures{"hedge_ratio": h.OfSpot}
	},
	"s0-pivot-20pct-of-holdings": func(t *testing.T, in reader) figures {
		equity := in.num("equity_usd")
		infra := equity.Mul(in.num("infra_spot_pct")).Shift(-2)
		m := must[size.Moved](t)(size.MovePct(infra, decimal.Zero, in.num("rotate_pct_of_infra_holdings")))
		return figures{"infra_spot_usd": m.FromLeft, "defi_spot_usd": m.ToNow, "other_usd": equity.Sub(infra)}
	},
	"s1-l1-hedge": func(t *testing.T, in reader) figures {
		spot, equity := in.num("l1_spot_usd"), decimal.NewFromInt(100_000)
		h := size.HedgeAt(spot, in.num("short_notional_usd"), [2]decimal.Decimal{}, equity)
		short := must[size.Leg](t)(size.FromNotional(size.Short, h.Notional, decimal.NewFromInt(1)))
		long := must[size.Leg](t)(size.FromNotional(size.Long, spot, decimal.NewFromInt(1)))
		move := in.num("move_pct")
		return figures{
			"hedge_pct_of_l1_spot": h.OfSpot.Shift(2), "hedge_pct_of_portfolio": h.OfEquity.Shift(2),
			"short_pnl_usd": short.PnL(move), "spot_pnl_usd": long.PnL(move),
			"net_pnl_usd": short.PnL(move).Add(long.PnL(move)), "net_l1_exposure_usd": short.WithSpot(spot).Total,
		}
	},
	"s1-l1-hedge-band": func(_ *testing.T, in reader) figures {
		band := in.list("band_pct")
		h := size.HedgeOf(in.num("l1_spot_usd"), band[0].Shift(-2), [2]decimal.Decimal{band[0].Shift(-2), band[1].Shift(-2)}, decimal.Zero)
		return figures{"short_notional_usd": []decimal.Decimal{h.Low, h.High}}
	},
	"s1-defi-leverage": func(t *testing.T, in reader) figures {
		leg := must[size.Leg](t)(size.FromMargin(size.Long, in.num("margin_usd"), in.num("leverage")))
		stables := must[size.Stables](t)(size.Stables{All: in.num("stables_usd")}.Post(leg.Margin))
		e := leg.WithSpot(in.num("defi_spot_usd"))
		return figures{
			"margin_per_token_usd": leg.Split(int(in.num("tokens").IntPart()))[1].Margin, "futures_notional_usd": leg.Notional,
			"total_defi_exposure_usd": e.Total, "free_stables_usd": stables.Free, "exposure_over_spot": e.OverSpot,
		}
	},
	"s1-capital-cap": func(t *testing.T, in reader) figures {
		p, err := playbook.Load("s1-blueprint")
		if err != nil {
			t.Fatal(err)
		}
		limits := p.Limits
		limits.MarginPct.Value = in.num("cap_pct_of_capital").InexactFloat64()
		u := size.UseOf([]size.Leg{{Margin: in.num("futures_margin_usd"), Notional: in.num("futures_notional_gross_usd")}}, in.num("equity_usd"), &limits)
		return figures{"margin_pct": u.MarginPct, "within_cap": u.WithinCap, "gross_notional_pct": u.GrossPct}
	},
	"s2-scenario-a": func(t *testing.T, in reader) figures {
		m := must[size.Moved](t)(size.Move(in.num("defi_usd"), in.num("ai_usd"), in.num("sell_defi_usd")))
		leg := must[size.Leg](t)(size.FromMargin(size.Long, in.num("futures_margin_usd"), in.num("leverage")))
		defi, ai := size.Split(m.FromLeft, m.ToNow)
		return figures{
			"defi_usd": m.FromLeft, "ai_usd": m.ToNow, "defi_pct": defi, "ai_pct": ai,
			"futures_notional_usd": leg.Notional, "total_ai_exposure_usd": leg.WithSpot(m.ToNow).Total,
		}
	},
	"s2-scenario-b-from-5050": scenarioB,
	"s2-scenario-b-after-a":   scenarioB,
	"s2-table-ignition": func(t *testing.T, in reader) figures {
		leg := must[size.Leg](t)(size.FromMargin(size.Long, in.num("margin_usd"), in.num("leverage")))
		return figures{"futures_notional_usd": leg.Notional}
	},
	"s2-table-sums": func(_ *testing.T, in reader) figures {
		var sums []decimal.Decimal
		for _, row := range in.in["rows"].([]any) {
			sum := decimal.Zero
			for _, v := range row.([]any) {
				sum = sum.Add(decimal.NewFromFloat(v.(float64)))
			}
			sums = append(sums, sum)
		}
		return figures{"sums": sums}
	},
	"s2-table-row3-resolved": func(t *testing.T, in reader) figures {
		p, err := playbook.Load("s2-narrative")
		if err != nil {
			t.Fatal(err)
		}
		stage, _ := p.WithPreset("table").StageByID("peak")
		got, sum := figures{}, decimal.Zero
		for _, a := range size.Targets(&stage, in.num("equity_usd")) {
			got[map[string]string{"Core": "core_usd", "DeFi": "defi_usd", "AI": "ai_usd"}[a.Bucket]] = a.USD
			sum = sum.Add(a.USD)
		}
		got["sum_pct"] = sum.Mul(decimal.NewFromInt(100)).Div(in.num("equity_usd"))
		return got
	},
	"funding-units": func(_ *testing.T, in reader) figures {
		var out []decimal.Decimal
		for _, r := range in.list("rate_pct_per_8h") {
			out = append(out, size.AnnualSimple(r))
		}
		return figures{"annual_pct_simple": out}
	},
	"funding-interval-normalisation": func(t *testing.T, in reader) figures {
		var out []decimal.Decimal
		hours := in.list("interval_h")
		for i, r := range in.list("rate_pct") {
			v, ok := size.Per8h(r, hours[i])
			if !ok {
				t.Errorf("%v per %v h is not known", r, hours[i])
			}
			out = append(out, v)
		}
		return figures{"rate_pct_per_8h": out}
	},
	"s1-funding-annualised-literal": func(_ *testing.T, in reader) figures {
		r := size.FromAnnual(in.num("annual_pct"))
		return figures{"rate_pct_per_8h": r, "fraction_of_the_0.01pct_baseline": r.Mul(decimal.NewFromInt(100))}
	},
}

func scenarioB(t *testing.T, in reader) figures {
	m := must[size.Moved](t)(size.Move(in.num("ai_usd"), in.num("defi_usd"), in.num("sell_ai_usd")))
	ai, defi := size.Split(m.FromLeft, m.ToNow)
	return figures{"defi_usd": m.ToNow, "ai_usd": m.FromLeft, "defi_pct": defi, "ai_pct": ai}
}
