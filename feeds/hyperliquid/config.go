package hyperliquid

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/backoff"
	"eddy/feeds/rest"
	"eddy/feeds/roster"
	"eddy/feeds/scan"
	"eddy/feeds/wire"
	"eddy/model"
)

// Config says what to hear and from where. An empty address means the real
// exchange.
type Config struct {
	Rest string
	WS   string

	Assets  []model.Asset   // candidates; those the venue lists are followed
	History []backfill.Want // nil: backfill.Usual
	Past    backfill.Past   // what is held of it; nil: nothing
	Tap     wire.Tap        // is shown every frame; nil: nobody looks

	Now  func() time.Time // local clock; nil: time.Now
	Rand *rand.Rand       // seeds the jitter; nil: seeded by chance
	Log  *slog.Logger     // nil: silent
}

// filled returns the configuration with its defaults.
func (c Config) filled() Config {
	fill := func(s *string, fallback string) {
		if *s == "" {
			*s = fallback
		}
		*s = strings.TrimRight(*s, "/")
	}
	fill(&c.Rest, defaultRest)
	fill(&c.WS, defaultWS)
	if c.History == nil {
		c.History = backfill.Usual
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	c.Assets = roster.ByImportance(c.Assets)
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
	return wire.Config{
		Name: "hyperliquid/ws", URL: c.WS,
		Subscribe: subscribe, Unsubscribe: unsubscribe, SendEvery: sendEvery,
		Ping: ping, PingEvery: pingEvery,
		ReadTimeout: readTimeout, ReadLimit: frameLimit,
		Backoff: backoff.Policy{First: firstRetry},
		Now:     c.Now, Rand: c.Rand, Log: c.Log, Tap: c.Tap,
	}
}

// client returns the configuration of the REST client.
func (c Config) client() rest.Config {
	return rest.Config{
		Venue: "hyperliquid", Base: c.Rest,
		Limit: weightRate, Burst: weightBurst,
		Inspect: inspect, Now: c.Now, Rand: c.Rand,
	}
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
