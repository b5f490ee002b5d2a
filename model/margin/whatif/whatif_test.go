package whatif_test

import (
	"errors"
	"testing"

	"eddy/model"
	"eddy/model/margin"
	"eddy/model/margin/whatif"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func some(s string) decimal.NullDecimal { return decimal.NewNullDecimal(d(s)) }

// account is two legs with one bracket each: 0.4 % maintenance up to 50x, and
// 1 % up to 25x.
func account() *model.AccountInput {
	one := func(rate, lever string) []model.Tier {
		return []model.Tier{{Cap: d("1000000"), Rate: d(rate), MaxLeverage: d(lever)}}
	}
	return &model.AccountInput{Venue: model.Binance, Wallet: d("10000"), Legs: []model.LegInput{
		{Symbol: "BTCUSDT", Asset: "BTC", Side: "long", Mode: "isolated", Qty: d("0.1"), Entry: d("60000"), Mark: d("60000"), Leverage: d("3"), Stop: some("54000"), Tiers: one("0.004", "50")},
		{Symbol: "AAVEUSDT", Asset: "AAVE", Side: "long", Mode: "cross", Qty: d("20"), Entry: d("100"), Mark: d("100"), Leverage: d("2"), Stop: some("85"), Tiers: one("0.01", "25")},
	}}
}

func ask(t testing.TB, in *model.AccountInput, changes ...whatif.Change) *margin.Report {
	t.Helper()
	a, err := whatif.New(in)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	r, err := a.Evaluate(changes)
	if err != nil {
		t.Fatalf("Evaluate: %v", err)
	}
	return r
}

// An isolated long is liquidated at entry*(1-1/L)/(1-m), margin reference §4:
// with L 3 and m 0.4 % at 60000*(2/3)/0.996 = 40160.64..., with L 10 at
// 60000*0.9/0.996 = 54216.86...
func TestLeverageMovesAnIsolatedLiquidation(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change whatif.Change
		want   string
	}{
		{"as it is", whatif.Change{}, "40160.6426"},
		{"ten times", whatif.Change{Leverage: some("10")}, "54216.8675"},
		{"ten times with the same money", whatif.Change{Leverage: some("10"), Hold: margin.HoldMargin}, "54216.8675"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := ask(t, account(), tt.change)
			if got := r.Legs[0].Liquidation.Price.Decimal.StringFixed(4); got != tt.want {
				t.Errorf("liquidation at %s, want %s", got, tt.want)
			}
		})
	}
}

// With the margin held the size follows: 0.1 at 3x is a third at 10x.
func TestHoldMargin(t *testing.T) {
	r := ask(t, account(), whatif.Change{Leverage: some("6"), Hold: margin.HoldMargin})
	if got := r.Legs[0].Notional; !got.Equal(d("12000")) {
		t.Errorf("notional %s, want 12000", got)
	}
	if got := r.Legs[0].InitialMargin; !got.Equal(d("2000")) {
		t.Errorf("margin %s, want the 2000 there were", got)
	}
}

func TestModeOfALeg(t *testing.T) {
	r := ask(t, account(), whatif.Change{Mode: margin.Cross})
	if r.Legs[0].Mode != margin.Cross || r.Legs[0].Backing.Valid {
		t.Errorf("the leg is %v backed by %v", r.Legs[0].Mode, r.Legs[0].Backing)
	}
	// The whole wallet backs both: BTC alone would have to fall below
	// (10000 - 20 - 6000)... under zero margin, far below the isolated price.
	if p := r.Legs[0].Liquidation.Price; p.Valid && p.Decimal.GreaterThan(d("40160")) {
		t.Errorf("cross is liquidated at %v, before isolated", p.Decimal)
	}
}

func TestTrack(t *testing.T) {
	a, err := whatif.New(account())
	if err != nil {
		t.Fatal(err)
	}
	track, ok := a.Track(0, nil)
	if !ok {
		t.Fatal("no track")
	}
	if !track.Max.Equal(d("50")) || !track.Offered.Decimal.Equal(d("50")) {
		t.Errorf("up to %v, offered %v, want 50", track.Max, track.Offered)
	}
	// The stop at 54000 is passed by 60000*(1-1/L)/0.996 from L = 9.657 on.
	if !track.Late.Valid || !track.Late.Decimal.Equal(d("10")) {
		t.Errorf("the stop comes too late from %v, want 10", track.Late)
	}
	for _, tt := range []struct {
		at    string
		steps int
		want  string
	}{{"3", 1, "3.5"}, {"3", -1, "2.5"}, {"1", -1, "1"}, {"5", 1, "6"}, {"50", 3, "50"}, {"2.7", 1, "3"}, {"2.7", -1, "2.5"}, {"20", 1, "25"}} {
		if got := track.Step(d(tt.at), tt.steps); !got.Equal(d(tt.want)) {
			t.Errorf("%d steps from %s: %s, want %s", tt.steps, tt.at, got, tt.want)
		}
	}
}

// Where the money is held the size grows out of what the venue offers: 480,000
// at 4x is 960,000 at 8x, and the table ends at a million.
func TestTrackEndsWhereTheSizeIsRefused(t *testing.T) {
	in := account()
	in.Legs[0].Qty, in.Legs[0].Leverage = d("8"), d("4")
	in.Wallet = d("500000")
	a, err := whatif.New(in)
	if err != nil {
		t.Fatal(err)
	}
	track, ok := a.Track(0, []whatif.Change{{Hold: margin.HoldMargin}})
	if !ok || !track.Offered.Decimal.Equal(d("8")) {
		t.Errorf("offered up to %v (%v), want 8", track.Offered, ok)
	}
}

func TestBadInput(t *testing.T) {
	edit := func(f func(*model.AccountInput)) *model.AccountInput {
		in := account()
		f(in)
		return in
	}
	for _, tt := range []struct {
		name string
		in   *model.AccountInput
	}{
		{"not worked out", edit(func(in *model.AccountInput) { in.Why = "BTCUSDT: no mark" })},
		{"no side", edit(func(in *model.AccountInput) { in.Legs[0].Side = "up" })},
		{"no mode", edit(func(in *model.AccountInput) { in.Legs[1].Mode = "" })},
		{"no ladder", edit(func(in *model.AccountInput) { in.Legs[0].Tiers[0].Rate = d("2") })},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := whatif.New(tt.in); err == nil {
				t.Error("no error")
			}
		})
	}
	a, err := whatif.New(edit(func(in *model.AccountInput) { in.Legs[0].Tiers = nil }))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Evaluate(nil); !errors.Is(err, margin.ErrUnknownTiers) {
		t.Errorf("without brackets: %v", err)
	}
	if _, ok := a.Track(0, nil); ok {
		t.Error("a track without brackets")
	}
	a, err = whatif.New(account())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Evaluate([]whatif.Change{{Leverage: some("51")}}); !errors.Is(err, margin.ErrLeverage) {
		t.Errorf("51x: %v", err)
	}
}

// Asking leaves the account as it was, and what Slide tells of one leg is what
// Evaluate tells of the whole account.
func TestAskingChangesNothing(t *testing.T) {
	in := account()
	a, err := whatif.New(in)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		lever := decimal.New(int64(rapid.IntRange(2, 100).Draw(t, "halves")), 0).Div(d("2"))
		hold := margin.Hold(rapid.IntRange(0, 1).Draw(t, "hold"))
		base, err := a.Evaluate(nil)
		if err != nil {
			t.Fatal(err)
		}
		notch := base.Slide(0, []decimal.Decimal{lever}, hold)[0]
		whole, err := a.Evaluate([]whatif.Change{{Leverage: decimal.NewNullDecimal(lever), Hold: hold}})
		if err != nil {
			t.Fatal(err)
		}
		if !notch.Liquidation.Price.Decimal.Round(12).Equal(whole.Legs[0].Liquidation.Price.Decimal.Round(12)) {
			t.Fatalf("at %s: slide %v, whole %v", lever, notch.Liquidation.Price, whole.Legs[0].Liquidation.Price)
		}
		if !notch.MarginRatio.Decimal.Round(12).Equal(whole.Account.MarginRatio.Decimal.Round(12)) {
			t.Fatalf("at %s: slide %v, whole %v", lever, notch.MarginRatio, whole.Account.MarginRatio)
		}
	})
	if diff := cmp.Diff(account(), in); diff != "" {
		t.Errorf("asking changed the figures: %s", diff)
	}
}
