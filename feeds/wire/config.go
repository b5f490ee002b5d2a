package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"time"

	"eddy/feeds/backoff"
	"eddy/model"
)

// Figures a Config gets where it has none.
const (
	defaultReadTimeout  = 60 * time.Second // a keep-alive every 20-30 s must have been answered twice
	defaultReadLimit    = 8 << 20          // a list of every contract is about 2.5 MB (venues/mexc §6)
	defaultDialTimeout  = 10 * time.Second
	defaultWriteTimeout = 5 * time.Second
)

// Topic is one stream asked for.
type Topic struct {
	Name       string        // the venue's own stream name, unique in the session
	Group      string        // "mark", "book", "bars": the row it counts under in health
	MaxSilence time.Duration // longer than this without a frame is a fault; 0: may be silent for ever

	// Symbol and Asset name the contract the stream is about, for the list of
	// what the venue refused; "" where it is about none.
	Symbol string
	Asset  model.Asset
}

// Tap looks at raw frames on their way from a socket to the adapter, under the
// name of the session they came on. Several sessions may call it at once.
type Tap func(session string, frame []byte, received time.Time)

// Config says everything a Session needs to know about its venue. Name, URL and
// Handle are required.
type Config struct {
	Name   string // "binance/market", for errors and logs
	URL    string // ws:// or wss://
	Header http.Header
	TLS    *tls.Config // nil: the system's roots

	// Subscribe renders the requests that ask for topics, in the order given,
	// each frame within the venue's limits. Unsubscribe takes topics back; nil
	// where the venue cannot. Without Subscribe the URL itself asks. Both are
	// called on the keeper's goroutine.
	Subscribe   func(topics []string) [][]byte
	Unsubscribe func(topics []string) [][]byte
	SendEvery   time.Duration // least time between two queued client frames

	// Ping renders the client's keep-alive text frame; nil: none is sent.
	Ping       func() []byte
	PingEvery  time.Duration
	PingFrames bool // send websocket ping control frames instead of Ping

	ReadTimeout  time.Duration // no frame of any sort for this long: the socket is dead; 0: 60 s
	ReadLimit    int64         // bytes per message; 0: 8 MiB
	DialTimeout  time.Duration // for name, connection, TLS and handshake together; 0: 10 s
	WriteTimeout time.Duration // for one frame; 0: 5 s
	MaxLifetime  time.Duration // reconnect as planned before the venue cuts; 0: never

	// IsData tells data from answers to requests. Where it is set, a planned
	// reconnect opens the new connection first, asks for everything, and changes
	// over when data come, so that nothing is missed. It needs Subscribe.
	IsData func(frame []byte) bool

	// Handle is called on the reader's goroutine for each data frame, which is
	// valid only during the call. It returns the topic the frame belongs to,
	// "" where it belongs to none. An error counts the frame as refused, and
	// ErrDropped as understood but thrown away. A panic costs the connection,
	// never the program.
	Handle func(s *Session, frame []byte, received time.Time) (topic string, err error)

	// Pace returns what is closed when more frames are wanted than were read so
	// far. A socket that had no more to give is left alone until then, a second at
	// most, and its frames are stamped when they are read. nil: frames are read
	// as they come.
	Pace func() <-chan struct{}

	// Tap is shown each data frame before Handle is, on the same goroutine; the
	// bytes are valid only during the call. nil: nobody looks.
	Tap Tap

	// OnState is called on every change of the session's state with the
	// reason, cleaned and short. It may be called from either goroutine of the
	// session, never twice at once.
	OnState func(state model.LinkState, reason string)

	Now     func() time.Time // stamps frames; nil: time.Now
	Rand    *rand.Rand       // seeds the session's own jitter in New; nil: seeded by chance
	Backoff backoff.Policy   // of reconnects
	Log     *slog.Logger     // nil: silent

	// DialContext opens the raw connection; nil: net.Dialer.
	DialContext func(ctx context.Context, network, addr string) (net.Conn, error)
}

// checked returns the configuration with its defaults filled in, or what is
// wrong with it.
func (c Config) checked() (Config, error) {
	if c.Name == "" {
		return c, errors.New("wire: a session needs a name")
	}
	u, err := url.Parse(c.URL)
	if err != nil {
		return c, fmt.Errorf("%s: url: %w", c.Name, withoutURL(err))
	}
	switch {
	case u.Scheme != "ws" && u.Scheme != "wss":
		return c, fmt.Errorf("%s: url %q must begin with ws:// or wss://", c.Name, u.Redacted())
	case u.Hostname() == "":
		return c, fmt.Errorf("%s: url %q names no host", c.Name, u.Redacted())
	case u.User != nil:
		return c, fmt.Errorf("%s: url must not hold a user name", c.Name)
	case c.Handle == nil:
		return c, fmt.Errorf("%s: a session needs a Handle", c.Name)
	case c.IsData != nil && c.Subscribe == nil:
		return c, fmt.Errorf("%s: IsData needs Subscribe", c.Name)
	case c.Unsubscribe != nil && c.Subscribe == nil:
		return c, fmt.Errorf("%s: Unsubscribe needs Subscribe", c.Name)
	case (c.Ping != nil || c.PingFrames) && c.PingEvery <= 0:
		return c, fmt.Errorf("%s: pings need an interval above zero", c.Name)
	}
	c.fillDefaults()
	return c, nil
}

// withoutURL keeps a password that does not belong into an address out of
// the error about it.
func withoutURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

func (c *Config) fillDefaults() {
	if c.ReadTimeout <= 0 {
		c.ReadTimeout = defaultReadTimeout
	}
	if c.ReadLimit <= 0 {
		c.ReadLimit = defaultReadLimit
	}
	if c.DialTimeout <= 0 {
		c.DialTimeout = defaultDialTimeout
	}
	if c.WriteTimeout <= 0 {
		c.WriteTimeout = defaultWriteTimeout
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.DialContext == nil {
		c.DialContext = (&net.Dialer{}).DialContext
	}
	c.Backoff = c.Backoff.OrDefault()
	c.Header = withUserAgent(c.Header)
}

// withUserAgent names the program where the caller did not: a venue's firewall
// may refuse requests without (venues/weex §1).
func withUserAgent(h http.Header) http.Header {
	h = h.Clone()
	if h == nil {
		h = http.Header{}
	}
	if h.Get("User-Agent") == "" {
		h.Set("User-Agent", "eddy")
	}
	return h
}
