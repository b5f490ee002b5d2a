package cost_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"eddy/model"
	"eddy/model/modeltest"
	"eddy/strategy/cost"
)

func near(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }

// The figures are those of analytics §6 and §7, worked by hand there.
func TestWorkedFigures(t *testing.T) {
	peak, ok := cost.Impact(0.05, 100_000, 10e6)
	if !ok || !near(peak, 50e-4, 1e-12) {
		t.Errorf("impact of 1 %% of turnover at sigma 5 %%: got %v, want 50 bp", peak)
	}
	side := cost.Side{Fee: 5e-4, HalfSpread: 1.5e-4, Impact: 50e-4}
	if !near(side.Total(), 56.5e-4, 1e-12) || !near(side.RoundTrip(), 113e-4, 1e-12) {
		t.Errorf("one side %v, round trip %v", side.Total(), side.RoundTrip())
	}
	if edge := cost.DefaultEstimator().Edge(1.5, 0.6); !near(edge, 88e-4, 0.5e-4) {
		t.Errorf("edge: got %v, want about 88 bp", edge)
	}
	if (cost.Gate{Edge: 150e-4, RoundTrip: 113e-4, K: 1.5}).Passes() {
		t.Error("150 bp do not pay for 1.5 times 113 bp")
	}
	if g := (cost.Gate{Edge: 88e-4, RoundTrip: 40e-4, K: 1.5}); !g.Passes() || !near(g.Needs(), 60e-4, 1e-12) {
		t.Errorf("88 bp against %v: want a trade", g.Needs())
	}
	if n := cost.DefaultLiquidity().Slices(250_000, 10e6); n != 3 {
		t.Errorf("got %d slices, want 3", n)
	}
	if s := cost.Score(1e8, false); !near(s, 50, 1e-9) {
		t.Errorf("score of 100 M: got %v, want 50", s)
	}
}

func TestVectors(t *testing.T) {
	data, err := os.ReadFile(modeltest.Shared(t, "reference", "vectors", "costs.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID        string
			Input     map[string]float64
			Expected  map[string]any
			Tolerance float64
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			for name, want := range c.Expected {
				got := vectorResult(t, name, c.Input)
				if yes, isBool := want.(bool); isBool {
					if (got != 0) != yes {
						t.Errorf("%s: got %v, want %v", name, got != 0, yes)
					}
				} else if !near(got, want.(float64), c.Tolerance) {
					t.Errorf("%s: got %v, want %v", name, got, want)
				}
			}
		})
	}
}

func vectorResult(t *testing.T, name string, in map[string]float64) float64 {
	t.Helper()
	side := cost.Side{Fee: in["fee_bps"], HalfSpread: in["half_spread_bps"], Impact: in["impact_bps"]}
	gate := cost.Gate{Edge: in["edge_bps"], RoundTrip: in["round_trip_bps"], K: in["k"]}
	switch name {
	case "impact_bps":
		peak, _ := cost.Impact(in["sigma_daily"], in["order_usd"], in["adv_usd"])
		return in["Y"] * peak * 1e4
	case "one_side_bps":
		return side.Total()
	case "round_trip_bps":
		return side.RoundTrip()
	case "max_usd":
		return in["adv_usd"] * cost.DefaultLiquidity().OrderOfTurnover
	case "slices":
		return float64(cost.DefaultLiquidity().Slices(in["want_usd"], in["adv_usd"]))
	case "required_bps":
		return gate.Needs()
	case "trade":
		if gate.Passes() {
			return 1
		}
		return 0
	case "half_band":
		half, _ := cost.CubeRootBand(in["c"], in["sigma_annual"], in["lambda"])
		return half
	}
	t.Fatalf("no figure called %s", name)
	return 0
}

func TestHalfSpread(t *testing.T) {
	for _, tt := range []struct {
		name               string
		bid, ask, turnover float64
		want               float64
		measured           bool
	}{
		{"a book", 99, 101, 5, 0.01, true},
		{"a crossed book is none", 101, 99, 2e9, 0.5e-4, false},
		{"no book, over a billion", 0, 0, 2e9, 0.5e-4, false},
		{"over 100 M", 0, 0, 200e6, 1e-4, false},
		{"over 20 M", 0, 0, 30e6, 2e-4, false},
		{"over 5 M", 0, 0, 6e6, 4e-4, false},
		{"thin", 0, 0, 5e6, 8e-4, false},
		{"nothing known", 0, 0, 0, 8e-4, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, measured := cost.HalfSpread(tt.bid, tt.ask, tt.turnover)
			if !near(got, tt.want, 1e-12) || measured != tt.measured {
				t.Errorf("got %v, %v", got, measured)
			}
		})
	}
}

func TestBand(t *testing.T) {
	b := cost.DefaultBand()
	for _, tt := range []struct {
		name        string
		now, target float64
		signal      bool
		want        float64
	}{
		{"inside by points", 8, 10, false, 0},
		{"inside by share of the target", 42, 50, false, 0},
		{"drift goes to the edge", 30, 50, false, 10},
		{"a signal goes to the centre", 30, 50, true, 20},
		{"too much, to the edge", 20, 10, false, -7.5},
		{"too much, to the centre", 20, 10, true, -10},
		{"a target of zero has a band too", 2, 0, true, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := b.Trade(tt.now, tt.target, tt.signal); !near(got, tt.want, 1e-9) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if got := cost.Turnover([]float64{10, -6, -4}); got != 10 {
		t.Errorf("turnover: got %v, want 10", got)
	}
	if got := cost.Penalty([]float64{10, -6}, []float64{0.01, 0.02}); !near(got, 0.22, 1e-12) {
		t.Errorf("penalty: got %v, want 0.22", got)
	}
}

// A trade never passes the target and never goes the wrong way.
func TestBandNeverOvershoots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now, target := rapid.Float64Range(0, 100).Draw(t, "now"), rapid.Float64Range(0, 100).Draw(t, "target")
		move := cost.DefaultBand().Trade(now, target, rapid.Bool().Draw(t, "signal"))
		if move*(target-now) < 0 || math.Abs(move) > math.Abs(target-now)+1e-9 {
			t.Fatalf("from %v to %v by %v", now, target, move)
		}
	})
}

func TestFundingIsSignedBySide(t *testing.T) {
	f := cost.Funding{Rate: 0.0001, IntervalH: 4}
	long, short := decimal.NewFromInt(10_000), decimal.NewFromInt(-10_000)
	if got := f.NextFlow(long); got.String() != "-1" {
		t.Errorf("a long pays 1 at the next settlement, got %s", got)
	}
	if got, ok := f.Per8h(short); !ok || got.String() != "2" {
		t.Errorf("a short receives 2 in eight hours, got %s", got)
	}
	if got, ok := f.PerDay(short); !ok || got.String() != "6" {
		t.Errorf("a short receives 6 a day, got %s", got)
	}
	if _, ok := (cost.Funding{Rate: 0.0001}).PerDay(long); ok {
		t.Error("without an interval a day's funding is not known")
	}
	if got, _ := f.Accrued(true, 24); !near(got, -6e-4, 1e-12) {
		t.Errorf("a long accrues %v a day, want -6 bp", got)
	}
}

func TestLiquidity(t *testing.T) {
	l := cost.DefaultLiquidity()
	deep := cost.Depth{Turnover: model.Known(50e6), OpenInterest: model.Known(20e6)}
	for _, f := range append(l.Enter(deep), l.Order(deep, 10_000, 10_000)...) {
		if !f.Passed || f.Amber {
			t.Errorf("%s: %s", f.ID, f.Text)
		}
	}
	thin := cost.Depth{Turnover: model.Known(29_000), OpenInterest: model.Known(2e6)}
	if f := l.Enter(thin)[0]; f.Passed || !strings.Contains(f.Text, "$2M") {
		t.Errorf("a turnover of 29 k passed: %q", f.Text)
	}
	f := l.Order(thin, 900, 0)[0]
	if f.Passed || !near(f.Value, 0.031, 1e-4) || f.Text != "$900 is 3.1 % of its day's turnover, at most 1 %" {
		t.Errorf("got %+v", f)
	}
	unknown := cost.Depth{Turnover: model.Unknown("no volume heard")}
	for _, f := range append(l.Enter(unknown), l.Order(unknown, 1, 1)...) {
		if f.Passed || f.Known {
			t.Errorf("%s passed without a figure", f.ID)
		}
	}
	if f := l.Enter(cost.Depth{Turnover: model.Known(5e6), OpenInterest: model.Known(2e6)})[0]; !f.Passed || !f.Amber {
		t.Errorf("5 M is thin and passes: %+v", f)
	}
}

// Rates on money lose nothing that counts: parts add up to the whole within a
// cent of a cent each, and more is never cheaper.
func TestBill(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		usd := decimal.New(rapid.Int64Range(0, 1e12).Draw(t, "cents"), -2)
		s := cost.SideOf(cost.Market{Turnover: rapid.Float64Range(0, 1e10).Draw(t, "turnover"), DailySigma: rapid.Float64Range(0, 0.5).Draw(t, "sigma")}, usd.InexactFloat64(), 5e-4)
		b := cost.BillOf(usd, s)
		if b.Fee.IsNegative() || b.Spread.IsNegative() || b.Impact.IsNegative() {
			t.Fatalf("a bill below zero: %+v", b)
		}
		if got, want := b.Total().InexactFloat64(), usd.InexactFloat64()*s.Total(); math.Abs(got-want) > 2e-4+want*1e-9 {
			t.Fatalf("got %v, want %v", got, want)
		}
		if twice := b.Plus(b).Total(); !twice.Equal(b.Total().Mul(decimal.NewFromInt(2))) {
			t.Fatalf("twice %s is %s", b.Total(), twice)
		}
	})
}
