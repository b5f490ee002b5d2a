package rest

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"eddy/feeds/backoff"
)

// Figures a Config gets where it has none.
const (
	defaultTimeout = 15 * time.Second
	defaultMaxWait = 150 * time.Second // a ban of unknown length is 2 min at least (venues/binance §6)
	defaultMaxSize = 32 << 20          // the longest list seen is about 2.5 MB (venues/mexc §6)
	defaultTries   = 3
	mostRedirects  = 3
)

// Config says everything a Client needs to know about its host. Venue and Base
// are required.
type Config struct {
	Venue  string // for errors
	Base   string // "https://fapi.example.com"; paths are appended
	Header http.Header

	// Limit is the weight granted per second and Burst how much may go at
	// once. A zero Limit means none; a zero Burst means one second's worth.
	Limit rate.Limit
	Burst int

	Timeout time.Duration // of one try; 0: 15 s
	MaxWait time.Duration // longest cool-down a request waits out instead of failing; 0: 150 s
	MaxSize int64         // bytes of one answer, unpacked; 0: 32 MiB
	Tries   int           // of one request; 0: 3

	// OnResponse sees the header of every answer, so that an adapter may read
	// the weight it has used and call Hold or SetLimit. It may be called from
	// several goroutines at once.
	OnResponse func(http.Header)

	// Inspect finds the error inside an answer, whatever its HTTP status: some
	// venues wrap errors in 200. It returns nil where there is none and may
	// fill Code, Msg, RetryAfter and Retry; the client fills in the rest.
	Inspect func(status int, body []byte) *Error

	// Tap is shown every answer, before what asked for it is. nil: nobody looks.
	Tap Tap

	// Answers tells whether a refusal is the answer to what was asked, such as
	// that a contract has no open interest: Get returns it, but it is no
	// failure, is not counted and not tried again. Nil: no refusal is.
	Answers func(*Error) bool

	Now       func() time.Time  // reads Retry-After dates; nil: time.Now
	Rand      *rand.Rand        // seeds the jitter in New; nil: seeded by chance
	Backoff   backoff.Policy    // between tries
	Transport http.RoundTripper // nil: a transport of the client's own
}

// checked returns the configuration with its defaults filled in, or what is
// wrong with it.
func (c Config) checked() (Config, error) {
	if c.Venue == "" {
		return c, errors.New("rest: a client needs a venue")
	}
	u, err := url.Parse(c.Base)
	if err != nil {
		return c, fmt.Errorf("%s: base address: %w", c.Venue, err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" {
		return c, fmt.Errorf("%s: base address %q must be http:// or https:// with a host and at most a path", c.Venue, c.Base)
	}
	if c.Limit < 0 || c.Burst < 0 {
		return c, fmt.Errorf("%s: limit and burst must not be negative", c.Venue)
	}
	c.Base = strings.TrimSuffix(c.Base, "/")
	c.fillDefaults()
	return c, nil
}

func (c *Config) fillDefaults() {
	if c.Limit == 0 {
		c.Limit = rate.Inf
	}
	if c.Burst == 0 && c.Limit != rate.Inf {
		c.Burst = int(math.Ceil(float64(c.Limit)))
	}
	if c.Timeout <= 0 {
		c.Timeout = defaultTimeout
	}
	if c.MaxWait <= 0 {
		c.MaxWait = defaultMaxWait
	}
	if c.MaxSize <= 0 {
		c.MaxSize = defaultMaxSize
	}
	if c.Tries <= 0 {
		c.Tries = defaultTries
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Transport == nil {
		c.Transport = newTransport()
	}
	c.Backoff = c.Backoff.OrDefault()
}

// newTransport keeps a handful of connections to its one host.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 8,
		IdleConnTimeout:     90 * time.Second,
	}
}

// fewRedirects keeps a lost host from sending the client in circles.
func fewRedirects(_ *http.Request, via []*http.Request) error {
	if len(via) > mostRedirects {
		return fmt.Errorf("more than %d redirects", mostRedirects)
	}
	return nil
}
