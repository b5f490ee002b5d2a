package mexc

import (
	"strconv"

	"eddy/feeds/rest"
	"eddy/feeds/station"
	"eddy/feeds/wire"
)

// Config says what to hear and from where. An empty address means the real
// exchange.
type Config struct {
	Rest string
	WS   string

	station.Setup
}

// filled returns the configuration with its defaults.
func (c Config) filled() Config {
	c.Rest = station.Address(c.Rest, defaultRest)
	c.WS = station.Address(c.WS, defaultWS)
	c.Setup = c.Setup.Filled()
	return c
}

// sockets returns how many sockets it takes to hear every asset.
func (c Config) sockets() int {
	return max(1, (len(c.Assets)+assetsPerSocket-1)/assetsPerSocket)
}

// session returns the configuration of a socket, of which there may be several.
func (c Config) session(number int) wire.Config {
	return c.Session(wire.Config{
		Name: "mexc/" + strconv.Itoa(number+1), URL: c.WS,
		Subscribe: subscribe, Unsubscribe: unsubscribe, SendEvery: sendEvery,
		Ping: ping, PingEvery: pingEvery,
		ReadTimeout: readTimeout, ReadLimit: frameLimit,
	})
}

// client returns the configuration of the REST client.
func (c Config) client() rest.Config {
	return c.Client(rest.Config{
		Venue: "mexc", Base: c.Rest,
		Limit: requestsLimit, Burst: requestsAtOnce,
		Inspect: inspect,
	})
}
