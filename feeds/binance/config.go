package binance

import (
	"fmt"

	"eddy/feeds/rest"
	"eddy/feeds/station"
	"eddy/feeds/wire"
)

// Config says what to hear and from where. An empty address means the real
// exchange.
type Config struct {
	Rest     string
	WSPublic string // without the path that chooses the form of frames
	WSMarket string // the same

	station.Setup
}

// filled returns the configuration with its defaults.
func (c Config) filled() Config {
	c.Rest = station.Address(c.Rest, defaultRest)
	c.WSPublic = station.Address(c.WSPublic, defaultWSPublic)
	c.WSMarket = station.Address(c.WSMarket, defaultWSMarket)
	c.Setup = c.Setup.Filled()
	return c
}

func (c Config) check() error {
	if most := maxStreams / len(marketStreams); len(c.Assets) > most {
		return fmt.Errorf("binance: %d assets are more than the %d one socket carries", len(c.Assets), most)
	}
	return nil
}

// session returns the configuration of a socket.
func (c Config) session(name, url string) wire.Config {
	return c.Session(wire.Config{
		Name: "binance/" + name, URL: url + combinedPath,
		Subscribe: subscribe, Unsubscribe: unsubscribe, SendEvery: sendEvery,
		ReadTimeout: readTimeout, ReadLimit: frameLimit,
		MaxLifetime: lifetime, IsData: isData,
	})
}

// client returns the configuration of the REST client.
func (c Config) client() rest.Config {
	return c.Client(rest.Config{
		Venue: "binance", Base: c.Rest,
		Limit: perSecond(minuteWeight), Burst: weightBurst,
		Inspect: inspect, Answers: answers,
	})
}
