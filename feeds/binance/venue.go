package binance

import (
	"context"
	"fmt"
	"sync/atomic"

	"golang.org/x/time/rate"

	"eddy/feeds"
	"eddy/feeds/rest"
	"eddy/feeds/station"
	"eddy/feeds/vitals"
	"eddy/feeds/wire"
	"eddy/model"
)

// Venue hears Binance USD-M futures. It implements feeds.Venue.
type Venue struct {
	config Config
	rest   *rest.Client
	public *line // best bid and ask
	market *line // everything else

	funding *rate.Limiter // of the pool fundingRate and fundingInfo share
	weight  atomic.Int64  // allowed in a minute
	station *station.Station

	stir      chan struct{} // holds one token when the list may have changed
	catalogue *station.Catalogue
}

// New returns a venue that is not connected yet, or what is wrong with the
// configuration.
func New(c Config) (*Venue, error) {
	c = c.filled()
	if err := c.check(); err != nil {
		return nil, err
	}
	v := &Venue{config: c, funding: rate.NewLimiter(fundingPool, fundingBurst), stir: make(chan struct{}, 1)}
	v.weight.Store(minuteWeight)
	v.station = station.New(station.Config{
		Venue: model.Binance, Base: baseInterval, Mend: v.mend, Judge: pointless,
		Setup: v.config.Setup,
	})
	v.catalogue = v.station.Catalogue(station.CataloguePlan{Read: v.readCatalogue, Guess: guesses, Follow: v.follow})
	if err := v.connectParts(); err != nil {
		return nil, err
	}
	return v, nil
}

// connectParts builds the sockets and the REST client.
func (v *Venue) connectParts() (err error) {
	if v.public, err = newLine(v, v.config.session("public", v.config.WSPublic), publicStreams); err != nil {
		return err
	}
	if v.market, err = newLine(v, v.config.session("market", v.config.WSMarket), marketStreams); err != nil {
		return err
	}
	client := v.config.client()
	client.OnResponse = v.readWeight
	if v.rest, err = rest.New(client); err != nil {
		return fmt.Errorf("binance: %w", err)
	}
	return nil
}

// Name returns model.Binance.
func (v *Venue) Name() model.Venue { return model.Binance }

// Run hears the venue until ctx ends, see feeds.Venue.
func (v *Venue) Run(ctx context.Context, out feeds.Sink) error {
	defer v.rest.Close()
	return v.station.Run(ctx, out, v.public.session.Run, v.market.session.Run, v.desk)
}

// desk is the part that asks: the list of contracts, the past, open interest.
func (v *Venue) desk(ctx context.Context) error {
	list, err := v.catalogue.Open(ctx)
	if err != nil {
		return err
	}
	past := func(ctx context.Context) error { return v.loadPast(ctx, list) }
	return v.station.Together(ctx, v.keepUp, past)
}

// Health returns the venue's counters.
func (v *Venue) Health() model.VenueHealth {
	return vitals.Parts{
		Venue:    model.Binance,
		Sessions: v.sessions(),
		Rest:     v.rest.Stats(),
		Misread:  v.station.Misread(),
		Clock:    &v.station.Clock,
		Symbols:  len(v.catalogue.List()),
		Guessed:  v.catalogue.Guessed(),
	}.Health()
}

func (v *Venue) sessions() []wire.Stats {
	return []wire.Stats{v.market.session.Stats(), v.public.session.Stats()}
}

// stateChanged lets out how the venue's feed is, as its sockets are together,
// and after a lost connection looks for bars that closed meanwhile.
func (v *Venue) stateChanged(l *line, state model.LinkState) {
	if l == v.market && state == model.LinkLive {
		v.station.MendBehind(v.catalogue.List(), v.station.Clock.Now())
	}
	v.station.Link(v.sessions())
}
