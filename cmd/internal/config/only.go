package config

import (
	"fmt"
	"strings"

	"eddy/feeds/bourse"
)

// OnlyAt returns the configuration with nothing but the given endpoints
// enabled: their venues and slow sources at those addresses, every other one
// off.
func OnlyAt(c Config, endpoints []bourse.Endpoint) (Config, error) {
	c.Macro = Macro{}
	v := &c.Venues
	v.Binance.Enabled, v.Bybit.Enabled, v.OKX.Enabled, v.Hyperliquid.Enabled = false, false, false, false
	v.BingX.Enabled, v.MEXC.Enabled, v.WEEX.Enabled = false, false, false
	keys := v.keys()
	sources := c.Macro.Keys()
	for _, e := range endpoints {
		if to := sources[e.Key]; e.Venue == bourse.Macro && to != nil {
			*to = e.URL
			continue
		}
		name := string(e.Venue) + "." + e.Key
		to, known := keys[name]
		if !known {
			return Config{}, fmt.Errorf("no configuration key for endpoint %s", name)
		}
		*to = e.URL
		*v.switches()[string(e.Venue)] = true
	}
	return c, nil
}

// Keys maps the keys of [macro] to where their addresses are kept.
func (m *Macro) Keys() map[string]*string {
	return map[string]*string{
		"defillama": &m.DefiLlama, "stablecoins": &m.Stablecoins, "yields": &m.Yields,
		"coingecko": &m.CoinGecko, "fear_greed": &m.FearGreed, "ethereum": &m.Ethereum,
	}
}

// keys maps "venue.key" to where the address is kept.
func (v *Venues) keys() map[string]*string {
	keys := map[string]*string{
		"binance.rest": &v.Binance.REST, "binance.ws_public": &v.Binance.WSPublic, "binance.ws_market": &v.Binance.WSMarket,
		"okx.rest": &v.OKX.REST, "okx.ws_public": &v.OKX.WSPublic, "okx.ws_business": &v.OKX.WSBusiness,
	}
	for name, one := range map[string]*OneSocket{
		"bybit": &v.Bybit, "hyperliquid": &v.Hyperliquid, "bingx": &v.BingX, "mexc": &v.MEXC, "weex": &v.WEEX,
	} {
		keys[strings.Join([]string{name, "rest"}, ".")] = &one.REST
		keys[strings.Join([]string{name, "ws"}, ".")] = &one.WS
	}
	return keys
}

// switches maps a venue to its enabled key.
func (v *Venues) switches() map[string]*bool {
	return map[string]*bool{
		"binance": &v.Binance.Enabled, "bybit": &v.Bybit.Enabled, "okx": &v.OKX.Enabled,
		"hyperliquid": &v.Hyperliquid.Enabled, "bingx": &v.BingX.Enabled, "mexc": &v.MEXC.Enabled, "weex": &v.WEEX.Enabled,
	}
}
