package bybit

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/rest"
	"eddy/feeds/roster"
	"eddy/feeds/wire"
	"eddy/model"
)

// Config says what to hear and from where. An empty address means the real
// exchange.
type Config struct {
	Rest string
	WS   string // of linear contracts

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
	if most := maxArgs / (len(streams) * longestTopic); len(c.Assets) > most {
		return fmt.Errorf("bybit: %d assets are more than the %d one socket carries", len(c.Assets), most)
	}
	return nil
}

// session returns the configuration of the socket.
func (c Config) session() wire.Config {
	return wire.Config{
		Name: "bybit/linear", URL: c.WS, SendEvery: sendEvery,
		Ping: ping, PingEvery: pingEvery,
		ReadTimeout: readTimeout, ReadLimit: frameLimit,
		Now: c.Now, Rand: c.Rand, Log: c.Log, Tap: c.Tap,
	}
}

// client returns the configuration of the REST client.
func (c Config) client() rest.Config {
	return rest.Config{
		Venue: "bybit", Base: c.Rest,
		Limit: requestsPerSecond, Burst: requestsAtOnce,
		Inspect: inspect, Now: c.Now, Rand: c.Rand,
	}
}
