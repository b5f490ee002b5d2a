package margin

import (
	"testing"

	"eddy/model"
	"eddy/model/margin/tier"

	"github.com/shopspring/decimal"
)

// d reads a literal of a test.
func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// embedded returns the fallback book.
func embedded(t testing.TB) *tier.Book {
	t.Helper()
	b, err := tier.Embedded()
	if err != nil {
		t.Fatalf("Embedded() error = %v", err)
	}
	return b
}

// own gives a position a rate, an amount and a fee by hand; "" leaves one out.
func own(rate, amount, fee string) Terms {
	var t Terms
	for _, x := range []struct {
		text string
		to   *decimal.NullDecimal
	}{{rate, &t.Rate}, {amount, &t.Amount}, {fee, &t.Fee}} {
		if x.text != "" {
			*x.to = some(d(x.text))
		}
	}
	return t
}

// pos builds a position; mark "" is the entry.
func pos(symbol string, side Side, mode Mode, qty, entry, mark, leverage string) Position {
	if mark == "" {
		mark = entry
	}
	return Position{
		Symbol: symbol, Side: side, Mode: mode, Qty: d(qty), Entry: d(entry), Mark: d(mark), Leverage: d(leverage),
	}
}

// evaluate evaluates or fails.
func evaluate(t testing.TB, venue model.Venue, wallet string, ps ...Position) *Report {
	t.Helper()
	r, err := Evaluate(Account{Venue: venue, Wallet: d(wallet), Positions: ps}, embedded(t))
	if err != nil {
		t.Fatalf("Evaluate() error = %v", err)
	}
	return r
}

func with(p Position, change func(*Position)) Position {
	change(&p)
	return p
}

// TestWorkedLiquidationPrices holds to the worked numbers of the margin
// reference, sections 1 to 4, each to the places printed there.
func TestWorkedLiquidationPrices(t *testing.T) {
	isolated := func(symbol string, side Side, qty, entry, leverage string, terms Terms) Position {
		return with(pos(symbol, side, Isolated, qty, entry, "", leverage), func(p *Position) { p.Terms = terms })
	}
	tests := []struct {
		name   string
		venue  model.Venue
		wallet string
		ps     []Position
		want   []string // to two places; "none"
	}{
		{"§1 ex. 1 Binance long, bracket 2", model.Binance, "20000",
			[]Position{isolated("BTCUSDT", Long, "3", "62500", "10", Terms{})}, []string{"56515.91"}},
		{"§1 ex. 1 without D", model.Binance, "20000",
			[]Position{isolated("BTCUSDT", Long, "3", "62500", "10", own("0.005", "", ""))}, []string{"56532.66"}},
		{"§1 ex. 2 Binance short", model.Binance, "20000",
			[]Position{isolated("BTCUSDT", Short, "3", "62500", "10", Terms{})}, []string{"68424.54"}},
		{"§1 ex. 3 OKX long with fee", model.OKX, "600",
			[]Position{isolated("ETH-USDT-SWAP", Long, "1.5", "3000", "8", own("0.004", "", ""))}, []string{"2636.87"}},
		{"§1 ex. 3 OKX long without fee", model.OKX, "600",
			[]Position{isolated("ETH-USDT-SWAP", Long, "1.5", "3000", "8", own("0.004", "", "0"))}, []string{"2635.54"}},
		{"§1 ex. 3 OKX short with fee", model.OKX, "600",
			[]Position{isolated("ETH-USDT-SWAP", Short, "1.5", "3000", "8", own("0.004", "", ""))}, []string{"3359.88"}},
		{"§1a short crosses up into bracket 3", model.Binance, "60000",
			[]Position{isolated("ETHUSDT", Short, "200", "2900", "10", Terms{})}, []string{"3174.12"}},
		{"§1b two cross positions", model.Binance, "12000",
			[]Position{
				pos("BTCUSDT", Long, Cross, "0.6", "64000", "63000", "10"),
				pos("ETHUSDT", Short, Cross, "8", "3100", "3150", "10"),
			}, []string{"45014.73", "4488.15"}},
		{"§1b Hyperliquid from the mark", model.Hyperliquid, "600",
			[]Position{with(pos("SOL", Long, Cross, "20", "150", "", "10"), func(*Position) {})}, []string{"123.08"}},
		{"§1c hedge mode, one price for both", model.Binance, "9000",
			[]Position{
				with(pos("BTCUSDT", Long, Cross, "0.5", "61000", "60000", "10"), func(p *Position) { p.Terms = own("0.004", "", "") }),
				with(pos("BTCUSDT", Short, Cross, "0.2", "63000", "60000", "10"), func(p *Position) { p.Terms = own("0.004", "", "") }),
			}, []string{"29946.16", "29946.16"}},
		{"§2 frozen at entry, long", model.MEXC, "2000",
			[]Position{isolated("BTC_USDT", Long, "1", "30000", "20", own("0.005", "", ""))}, []string{"28650.00"}},
		{"§2 frozen at entry, short", model.MEXC, "2000",
			[]Position{isolated("BTC_USDT", Short, "1", "30000", "20", own("0.005", "", ""))}, []string{"31350.00"}},
		{"§2 the same by section 1, long", model.Binance, "2000",
			[]Position{isolated("BTCUSDT", Long, "1", "30000", "20", own("0.005", "", ""))}, []string{"28643.22"}},
		{"§2 the same by section 1, short", model.Binance, "2000",
			[]Position{isolated("BTCUSDT", Short, "1", "30000", "20", own("0.005", "", ""))}, []string{"31343.28"}},
		{"§3 Bybit isolated, tier 3", model.Bybit, "200000",
			[]Position{isolated("BTCUSDT", Long, "50", "60000", "20", Terms{})}, []string{"57300.59"}},
		{"§4 1x long has none", model.Binance, "3000",
			[]Position{isolated("X", Long, "2", "1000", "1", own("0.01", "20", ""))}, []string{"none"}},
		{"§4 1x long, frozen rule", model.MEXC, "3000",
			[]Position{isolated("X", Long, "2", "1000", "1", own("0.01", "", ""))}, []string{"10.00"}},
		{"§4 1x short", model.Binance, "3000",
			[]Position{isolated("X", Short, "2", "1000", "1", own("0.01", "20", ""))}, []string{"1990.10"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := evaluate(t, tt.venue, tt.wallet, tt.ps...)
			for i, want := range tt.want {
				if got := shownPrice(r.Legs[i].Liquidation); got != want {
					t.Errorf("leg %d: liquidation price = %s, want %s", i, got, want)
				}
			}
		})
	}
}

func shownPrice(l Liquidation) string {
	if !l.Price.Valid {
		return "none"
	}
	return l.Price.Decimal.StringFixed(2)
}

func TestWorkedRetier(t *testing.T) {
	p := pos("ETHUSDT", Short, Isolated, "200", "2900", "", "10")
	r := evaluate(t, model.Binance, "60000", p)
	leg := r.Legs[0]
	if leg.Bracket != 2 || leg.Liquidation.Bracket != 3 {
		t.Errorf("brackets = %d at the mark, %d at liquidation, want 2 and 3", leg.Bracket, leg.Liquidation.Bracket)
	}
	if got := leg.Liquidation.Price.Decimal.StringFixed(3); got != "3174.118" {
		t.Errorf("liquidation price = %s, want 3174.118 (margin §1a)", got)
	}
}

// TestWorkedFigures checks single figures of the reference that are not
// liquidation prices.
func TestWorkedFigures(t *testing.T) {
	cross := evaluate(t, model.Binance, "12000",
		pos("BTCUSDT", Long, Cross, "0.6", "64000", "63000", "10"),
		pos("ETHUSDT", Short, Cross, "8", "3100", "3150", "10"))
	ex1 := evaluate(t, model.Binance, "20000", pos("BTCUSDT", Long, Isolated, "3", "62500", "61000", "10"))
	bybitIsolated := evaluate(t, model.Bybit, "5000",
		with(pos("X", Long, Isolated, "0.25", "58000", "59000", "8"), func(p *Position) { p.Terms = own("0.005", "", "") }))
	okx := evaluate(t, model.OKX, "500",
		with(pos("BTC-USDT-SWAP", Long, Cross, "0.1", "60000", "59000", "10"), func(p *Position) { p.Terms = own("0.004", "", "0.0005") }))
	tests := []struct {
		name, got, want string
	}{
		{"§1b equity", cross.Account.Equity.String(), "11000"},
		{"§1b maintenance", cross.Account.Maintenance.String(), "252"},
		{"§1b BTC maintenance", cross.Legs[0].Maintenance.String(), "151.2"},
		{"§1b ETH maintenance", cross.Legs[1].Maintenance.String(), "100.8"},
		{"§1b BTC uPnL", cross.Legs[0].UPnL.String(), "-600"},
		{"§1b ETH uPnL of a losing short", cross.Legs[1].UPnL.String(), "-400"},
		{"§1b margin ratio", cross.Account.MarginRatio.Decimal.StringFixed(4), "0.0229"},
		{"§4 distance from the mark", ex1.Legs[0].Liquidation.DistancePct.Decimal.StringFixed(2), "7.35"},
		{"§1 example 1 margin", ex1.Legs[0].Backing.Decimal.String(), "18750"},
		{"§3 initial margin", bybitIsolated.Legs[0].InitialMargin.StringFixed(2), "1819.48"},
		{"§3 maintenance margin", bybitIsolated.Legs[0].Maintenance.StringFixed(2), "80.73"},
		{"§5 equity", okx.Cross.Equity.String(), "400"},
		{"§5 maintenance and fee", okx.pool.needs().String(), "26.55"},
		{"§5 OKX's own ratio, higher is safer", okx.Cross.VenueRatio.Decimal.StringFixed(2), "15.07"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("got %s, want %s", tt.got, tt.want)
			}
		})
	}
	if !okx.Cross.HigherIsSafer || cross.Cross.HigherIsSafer {
		t.Error("orientation: OKX's ratio is safer when higher, Binance's when lower (margin §5)")
	}
}
