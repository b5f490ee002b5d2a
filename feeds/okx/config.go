package okx

import (
	"eddy/feeds/rest"
	"eddy/feeds/station"
	"eddy/feeds/wire"
)

// Config says what to hear and from where. An empty address means the real
// exchange.
type Config struct {
	Rest       string
	WSPublic   string
	WSBusiness string // bars

	station.Setup
}

// filled returns the configuration with its defaults.
func (c Config) filled() Config {
	c.Rest = station.Address(c.Rest, defaultRest)
	c.WSPublic = station.Address(c.WSPublic, defaultWSPublic)
	c.WSBusiness = station.Address(c.WSBusiness, defaultWSBusiness)
	c.Setup = c.Setup.Filled()
	return c
}

// session returns the configuration of a socket.
func (c Config) session(name, url string) wire.Config {
	return c.Session(wire.Config{
		Name: "okx/" + name, URL: url,
		Subscribe: subscribe, Unsubscribe: unsubscribe, SendEvery: sendEvery,
		Ping: ping, PingEvery: pingEvery,
		ReadTimeout: readTimeout, ReadLimit: frameLimit, IsData: isData,
	})
}

// client returns the configuration of the REST client.
func (c Config) client() rest.Config {
	return c.Client(rest.Config{
		Venue: "okx", Base: c.Rest,
		Limit: weightLimit, Burst: weightBurst,
		Inspect: inspect,
	})
}
