package hyperliquid

import (
	"fmt"
	"net/http"

	"eddy/feeds/backoff"
	"eddy/feeds/rest"
	"eddy/feeds/scan"
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
	if most := maxTopics / len(streams); len(c.Assets) > most {
		return fmt.Errorf("hyperliquid: %d assets are more than the %d one address may hear", len(c.Assets), most)
	}
	return nil
}

// session returns the configuration of the socket.
func (c Config) session() wire.Config {
	return c.Session(wire.Config{
		Name: "hyperliquid/ws", URL: c.WS,
		Subscribe: subscribe, Unsubscribe: unsubscribe, SendEvery: sendEvery,
		Ping: ping, PingEvery: pingEvery,
		ReadTimeout: readTimeout, ReadLimit: frameLimit,
		Backoff: backoff.Policy{First: firstRetry},
	})
}

// client returns the configuration of the REST client.
func (c Config) client() rest.Config {
	return c.Client(rest.Config{
		Venue: "hyperliquid", Base: c.Rest,
		Limit: weightRate, Burst: weightBurst,
		Inspect: inspect,
	})
}

// inspect finds the venue's refusal in an answer: null for a coin it does not
// know, with status 500 or even 200, or a short object that says so.
func inspect(status int, body []byte) *rest.Error {
	r := scan.Over(body)
	switch sort := r.Sort(); {
	case sort == scan.Null && (status == http.StatusOK || status == http.StatusInternalServerError):
		return &rest.Error{Msg: "unknown coin or dex", Retry: rest.RetryNever}
	case sort == scan.Object && len(body) <= 1024 && probe(r).shape == shapeRefusal:
		events, err := NewDecoder().Decode(body, 0, nil)
		if err != nil || len(events) != 1 {
			return nil
		}
		return &rest.Error{Msg: events[0].Text}
	default:
		return nil
	}
}
