package mexc

import (
	"context"
	"fmt"

	"golang.org/x/time/rate"

	"eddy/feeds"
	"eddy/feeds/rest"
	"eddy/feeds/station"
	"eddy/feeds/vitals"
	"eddy/feeds/wire"
	"eddy/model"
)

// Venue hears MEXC's perpetual contracts. It implements feeds.Venue.
type Venue struct {
	config Config
	rest   *rest.Client
	lines  []*line // each hears its share of the contracts

	// The pools of requests to paths that are asked often.
	barsPool, settlementsPool *rate.Limiter

	station *station.Station

	catalogue *station.Catalogue
}

// New returns a venue that is not connected yet, or what is wrong with the
// configuration.
func New(c Config) (*Venue, error) {
	v := &Venue{
		config:   c.filled(),
		barsPool: rate.NewLimiter(pathPool, pathBurst), settlementsPool: rate.NewLimiter(pathPool, pathBurst),
	}
	v.station = station.New(station.Config{
		Venue: model.MEXC, Base: baseInterval, Mend: v.mend, Judge: pointless,
		Setup: v.config.Setup,
	})
	v.catalogue = v.station.Catalogue(station.CataloguePlan{Read: v.readCatalogue, Guess: guesses, Follow: v.follow})
	for i := range v.config.sockets() {
		l, err := newLine(v, v.config.session(i))
		if err != nil {
			return nil, err
		}
		v.lines = append(v.lines, l)
	}
	var err error
	if v.rest, err = rest.New(v.config.client()); err != nil {
		return nil, fmt.Errorf("mexc: %w", err)
	}
	return v, nil
}

// Name returns model.MEXC.
func (v *Venue) Name() model.Venue { return model.MEXC }

// Run hears the venue until ctx ends, see feeds.Venue.
func (v *Venue) Run(ctx context.Context, out feeds.Sink) error {
	defer v.rest.Close()
	parts := []station.Part{v.desk}
	for _, l := range v.lines {
		parts = append(parts, l.run)
	}
	return v.station.Run(ctx, out, parts...)
}

// desk is the part that asks: the list of contracts, the past, how often
// funding is settled.
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
		Venue:    model.MEXC,
		Sessions: v.sessions(),
		Rest:     v.rest.Stats(),
		Misread:  v.station.Misread(),
		Clock:    &v.station.Clock,
		Symbols:  len(v.catalogue.List()),
		Guessed:  v.catalogue.Guessed(),
	}.Health()
}

// sessions returns the counters of the sockets in use, of which the first
// always is one.
func (v *Venue) sessions() []wire.Stats {
	var list []wire.Stats
	for i, l := range v.lines {
		if i == 0 || l.ear.Busy() {
			list = append(list, l.session.Stats())
		}
	}
	return list
}

// stateChanged lets out how the venue's feed is, as its sockets are together,
// and after a lost connection looks for bars that closed meanwhile.
func (v *Venue) stateChanged(l *line, state model.LinkState) {
	if state == model.LinkLive {
		v.station.MendBehind(l.ear.Contracts(), v.station.Clock.Now())
	}
	v.station.Link(v.sessions())
}
