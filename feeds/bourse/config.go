package bourse

import (
	"errors"
	"fmt"
	"math"
	"net"
	"strconv"
	"time"

	"eddy/feeds/bourse/fault"
	"eddy/feeds/bourse/synthetic"
	"eddy/model"
)

// ErrConfig is wrapped by every error that comes from what the exchange was
// asked to be: an unknown scenario, a broken file, a fault that makes no sense.
var ErrConfig = errors.New("embedded exchange")

// DefaultSpeed is how fast market time runs when nothing is said: four hours
// in 24 seconds.
const DefaultSpeed = 600

// maxSpeed keeps a tick of the exchange within a few hours of market time.
const maxSpeed = 100_000

// Config says what exchange to build. The zero value is a synthetic market of
// seed 0 on Binance, on any free port of loopback.
type Config struct {
	Listen string        // host:port, "" for 127.0.0.1:0; several venues take ports in a row
	Venues []model.Venue // nil for every venue that can be served
	Speed  float64       // market time per wall time; 0 for DefaultSpeed
	Faults string        // see package fault

	// Rate is how many frames all venues send in a second, together, as near as
	// quotes and open bars can bring it; the market then has the coins of the
	// reserves too. 0: every venue speaks as often as it does in life.
	Rate float64

	Seed     uint64
	Scenario string // a name of Scenarios; "" for none
	Demo     bool   // regimes and rotations come quicker than in life
	Assets   []synthetic.AssetSpec

	DataDir string       // bars instead of the synthetic market, see package barfile
	Context bool         // serve the slow sources too, see package context
	From    model.Millis // where the market begins in the bars; 0 for a point with past enough

	PingEvery time.Duration    // between the venue's pings; 0 for the venue's own
	Now       func() time.Time // the wall clock; nil for time.Now
}

// withDefaults fills in what was left open.
func (c Config) withDefaults() Config {
	if c.Listen == "" {
		c.Listen = "127.0.0.1:0"
	}
	if c.Venues == nil {
		c.Venues = Venues()
	}
	if c.Speed == 0 {
		c.Speed = DefaultSpeed
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

func (c Config) check() error {
	if math.IsNaN(c.Speed) || c.Speed < 0.01 || c.Speed > maxSpeed {
		return fmt.Errorf("%w: speed %v: want 0.01 to %d", ErrConfig, c.Speed, maxSpeed)
	}
	if math.IsNaN(c.Rate) || c.Rate < 0 || c.Rate > maxRate {
		return fmt.Errorf("%w: rate %v: want 0 to %d", ErrConfig, c.Rate, maxRate)
	}
	if len(c.Venues) == 0 {
		return fmt.Errorf("%w: no venue to serve", ErrConfig)
	}
	seen := make(map[model.Venue]bool)
	for _, v := range c.Venues {
		if _, ok := findVenue(v); !ok {
			return fmt.Errorf("%w: venue %q cannot be served: want %s", ErrConfig, model.CleanText(string(v)), venueList())
		}
		if seen[v] {
			return fmt.Errorf("%w: venue %s is named twice", ErrConfig, v)
		}
		seen[v] = true
	}
	return nil
}

// plan returns the faults asked for and those of the scenario.
func (c Config) plan() (fault.Plan, error) {
	plan, err := fault.Parse(c.Faults)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	if s, ok := findScenario(c.Scenario); ok {
		plan = append(plan, s.faults(c.Speed)...)
	}
	return plan, nil
}

// addresses returns one address for each venue: ports in a row, or any.
func (c Config) addresses() ([]string, error) {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return nil, fmt.Errorf("%w: listen %q: %w", ErrConfig, c.Listen, err)
	}
	first, err := strconv.Atoi(port)
	if err != nil || first < 0 || first+len(c.Venues) > 65_536 {
		return nil, fmt.Errorf("%w: listen %q: %q is not a port", ErrConfig, c.Listen, port)
	}
	out := make([]string, len(c.Venues))
	for i := range out {
		if first > 0 {
			port = strconv.Itoa(first + i)
		}
		out[i] = net.JoinHostPort(host, port)
	}
	return out, nil
}
