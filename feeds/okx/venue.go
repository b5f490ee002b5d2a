package okx

import (
	"context"
	"fmt"

	"golang.org/x/time/rate"

	"eddy/feeds"
	"eddy/feeds/bracket"
	"eddy/feeds/rest"
	"eddy/feeds/station"
	"eddy/feeds/vitals"
	"eddy/feeds/wire"
	"eddy/model"
)

// Venue hears OKX's swaps. It implements feeds.Venue.
type Venue struct {
	config    Config
	rest      *rest.Client
	tiersRest *rest.Client // asks for margin brackets
	public    *line        // everything but bars
	business  *line        // bars

	// The pools of requests to paths that are asked often.
	candlesPool, oldBarsPool, interestPool *rate.Limiter

	station *station.Station

	catalogue *station.Catalogue
	brackets  bracket.Book // of margins
}

// New returns a venue that is not connected yet, or what is wrong with the
// configuration.
func New(c Config) (*Venue, error) {
	v := &Venue{
		config:       c.filled(),
		candlesPool:  rate.NewLimiter(candlesPool, poolBurst),
		oldBarsPool:  rate.NewLimiter(oldBarsPool, poolBurst),
		interestPool: rate.NewLimiter(interestPool, poolBurst),
	}
	v.station = station.New(station.Config{
		Venue: model.OKX, Base: baseInterval, Mend: v.mend, Judge: pointless,
		Setup: v.config.Setup,
	})
	v.catalogue = v.station.Catalogue(station.CataloguePlan{
		Read: v.readCatalogue, Guess: guesses, Follow: v.follow, Fill: v.brackets.Fill,
	})
	var err error
	if v.public, err = newLine(v, v.config.session("public", v.config.WSPublic), publicStreams); err != nil {
		return nil, err
	}
	if v.business, err = newLine(v, v.config.session("business", v.config.WSBusiness), businessStreams); err != nil {
		return nil, err
	}
	if v.rest, err = rest.New(v.config.client()); err != nil {
		return nil, fmt.Errorf("okx: %w", err)
	}
	if v.tiersRest, err = rest.New(v.config.tiersClient()); err != nil {
		return nil, fmt.Errorf("okx: %w", err)
	}
	return v, nil
}

// Name returns model.OKX.
func (v *Venue) Name() model.Venue { return model.OKX }

// Run hears the venue until ctx ends, see feeds.Venue.
func (v *Venue) Run(ctx context.Context, out feeds.Sink) error {
	defer v.rest.Close()
	defer v.tiersRest.Close()
	return v.station.Run(ctx, out, v.public.session.Run, v.business.session.Run, v.desk)
}

// desk is the part that asks: the list of contracts and the past.
func (v *Venue) desk(ctx context.Context) error {
	list, err := v.catalogue.Open(ctx)
	if err != nil {
		return err
	}
	past := func(ctx context.Context) error { return v.loadPast(ctx, list) }
	tiers := func(ctx context.Context) error { return bracket.Keep(ctx, v.readTiers) }
	return v.station.Together(ctx, v.catalogue.Reviews, past, tiers)
}

// Health returns the venue's counters.
func (v *Venue) Health() model.VenueHealth {
	return vitals.Parts{
		Venue:    model.OKX,
		Sessions: v.sessions(),
		Rest:     v.rest.Stats(),
		Misread:  v.station.Misread(),
		Clock:    &v.station.Clock,
		Symbols:  len(v.catalogue.List()),
		Guessed:  v.catalogue.Guessed(),
	}.Health()
}

func (v *Venue) sessions() []wire.Stats {
	return []wire.Stats{v.public.session.Stats(), v.business.session.Stats()}
}

// stateChanged lets out how the venue's feed is, as its sockets are together,
// and after a lost connection looks for bars that closed meanwhile.
func (v *Venue) stateChanged(l *line, state model.LinkState) {
	if l == v.business && state == model.LinkLive {
		v.station.MendBehind(v.catalogue.List(), v.station.Clock.Now())
	}
	v.station.Link(v.sessions())
}
