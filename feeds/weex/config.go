package weex

import (
	"fmt"

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

func (c Config) check() error {
	if most := contractsPerLine * maxLines; len(c.Assets) > most {
		return fmt.Errorf("weex: %d assets are more than the %d that %d sockets carry", len(c.Assets), most, maxLines)
	}
	return nil
}

// lines returns how many sockets the assets need.
func (c Config) lines() int {
	return max(1, (len(c.Assets)+contractsPerLine-1)/contractsPerLine)
}

// session returns the configuration of a socket.
func (c Config) session(name string) wire.Config {
	return c.Session(wire.Config{
		Name: "weex/" + name, URL: c.WS,
		Unsubscribe: unsubscribe, SendEvery: sendEvery,
		Ping: ping, PingEvery: pingEvery,
		ReadTimeout: readTimeout, ReadLimit: frameLimit,
	})
}

// client returns the configuration of the REST client.
func (c Config) client() rest.Config {
	return c.Client(rest.Config{
		Venue: "weex", Base: c.Rest,
		Limit: perSecond, Burst: weightBurst,
		Inspect: inspect,
	})
}
