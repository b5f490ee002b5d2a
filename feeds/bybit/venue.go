package bybit

import (
	"context"
	"fmt"

	"eddy/feeds"
	"eddy/feeds/bracket"
	"eddy/feeds/rest"
	"eddy/feeds/station"
	"eddy/feeds/vitals"
	"eddy/feeds/wire"
	"eddy/model"
)

// Venue hears Bybit's linear contracts. It implements feeds.Venue.
type Venue struct {
	config    Config
	rest      *rest.Client
	tiersRest *rest.Client // asks for margin brackets
	line      *line

	station *station.Station

	catalogue *station.Catalogue
	brackets  bracket.Book // of margins
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
		Venue: model.Bybit, Base: baseInterval, Mend: v.mend, Judge: pointless,
		Setup: v.config.Setup,
	})
	var err error
	if v.line, err = newLine(v, c.session()); err != nil {
		return nil, err
	}
	v.catalogue = v.station.Catalogue(station.CataloguePlan{
		Read: v.readCatalogue, Guess: guesses, Follow: v.line.follow, Fill: v.brackets.Fill,
	})
	if v.rest, err = rest.New(c.client()); err != nil {
		return nil, fmt.Errorf("bybit: %w", err)
	}
	if v.tiersRest, err = rest.New(c.tiersClient()); err != nil {
		return nil, fmt.Errorf("bybit: %w", err)
	}
	return v, nil
}

// Name returns model.Bybit.
func (v *Venue) Name() model.Venue { return model.Bybit }

// Run hears the venue until ctx ends, see feeds.Venue.
func (v *Venue) Run(ctx context.Context, out feeds.Sink) error {
	defer v.rest.Close()
	defer v.tiersRest.Close()
	return v.station.Run(ctx, out, v.line.session.Run, v.desk)
}

// desk is the part that asks: the list of contracts and the past.
func (v *Venue) desk(ctx context.Context) error {
	list, err := v.catalogue.Open(ctx)
	if err != nil {
		return err
	}
	past := func(ctx context.Context) error { return v.loadPast(ctx, list) }
	tiers := func(ctx context.Context) error { return bracket.Keep(ctx, v.readTiers) }
	return v.station.Together(ctx, v.keepUp, past, tiers)
}

// Health returns the venue's counters.
func (v *Venue) Health() model.VenueHealth {
	return vitals.Parts{
		Venue:    model.Bybit,
		Sessions: v.sessions(),
		Rest:     v.rest.Stats(),
		Misread:  v.station.Misread(),
		Clock:    &v.station.Clock,
		Symbols:  len(v.catalogue.List()),
		Guessed:  v.catalogue.Guessed(),
	}.Health()
}

func (v *Venue) sessions() []wire.Stats { return []wire.Stats{v.line.session.Stats()} }

// stateChanged lets out how the venue's feed is, and after a lost connection
// looks for bars that closed meanwhile.
func (v *Venue) stateChanged(state model.LinkState) {
	if state == model.LinkLive {
		v.station.MendBehind(v.catalogue.List(), v.station.Clock.Now())
	}
	v.station.Link(v.sessions())
}
