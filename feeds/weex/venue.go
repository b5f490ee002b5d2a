package weex

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"eddy/feeds"
	"eddy/feeds/rest"
	"eddy/feeds/station"
	"eddy/feeds/vitals"
	"eddy/feeds/wire"
	"eddy/model"
)

// Venue hears WEEX's contracts. It implements feeds.Venue.
type Venue struct {
	config Config
	rest   *rest.Client
	lines  []*line

	station *station.Station

	catalogue *station.Catalogue
}

// New returns a venue that is not connected yet, or what is wrong with the
// configuration.
func New(c Config) (*Venue, error) {
	c = c.filled()
	if err := c.check(); err != nil {
		return nil, err
	}
	v := &Venue{config: c}
	v.station = station.New(station.Config{
		Venue: model.WEEX, Base: baseInterval, Mend: v.mend, Judge: pointless,
		Setup: c.Setup,
	})
	v.catalogue = v.station.Catalogue(station.CataloguePlan{Read: v.readCatalogue, Guess: guesses, Follow: v.follow})
	for i := range c.lines() {
		l, err := newLine(v, c.session(strconv.Itoa(i+1)))
		if err != nil {
			return nil, err
		}
		v.lines = append(v.lines, l)
	}
	client := c.client()
	client.OnResponse = v.readWeight
	var err error
	if v.rest, err = rest.New(client); err != nil {
		return nil, fmt.Errorf("weex: %w", err)
	}
	return v, nil
}

// Name returns model.WEEX.
func (v *Venue) Name() model.Venue { return model.WEEX }

// Run hears the venue until ctx ends, see feeds.Venue.
func (v *Venue) Run(ctx context.Context, out feeds.Sink) error {
	defer v.rest.Close()
	parts := []station.Part{v.desk}
	for _, l := range v.lines {
		parts = append(parts, l.run)
	}
	return v.station.Run(ctx, out, parts...)
}

// desk is the part that asks: the list of contracts, the past, funding and open
// interest.
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
		Venue:    model.WEEX,
		Sessions: v.sessions(),
		Rest:     v.rest.Stats(),
		Misread:  v.station.Misread(),
		Clock:    &v.station.Clock,
		Symbols:  len(v.catalogue.List()),
		Guessed:  v.catalogue.Guessed(),
	}.Health()
}

// sessions returns the sockets that have something to hear, one at least.
func (v *Venue) sessions() []wire.Stats {
	list := []wire.Stats{v.lines[0].session.Stats()}
	for _, l := range v.lines[1:] {
		if l.ear.Busy() {
			list = append(list, l.session.Stats())
		}
	}
	return list
}

// stateChanged lets out how the venue's feed is, as its sockets are together,
// and after a lost connection looks for bars that closed meanwhile.
func (v *Venue) stateChanged(state model.LinkState) {
	if state == model.LinkLive {
		v.station.MendBehind(v.catalogue.List(), v.station.Clock.Now())
	}
	v.station.Link(v.sessions())
}

// find returns the contract of a symbol.
func find(list []model.Instrument, symbol string) (model.Instrument, bool) {
	at := slices.IndexFunc(list, func(in model.Instrument) bool { return in.Symbol == symbol })
	if at < 0 {
		return model.Instrument{}, false
	}
	return list[at], true
}
