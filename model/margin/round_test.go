package margin

import (
	"strings"
	"testing"

	"eddy/model"
)

func TestRounded(t *testing.T) {
	tests := []struct {
		name    string
		venue   model.Venue
		price   string
		falling bool
		tick    string
		want    string
	}{
		{"Binance prints eight decimals", model.Binance, "56515.9128978224455611390284", true, "0.1", "56515.91289783"},
		{"and down where the danger lies above", model.Binance, "68424.5439469320066334991708", false, "0.1", "68424.54394693"},
		{"Bybit rounds a long up to the tick", model.Bybit, "57300.5937405655630472", true, "0.1", "57300.6"},
		{"and a short down", model.Bybit, "57300.5937405655630472", false, "0.1", "57300.5"},
		{"on the tick already", model.MEXC, "28650", true, "0.5", "28650"},
		{"a tick that is no power of ten", model.MEXC, "28650.26", true, "0.5", "28650.5"},
		{"without a tick", model.OKX, "2636.8658965344048217980914", true, "", "2636.86589654"},
		{"a tiny price keeps its digits", model.OKX, "0.0000012345678901234567", true, "", "0.0000012345678902"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rule, _ := RuleOf(tt.venue)
			tick := none
			if tt.tick != "" {
				tick = some(d(tt.tick))
			}
			l := Liquidation{State: LiqAhead, Price: some(d(tt.price)), Falling: tt.falling}
			if got := rule.Rounded(l, tick).Decimal.String(); got != tt.want {
				t.Errorf("Rounded() = %s, want %s", got, tt.want)
			}
		})
	}
	rule, _ := RuleOf(model.Binance)
	if rule.Rounded(Liquidation{}, none).Valid {
		t.Error("Rounded() of none is a price")
	}
}

func TestWarnings(t *testing.T) {
	tests := []struct {
		name  string
		venue model.Venue
		p     Position
		want  string
	}{
		{"the table's day", model.Binance, pos("BTCUSDT", Long, Cross, "0.1", "60000", "", "5"), "2024-10-24"},
		{"no day", model.Bybit, pos("BTCUSDT", Long, Cross, "0.1", "60000", "", "5"), "undated"},
		{"no stop", model.Binance, pos("BTCUSDT", Long, Cross, "0.1", "60000", "", "5"), "BTCUSDT: no stop (S0-RISK-4)"},
		{"late stop", model.Binance, with(pos("BTCUSDT", Long, Isolated, "0.1", "60000", "", "5"),
			func(p *Position) { p.Stop = some(d("40000")) }), "BTCUSDT: liquidation comes before the stop (S2-CONS-2)"},
		{"stop near liquidation", model.Binance, with(pos("BTCUSDT", Long, Isolated, "0.1", "60000", "", "5"),
			func(p *Position) { p.Stop = some(d("49000")) }), "BTCUSDT: the stop lies at 0.93 of the way to liquidation, beyond 0.7"},
		{"stop on the wrong side", model.Binance, with(pos("BTCUSDT", Long, Isolated, "0.1", "60000", "", "5"),
			func(p *Position) { p.Stop = some(d("61000")) }), "wrong side of the mark"},
		{"usual fee", model.OKX, with(pos("X", Long, Isolated, "0.1", "60000", "", "5"),
			func(p *Position) { p.Terms = own("0.01", "", "") }), "closing fee counted at 0.0005"},
		{"oracle", model.Hyperliquid, with(pos("BTC", Long, Cross, "0.1", "60000", "", "5"),
			func(p *Position) { p.Funding.Rate = some(d("0.0001")) }), "BTC: funding is paid on the oracle price"},
		{"margin on a cross position", model.Binance, with(pos("BTCUSDT", Long, Cross, "0.1", "60000", "", "5"),
			func(p *Position) { p.Margin = some(d("100")) }), "BTCUSDT: margin applies to isolated positions only"},
		{"passed", model.Binance, pos("BTCUSDT", Long, Isolated, "0.1", "60000", "40000", "5"), "BTCUSDT: at its liquidation price or past it"},
		{"amount above the margin", model.Binance, with(pos("X", Long, Isolated, "0.1", "60000", "", "5"),
			func(p *Position) { p.Terms = own("0.01", "500", "") }), "X: its maintenance_amount takes off more than the whole maintenance margin"},
		{"beyond the table", model.Binance, pos("CTKUSDT", Short, Isolated, "1000000", "1.4", "", "1"), "beyond the table's last bracket"},
		{"wallet", model.Binance, pos("BTCUSDT", Long, Isolated, "10", "60000", "", "5"), "wallet: isolated margins exceed it by 110000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := evaluate(t, tt.venue, "10000", tt.p)
			if all := strings.Join(r.Warnings, "\n"); !strings.Contains(all, tt.want) {
				t.Errorf("warnings do not say %q:\n%s", tt.want, all)
			}
		})
	}
}
