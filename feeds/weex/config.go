package weex

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
	return wire.Config{
		Name: "weex/" + name, URL: c.WS,
		Unsubscribe: unsubscribe, SendEvery: sendEvery,
		Ping: ping, PingEvery: pingEvery,
		ReadTimeout: readTimeout, ReadLimit: frameLimit,
		Now: c.Now, Rand: c.Rand, Log: c.Log, Tap: c.Tap,
	}
}

// client returns the configuration of the REST client.
func (c Config) client() rest.Config {
	return rest.Config{
		Venue: "weex", Base: c.Rest,
		Limit: perSecond, Burst: weightBurst,
		Inspect: inspect, Now: c.Now, Rand: c.Rand,
	}
}
