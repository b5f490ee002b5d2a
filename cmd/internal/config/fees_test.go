package config_test

import (
	"strings"
	"testing"

	"eddy/cmd/internal/config"
	"eddy/model"
	"eddy/strategy/cost"
)

func TestFees(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		at         model.Venue
		spot, perp string // on that venue
		coins      string // where coins are traded
	}{
		{"nothing said", "", model.Bybit, "10 bp on bybit", "5.5 bp on bybit", "10 bp on binance"},
		{"the account's own", "[venues.bybit]\nspot_fee_bp = 8\nperp_fee_bp = 3.6", model.Bybit, "8 bp on bybit", "3.6 bp on bybit", "10 bp on binance"},
		{"one of them, and nothing is a fee", "[venues.binance]\nspot_fee_bp = 0", model.Binance, "0 bp on binance", "5 bp on binance", "0 bp on binance"},
		{"coins elsewhere", "[portfolio]\nspot_venue = \"mexc\"", model.MEXC, "5 bp on mexc", "4 bp on mexc", "5 bp on mexc"},
		{"the first that is on", "[venues.binance]\nenabled = false\n[venues.bybit]\nenabled = false", model.OKX, "10 bp on okx", "5 bp on okx", "10 bp on okx"},
	} {
		c, err := config.Parse([]byte(tt.text))
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		f := c.Fees()
		if spot, perp := f.Of(tt.at, cost.Spot).String(), f.Of(tt.at, cost.Perp).String(); spot != tt.spot || perp != tt.perp {
			t.Errorf("%s: got %s and %s, want %s and %s", tt.name, spot, perp, tt.spot, tt.perp)
		}
		if got := f.OfSpot().String(); got != tt.coins {
			t.Errorf("%s: coins at %s, want %s", tt.name, got, tt.coins)
		}
	}
	none := config.Config{}
	if got := none.Fees().OfSpot().String(); got != "10 bp" || none.PerpVenue() != "" {
		t.Errorf("no venue is on: %s on %q", got, none.PerpVenue())
	}
}

func TestFeesThatAreNone(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"too much", "[venues.okx]\nperp_fee_bp = 1000", "venues.okx.perp_fee_bp 1000: give basis points from 0 to under 1000"},
		{"below zero", "[venues.weex]\nspot_fee_bp = -1", "venues.weex.spot_fee_bp -1: give"},
		{"not a number", "[venues.bybit]\nspot_fee_bp = nan", "venues.bybit.spot_fee_bp NaN: give"},
		{"the first of two", "[venues.weex]\nspot_fee_bp = -1\n[venues.okx]\nperp_fee_bp = 5000", "venues.okx.perp_fee_bp 5000: give"},
		{"a text", "[venues.bybit]\nspot_fee_bp = \"10\"", "line 2 column"},
		{"misspelt", "[venues.bybit]\nspot_fe_bp = 10", `did you mean "venues.bybit.spot_fee_bp"?`},
		{"no such venue", "[portfolio]\nspot_venue = \"kraken\"", `portfolio.spot_venue "kraken": use one of [binance`},
	} {
		if _, err := config.Parse([]byte(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
}
