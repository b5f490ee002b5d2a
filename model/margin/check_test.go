package margin

import (
	"errors"
	"strings"
	"testing"

	"eddy/model"
	"eddy/model/margin/tier"

	"github.com/shopspring/decimal"
)

func TestBadInput(t *testing.T) {
	good := pos("BTCUSDT", Long, Isolated, "1", "60000", "", "10")
	change := func(f func(*Position)) []Position { return []Position{with(good, f)} }
	tests := []struct {
		name   string
		venue  model.Venue
		wallet string
		ps     []Position
		field  string
		reason error
	}{
		{"unknown venue", "kraken", "1", []Position{good}, "venue", ErrVenue},
		{"negative wallet", model.Binance, "-1", []Position{good}, "wallet", ErrValue},
		{"absurd wallet", model.Binance, "1e40", []Position{good}, "wallet", ErrValue},
		{"zero quantity", model.Binance, "1", change(func(p *Position) { p.Qty = d("0") }), "qty", ErrValue},
		{"negative quantity", model.Binance, "1", change(func(p *Position) { p.Qty = d("-2") }), "qty", ErrValue},
		{"absurd quantity", model.Binance, "1", change(func(p *Position) { p.Qty = d("1e300") }), "qty", ErrValue},
		{"next to no quantity", model.Binance, "1", change(func(p *Position) { p.Qty = d("1e-300") }), "qty", ErrValue},
		{"quantity beyond the table", model.Binance, "1", change(func(p *Position) { p.Qty = d("50000") }), "qty", ErrBeyondTiers},
		{"moved beyond the table", model.Binance, "1", change(func(p *Position) { p.Qty, p.Mark, p.Leverage = d("29000"), d("63000"), d("1") }), "qty", ErrBeyondTiers},
		{"zero entry", model.Binance, "1", change(func(p *Position) { p.Entry = d("0") }), "entry", ErrValue},
		{"no mark", model.Binance, "1", change(func(p *Position) { p.Mark = decimal.Decimal{} }), "mark", ErrNoMark},
		{"negative mark", model.Binance, "1", change(func(p *Position) { p.Mark = d("-1") }), "mark", ErrValue},
		{"no side", model.Binance, "1", change(func(p *Position) { p.Side = NoSide }), "side", ErrValue},
		{"no mode", model.Binance, "1", change(func(p *Position) { p.Mode = NoMode }), "margin_mode", ErrValue},
		{"no symbol", model.Binance, "1", change(func(p *Position) { p.Symbol = "" }), "symbol", ErrValue},
		{"unknown symbol", model.Binance, "1", change(func(p *Position) { p.Symbol = "NOSUCHUSDT" }), "symbol", ErrUnknownTiers},
		{"venue without a table", model.OKX, "1", change(func(p *Position) { p.Symbol = "BTC-USDT-SWAP" }), "symbol", ErrUnknownTiers},
		{"leverage below 1", model.Binance, "1", change(func(p *Position) { p.Leverage = d("0.5") }), "leverage", ErrLeverage},
		{"leverage above the bracket's", model.Binance, "1", change(func(p *Position) { p.Leverage = d("101") }), "leverage", ErrLeverage},
		{"1/L below the maintenance rate", model.Binance, "1", change(func(p *Position) { p.Leverage, p.Terms = d("60"), own("0.02", "", "") }), "leverage", ErrLeverage},
		{"1/L equal to the maintenance rate", model.Binance, "1", change(func(p *Position) { p.Leverage, p.Terms = d("50"), own("0.02", "", "") }), "leverage", ErrLeverage},
		{"1/L below rate and fee", model.Binance, "1", change(func(p *Position) { p.Leverage, p.Terms = d("48"), own("0.02", "", "0.001") }), "leverage", ErrLeverage},
		{"rate in percent", model.Binance, "1", change(func(p *Position) { p.Terms = own("1.5", "", "") }), "maintenance_margin_rate", ErrValue},
		{"amount without a rate", model.Binance, "1", change(func(p *Position) { p.Terms = own("", "50", "") }), "maintenance_amount", ErrValue},
		{"fee in percent", model.Binance, "1", change(func(p *Position) { p.Terms = own("0.01", "", "0.5") }), "fee_rate", ErrValue},
		{"zero margin", model.Binance, "1", change(func(p *Position) { p.Margin = some(d("0")) }), "margin", ErrValue},
		{"negative stop", model.Binance, "1", change(func(p *Position) { p.Stop = some(d("-5")) }), "stop", ErrValue},
		{"absurd beta", model.Binance, "1", change(func(p *Position) { p.Beta = some(d("1000")) }), "beta", ErrValue},
		{"funding rate in percent", model.Binance, "1", change(func(p *Position) { p.Funding.Rate = some(d("1")) }), "funding_rate", ErrValue},
		{"no funding interval", model.Binance, "1", change(func(p *Position) { p.Funding.IntervalH = some(d("0")) }), "funding_interval_h", ErrValue},
		{"the same position twice", model.Binance, "1", []Position{good, good}, "side", ErrDuplicate},
		{"hedge on a one-way venue", model.Hyperliquid, "1", []Position{
			pos("BTC", Long, Cross, "1", "60000", "", "10"), pos("BTC", Short, Cross, "1", "60000", "", "10")}, "side", ErrHedge},
		{"hedge with two marks", model.Binance, "1", []Position{
			pos("BTCUSDT", Long, Cross, "1", "60000", "60000", "10"), pos("BTCUSDT", Short, Cross, "1", "60000", "60001", "10")}, "mark", ErrValue},
	}
	book := embedded(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := Evaluate(Account{Venue: tt.venue, Wallet: d(tt.wallet), Positions: tt.ps}, book)
			if r != nil || !errors.Is(err, tt.reason) {
				t.Fatalf("Evaluate() = %v, %v; want no report and %v", r, err, tt.reason)
			}
			var in *InputError
			if !errors.As(err, &in) || in.Field != tt.field {
				t.Errorf("error %q names field %q, want %q", err, in.Field, tt.field)
			}
			if strings.ContainsAny(err.Error(), "\n") || len(err.Error()) > 250 {
				t.Errorf("error is not one short line: %q", err)
			}
		})
	}
}

// TestLeverageCeiling checks margin §4: for a rate of 0.0065 about 153x.
func TestLeverageCeiling(t *testing.T) {
	at := func(l string) error {
		p := with(pos("X", Long, Isolated, "1", "1000", "", l), func(p *Position) { p.Terms = own("0.0065", "", "") })
		_, err := Evaluate(Account{Venue: model.Binance, Wallet: d("1000"), Positions: []Position{p}}, embedded(t))
		return err
	}
	if err := at("153"); err != nil {
		t.Errorf("153x: %v", err)
	}
	if err := at("154"); !errors.Is(err, ErrLeverage) {
		t.Errorf("154x: error = %v, want ErrLeverage", err)
	}
}

// TestBoundary checks margin §4: exactly at an edge the lower row holds, and
// only the highest leverage differs above it.
func TestBoundary(t *testing.T) {
	at := evaluate(t, model.Binance, "100000", pos("BTCUSDT", Long, Isolated, "1", "50000", "", "10")).Legs[0]
	above := evaluate(t, model.Binance, "100000", pos("BTCUSDT", Long, Isolated, "1", "50000.01", "", "10")).Legs[0]
	if at.Bracket != 1 || !at.MaxLeverage.Decimal.Equal(d("125")) || !at.Maintenance.Equal(d("200")) {
		t.Errorf("at 50,000: bracket %d, %sx, %s; want 1, 125x, 200", at.Bracket, at.MaxLeverage.Decimal, at.Maintenance)
	}
	if above.Bracket != 2 || !above.MaxLeverage.Decimal.Equal(d("100")) || !above.Maintenance.Equal(d("200.00005")) {
		t.Errorf("above it: bracket %d, %sx, %s; want 2, 100x, 200.00005", above.Bracket, above.MaxLeverage.Decimal, above.Maintenance)
	}
}

func TestCoinTablesDoNotMoveWithThePrice(t *testing.T) {
	table, err := tier.New(tier.Head{Venue: model.OKX, Symbol: "BTC-USDT-SWAP", Basis: tier.Coins}, []tier.Row{
		{Cap: d("5"), Rate: d("0.004"), MaxLeverage: d("100")},
		{Floor: d("5"), Cap: d("20"), Rate: d("0.01"), MaxLeverage: d("50")},
	})
	if err != nil {
		t.Fatalf("tier.New() error = %v", err)
	}
	// (600,000 - 60,000)/(10*(1 - 0.01 - 0.0005)) by hand: row 2 at every price.
	p := with(pos("BTC-USDT-SWAP", Long, Isolated, "10", "60000", "", "10"), func(p *Position) { p.Terms.Table = table })
	r := evaluate(t, model.OKX, "60000", p)
	if got := shownPrice(r.Legs[0].Liquidation); got != "54573.02" || r.Legs[0].Bracket != 2 {
		t.Errorf("liquidation price = %s in bracket %d, want 54573.02 in 2", got, r.Legs[0].Bracket)
	}
	// The jump between the rows lies in size, not in price: one more coin.
	if r.Legs[0].Opposite.State != LiqNone {
		t.Errorf("opposite = %+v, want none", r.Legs[0].Opposite)
	}
}

func TestJumpAtAnEdgeIsALiquidationPrice(t *testing.T) {
	// A short of 190 at 100 on a ladder without deductions. With 750 behind it
	// the 1 % row ends it below its edge: (19,000 + 750)/(190*1.01).
	table := jumpy(t, model.Binance, "J")
	short := func(margin string) *Report {
		p := with(pos("J", Short, Isolated, "190", "100", "", "10"), func(p *Position) {
			p.Terms.Table, p.Margin = table, some(d(margin))
		})
		return evaluate(t, model.Binance, "5000", p)
	}
	if got := shownPrice(short("750").Legs[0].Liquidation); got != "102.92" {
		t.Errorf("liquidation price = %s, want 102.92 within the first row", got)
	}
	// With 1,300 it has lost 1,000 at the edge of 20,000: the 300 left are enough
	// for the first row's 200 and not for the second row's 400.
	liq := short("1300").Legs[0].Liquidation
	if want := d("20000").DivRound(d("190"), 20); liq.Price.Decimal.Sub(want).Abs().GreaterThan(d("1e-18")) {
		t.Errorf("liquidation price = %s, want the edge %s", liq.Price.Decimal, want)
	}
}

func TestVenueRulesDiffer(t *testing.T) {
	// One position by each venue's own rule: long 1 at 1,000, 10x, rate 1 %.
	want := map[model.Venue]string{
		model.Binance:     "909.0909", // 900/0.99
		model.Bybit:       "909.0909", // the reserve is on both sides
		model.OKX:         "909.5503", // 900/(1 - 0.01 - 0.0005)
		model.BingX:       "909.5503",
		model.Hyperliquid: "909.0909",
		model.MEXC:        "910.0000", // 900 + 10
		model.WEEX:        "909.0909",
	}
	for _, v := range model.AllVenues {
		p := with(pos("X", Long, Isolated, "1", "1000", "", "10"), func(p *Position) { p.Terms = own("0.01", "", "") })
		r := evaluate(t, v, "100", p)
		if got := r.Legs[0].Liquidation.Price.Decimal.StringFixed(4); got != want[v] {
			t.Errorf("%s: liquidation price = %s, want %s", v, got, want[v])
		}
	}
}

func TestInitialMarginBasis(t *testing.T) {
	// 2 at 1,000, mark 1,200, 10x: 200 at entry, 240 at the mark (margin §3).
	tests := []struct {
		venue model.Venue
		mode  Mode
		want  string
	}{
		{model.Binance, Isolated, "200"}, {model.Binance, Cross, "240"},
		{model.MEXC, Isolated, "200"}, {model.MEXC, Cross, "200"},
	}
	for _, tt := range tests {
		p := with(pos("X", Long, tt.mode, "2", "1000", "1200", "10"), func(p *Position) { p.Terms = own("0.01", "", "") })
		if got := evaluate(t, tt.venue, "1000", p).Legs[0].InitialMargin.String(); got != tt.want {
			t.Errorf("%s %s: initial margin = %s, want %s", tt.venue, tt.mode, got, tt.want)
		}
	}
}

func TestBybitCrossCountsItsReserve(t *testing.T) {
	// Long 0.25 at 58,000, 8x, mark 59,000, rate 0.005, wallet 2,000 (margin §3).
	// F = 14,500*(7/8)*0.00055 = 6.978125. The pool is tested against
	// q*p*m + F: p = (14,500 - 2,000 + F)/(0.25*0.995).
	p := with(pos("X", Long, Cross, "0.25", "58000", "59000", "8"), func(p *Position) { p.Terms = own("0.005", "", "") })
	r := evaluate(t, model.Bybit, "2000", p)
	if got := r.Legs[0].Liquidation.Price.Decimal.StringFixed(4); got != "50279.3090" {
		t.Errorf("liquidation price = %s, want 50279.3090", got)
	}
	if got := r.Legs[0].Maintenance.String(); got != "80.728125" {
		t.Errorf("maintenance = %s, want 80.728125 (margin §3: 80.73)", got)
	}
	if got := r.Legs[0].InitialMargin.String(); got != "1850.728125" {
		t.Errorf("initial margin = %s, want 1850.728125: q*P/L + F in cross", got)
	}
}

func TestNettedHedge(t *testing.T) {
	// Bybit charges a fully hedged pair its closing fees and nothing else.
	leg := func(side Side, qty string) Position {
		return with(pos("X", side, Cross, qty, "1000", "", "10"), func(p *Position) { p.Terms = own("0.01", "", "") })
	}
	full := evaluate(t, model.Bybit, "500", leg(Long, "2"), leg(Short, "2"))
	if got := full.Account.Maintenance.String(); got != "2.2" { // 2000*0.00055*(0.9 + 1.1)
		t.Errorf("maintenance of a full hedge = %s, want 2.2", got)
	}
	if s := full.Legs[0].Liquidation.State; s != LiqNone {
		t.Errorf("a full hedge has liquidation state %d, want none", s)
	}
	part := evaluate(t, model.WEEX, "500", leg(Long, "2"), leg(Short, "1.5"))
	if got := part.Account.Maintenance.String(); got != "5" { // 500*0.01
		t.Errorf("maintenance of half a coin net = %s, want 5", got)
	}
	// WEEX: mark - (equity - maintenance)/(net*(1 - m)) = 1000 - 495/(0.5*0.99) = 0.
	if s := part.Legs[0].Liquidation.State; s != LiqNone {
		t.Errorf("liquidation state %d with price %s, want none at zero", s, shownPrice(part.Legs[0].Liquidation))
	}
}

func TestEqualHedgeDiesOnARise(t *testing.T) {
	// Margin §1c: with equal sizes only maintenance growing with the price can
	// end it. Wallet 100, 1 against 1 at 1,000, rate 1 %: 100 = 0.02p.
	leg := func(side Side) Position {
		return with(pos("X", side, Cross, "1", "1000", "", "10"), func(p *Position) {
			p.Terms, p.Stop = own("0.01", "", ""), some(d("850"))
		})
	}
	r := evaluate(t, model.Binance, "100", leg(Long), leg(Short))
	for i := range r.Legs {
		liq := r.Legs[i].Liquidation
		if shownPrice(liq) != "5000.00" || liq.Falling || !liq.DistancePct.Decimal.Equal(d("400")) {
			t.Errorf("leg %d: %s, falling %v, %s %%; want 5000.00 on a rise, 400 %%", i, shownPrice(liq), liq.Falling, liq.DistancePct.Decimal)
		}
	}
	near := evaluate(t, model.Binance, "22", leg(Long), leg(Short)) // 22 = 0.02p: at 1,100
	for _, r := range []*Report{r, near} {
		if r.Legs[0].Stop.State != StopBefore {
			t.Errorf("stop of the long = %d, want before: nothing liquidates it below", r.Legs[0].Stop.State)
		}
	}
	if r.Legs[1].Stop.State != StopAtOnce {
		t.Errorf("stop of the short at 850 = %d, want at once", r.Legs[1].Stop.State)
	}
}
