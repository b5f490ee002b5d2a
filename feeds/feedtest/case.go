package feedtest

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"eddy/feeds"
	"eddy/feeds/backfill"
	"eddy/feeds/station"
	"eddy/model"
)

// Case is a venue to be held to the suite. What a venue cannot tell over the
// embedded exchange is said here, and the suite makes sure that it is so.
type Case struct {
	Venue model.Venue

	// New builds the adapter. It is called once for each desk.
	New func(Parts) (feeds.Venue, error)

	// Coins are the coins of every desk; nil for all of them. Fewer are for
	// venues that allow so few questions that their past would take long.
	Coins []model.Asset

	// Thousand is set where the market has to trade a thousand PEPE by a name
	// of its own, 1000PEPE, because the exchange makes no such contract of PEPE
	// by itself.
	Thousand bool

	// Lacks names the figures the venue never tells; NoPastFunding and
	// NoPastInterest say that it keeps none, or none that is loaded.
	Lacks                         model.Fields
	NoPastFunding, NoPastInterest bool

	// FundingH is how many hours lie between settlements where the venue does
	// not keep to the market's.
	FundingH float64

	// NeedsList is set where nothing is heard before the list of contracts was
	// had: names are not guessed at.
	NeedsList bool

	// Silence is the time within which a venue that says nothing at all has to
	// be found out: the shortest limit of its streams.
	Silence time.Duration

	between func(rest string) string // puts somebody before the REST side; nil: nobody
}

// Parts is what an adapter is built with.
type Parts struct {
	At    map[string]string // addresses by their key in the configuration: "rest", "ws"
	Setup station.Setup
}

// Run holds a venue to the suite.
func Run(t *testing.T, c Case) {
	t.Helper()
	if testing.Short() {
		t.Skip("runs exchanges for some seconds")
	}
	if c.Coins == nil {
		c.Coins = coins
	}
	others := goleak.IgnoreCurrent()
	// The desks mostly wait, so they are run side by side however few tests
	// the machine would run at a time.
	var desks sync.WaitGroup
	desks.Go(func() { t.Run("calm", c.calm) })
	desks.Go(func() { t.Run("quick", c.quick) })
	desks.Go(func() { t.Run("silent", c.silent) })
	desks.Go(func() { t.Run("refused", c.refused) })
	desks.Go(func() { t.Run("faulty", c.faulty) })
	desks.Go(func() { t.Run("banned 429", func(t *testing.T) { c.banned(t, http.StatusTooManyRequests) }) })
	desks.Go(func() { t.Run("banned 418", func(t *testing.T) { c.banned(t, http.StatusTeapot) }) })
	desks.Wait()
	goleak.VerifyNone(t, others)
}

// coins are the two busiest, one of the usual sort, one settled every four
// hours, and one of which contracts count thousands.
var coins = []model.Asset{"BTC", "ETH", "SOL", "ENA", "PEPE"}

// wanted says how much of the past every desk loads: enough for some venues to
// need more than one page.
var wanted = []backfill.Want{{Interval: model.Day1, Bars: 120}, {Interval: model.Hour1, Bars: 350}}
