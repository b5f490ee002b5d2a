package bybit

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
	WS   string // of linear contracts

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
	if most := maxArgs / (len(streams) * longestTopic); len(c.Assets) > most {
		return fmt.Errorf("bybit: %d assets are more than the %d one socket carries", len(c.Assets), most)
	}
	return nil
}

// session returns the configuration of the socket.
func (c Config) session() wire.Config {
	return c.Session(wire.Config{
		Name: "bybit/linear", URL: c.WS, SendEvery: sendEvery,
		Ping: ping, PingEvery: pingEvery,
		ReadTimeout: readTimeout, ReadLimit: frameLimit,
	})
}

// client returns the configuration of the REST client.
func (c Config) client() rest.Config {
	return c.Client(rest.Config{
		Venue: "bybit", Base: c.Rest,
		Limit: requestsPerSecond, Burst: requestsAtOnce,
		Inspect: inspect,
	})
}
