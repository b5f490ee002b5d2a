// Package config reads eddy's configuration: one TOML file in which an unknown
// key is an error, because a misspelt key that is silently ignored is worse
// than none.
package config

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/adrg/xdg"

	"eddy/model"
	"eddy/model/stricttoml"
)

// Config is the whole configuration. Every key has a default.
type Config struct {
	Playbook  string          `toml:"playbook"`
	Profile   string          `toml:"profile"`
	Start     string          `toml:"start"`
	Venues    Venues          `toml:"venues"`
	Macro     Macro           `toml:"macro"`
	Universe  Universe        `toml:"universe"`
	Portfolio PortfolioSource `toml:"portfolio"`
	Desk      Desk            `toml:"desk"`
	Alerts    Alerts          `toml:"alerts"`
}

// What the bare command opens.
const (
	StartLive = "live"
	StartDemo = "demo"
)

// Venues holds one table for each exchange.
type Venues struct {
	Binance     TwoSockets `toml:"binance"`
	Bybit       OneSocket  `toml:"bybit"`
	OKX         OKX        `toml:"okx"`
	Hyperliquid OneSocket  `toml:"hyperliquid"`
	BingX       OneSocket  `toml:"bingx"`
	MEXC        OneSocket  `toml:"mexc"`
	WEEX        OneSocket  `toml:"weex"`
}

// TwoSockets is Binance, whose book data has a route of its own.
type TwoSockets struct {
	Enabled  bool   `toml:"enabled"`
	REST     string `toml:"rest"`
	WSPublic string `toml:"ws_public"`
	WSMarket string `toml:"ws_market"`
	OwnFees
}

// OneSocket is an exchange with a single websocket address.
type OneSocket struct {
	Enabled bool   `toml:"enabled"`
	REST    string `toml:"rest"`
	WS      string `toml:"ws"`
	OwnFees
}

// OKX serves candles on an address of their own.
type OKX struct {
	Enabled    bool   `toml:"enabled"`
	REST       string `toml:"rest"`
	WSPublic   string `toml:"ws_public"`
	WSBusiness string `toml:"ws_business"`
	OwnFees
}

// Macro holds the base URLs of the slow sources; "" switches one off.
type Macro struct {
	DefiLlama   string `toml:"defillama"`
	Stablecoins string `toml:"stablecoins"`
	Yields      string `toml:"yields"`
	CoinGecko   string `toml:"coingecko"`
	FearGreed   string `toml:"fear_greed"`
	Ethereum    string `toml:"ethereum"`
}

// Universe names the user's own taxonomy; "" means the embedded one.
type Universe struct {
	File string `toml:"file"`
}

// PortfolioSource names the holdings to show, "" for none, and where their coins
// are traded, "" for the first venue that is on.
type PortfolioSource struct {
	File      string      `toml:"file"`
	SpotVenue model.Venue `toml:"spot_venue"`
}

// Default returns the configuration of an empty file: the real exchanges, the
// first four of them enabled.
func Default() Config {
	return Config{
		Playbook: "composite",
		Profile:  "standard",
		Start:    StartLive,
		Venues: Venues{
			Binance: TwoSockets{true, "https://fapi.binance.com", "wss://fstream.binance.com/public", "wss://fstream.binance.com/market", OwnFees{}},
			Bybit:   OneSocket{true, "https://api.bybit.com", "wss://stream.bybit.com/v5/public/linear", OwnFees{}},
			OKX: OKX{true, "https://www.okx.com", "wss://ws.okx.com:8443/ws/v5/public",
				"wss://ws.okx.com:8443/ws/v5/business", OwnFees{}},
			Hyperliquid: OneSocket{true, "https://api.hyperliquid.xyz", "wss://api.hyperliquid.xyz/ws", OwnFees{}},
			BingX:       OneSocket{false, "https://open-api.bingx.com", "wss://open-api-swap.bingx.com/swap-market", OwnFees{}},
			MEXC:        OneSocket{false, "https://api.mexc.com", "wss://contract.mexc.com/edge", OwnFees{}},
			WEEX:        OneSocket{false, "https://api-contract.weex.com", "wss://ws-contract.weex.com/v3/ws/public", OwnFees{}},
		},
		Macro: Macro{
			DefiLlama:   "https://api.llama.fi",
			Stablecoins: "https://stablecoins.llama.fi",
			Yields:      "https://yields.llama.fi",
			CoinGecko:   "https://api.coingecko.com/api/v3",
			FearGreed:   "https://api.alternative.me",
		},
		Desk:   Desk{Theme: "auto", Mouse: true},
		Alerts: defaultAlerts(),
	}
}

// DefaultPath returns where the configuration is looked for when no file is
// named: $XDG_CONFIG_HOME/eddy/config.toml.
func DefaultPath() string { return filepath.Join(xdg.ConfigHome, "eddy", "config.toml") }

// Load reads the file at path over the defaults. With path "" it reads the
// default place, where a missing file means the defaults.
func Load(path string) (Config, error) {
	optional := path == ""
	if optional {
		path = DefaultPath()
	}
	data, err := os.ReadFile(path)
	if optional && isAbsent(err) {
		return Default(), nil
	}
	if err != nil {
		return Config{}, fmt.Errorf("configuration: %w", err)
	}
	c, err := Parse(data)
	if err != nil {
		return Config{}, fmt.Errorf("configuration: %s: %w", path, err)
	}
	return c, nil
}

// Parse reads configuration text over the defaults and checks it.
func Parse(data []byte) (Config, error) {
	c := Default()
	if err := stricttoml.Decode(data, &c); err != nil {
		return Config{}, err
	}
	return c, c.validate()
}

var profiles = []string{"beginner", "standard"}

func (c Config) validate() error {
	if !slices.Contains(profiles, c.Profile) {
		return fmt.Errorf("profile %q: use %s", model.CleanText(c.Profile), strings.Join(profiles, " or "))
	}
	if c.Start != StartLive && c.Start != StartDemo {
		return fmt.Errorf("start %q: use %s or %s", model.CleanText(c.Start), StartLive, StartDemo)
	}
	if _, err := c.Desk.Keys(); err != nil {
		return err
	}
	if err := c.Alerts.validate(); err != nil {
		return err
	}
	if err := c.checkFees(); err != nil {
		return err
	}
	for _, a := range c.addresses() {
		err := checkURL(a.value, a.schemes, a.wanted)
		if err == nil {
			err = checkBase(a.value)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", a.key, err)
		}
	}
	return nil
}

// address is a URL of the configuration under its key.
type address struct {
	key, value string
	schemes    []string
	wanted     bool // it may not be empty
}

// addresses lists every URL of the configuration.
func (c Config) addresses() []address {
	v := c.Venues
	return []address{
		{"venues.binance.rest", v.Binance.REST, web, v.Binance.Enabled},
		{"venues.binance.ws_public", v.Binance.WSPublic, socket, v.Binance.Enabled},
		{"venues.binance.ws_market", v.Binance.WSMarket, socket, v.Binance.Enabled},
		{"venues.bybit.rest", v.Bybit.REST, web, v.Bybit.Enabled},
		{"venues.bybit.ws", v.Bybit.WS, socket, v.Bybit.Enabled},
		{"venues.okx.rest", v.OKX.REST, web, v.OKX.Enabled},
		{"venues.okx.ws_public", v.OKX.WSPublic, socket, v.OKX.Enabled},
		{"venues.okx.ws_business", v.OKX.WSBusiness, socket, v.OKX.Enabled},
		{"venues.hyperliquid.rest", v.Hyperliquid.REST, web, v.Hyperliquid.Enabled},
		{"venues.hyperliquid.ws", v.Hyperliquid.WS, socket, v.Hyperliquid.Enabled},
		{"venues.bingx.rest", v.BingX.REST, web, v.BingX.Enabled},
		{"venues.bingx.ws", v.BingX.WS, socket, v.BingX.Enabled},
		{"venues.mexc.rest", v.MEXC.REST, web, v.MEXC.Enabled},
		{"venues.mexc.ws", v.MEXC.WS, socket, v.MEXC.Enabled},
		{"venues.weex.rest", v.WEEX.REST, web, v.WEEX.Enabled},
		{"venues.weex.ws", v.WEEX.WS, socket, v.WEEX.Enabled},
		{"macro.defillama", c.Macro.DefiLlama, web, false},
		{"macro.stablecoins", c.Macro.Stablecoins, web, false},
		{"macro.yields", c.Macro.Yields, web, false},
		{"macro.coingecko", c.Macro.CoinGecko, web, false},
		{"macro.fear_greed", c.Macro.FearGreed, web, false},
		{"macro.ethereum", c.Macro.Ethereum, append(slices.Clone(web), socket...), false},
	}
}

var (
	web    = []string{"http", "https"}
	socket = []string{"ws", "wss"}
)

func checkURL(value string, schemes []string, wanted bool) error {
	if value == "" {
		if wanted {
			return errors.New("is empty: give a URL or set enabled = false")
		}
		return nil
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || !slices.Contains(schemes, u.Scheme) {
		return fmt.Errorf("%q is no URL of the form %s://host/…", model.CleanText(value), strings.Join(schemes, ":// or "))
	}
	return nil
}

// checkBase refuses what a base address cannot have: paths and queries are
// appended to it.
func checkBase(value string) error {
	u, err := url.Parse(value)
	if err != nil {
		return fmt.Errorf("%q is no URL", model.CleanText(value)) // checkURL came first
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("%q: give host and path only, no user, ? or #", model.CleanText(u.Redacted()))
	}
	return nil
}

// Enabled lists the venues that are switched on, in screen order.
func (c Config) Enabled() []model.Venue {
	on := map[model.Venue]bool{
		model.Binance: c.Venues.Binance.Enabled, model.Bybit: c.Venues.Bybit.Enabled,
		model.OKX: c.Venues.OKX.Enabled, model.Hyperliquid: c.Venues.Hyperliquid.Enabled,
		model.BingX: c.Venues.BingX.Enabled, model.MEXC: c.Venues.MEXC.Enabled,
		model.WEEX: c.Venues.WEEX.Enabled,
	}
	var list []model.Venue
	for _, v := range model.AllVenues {
		if on[v] {
			list = append(list, v)
		}
	}
	return list
}
