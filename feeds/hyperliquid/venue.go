package hyperliquid

import (
	"context"
	"fmt"
	"time"

	"eddy/feeds"
	"eddy/feeds/rest"
	"eddy/feeds/station"
	"eddy/feeds/vitals"
	"eddy/feeds/wire"
	"eddy/model"
)

// Venue hears Hyperliquid. It implements feeds.Venue.
type Venue struct {
	config Config
	rest   *rest.Client
	line   *line

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
		Venue: model.Hyperliquid, Base: baseInterval, Mend: v.mend, Judge: pointless,
		Setup: v.config.Setup,
	})
	v.catalogue = v.station.Catalogue(station.CataloguePlan{Read: v.readCatalogue, Follow: v.follow})
	var err error
	if v.line, err = newLine(v, c.session()); err != nil {
		return nil, err
	}
	if v.rest, err = rest.New(c.client()); err != nil {
		return nil, fmt.Errorf("hyperliquid: %w", err)
	}
	return v, nil
}

// Name returns model.Hyperliquid.
func (v *Venue) Name() model.Venue { return model.Hyperliquid }

// Run hears the venue until ctx ends, see feeds.Venue.
func (v *Venue) Run(ctx context.Context, out feeds.Sink) error {
	defer v.rest.Close()
	return v.station.Run(ctx, out, v.line.session.Run, v.desk)
}

// desk is the part that asks: the list of contracts and the past.
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
		Venue:    model.Hyperliquid,
		Sessions: v.sessions(),
		Rest:     v.rest.Stats(),
		Misread:  v.station.Misread(),
		Clock:    &v.station.Clock,
		Symbols:  max(0, len(v.catalogue.List())-v.line.suspects.lost()),
	}.Health()
}

func (v *Venue) sessions() []wire.Stats { return []wire.Stats{v.line.session.Stats()} }

// date completes events with what the venue leaves out: contexts and bars carry
// no time and count for the moment the venue was last heard at, and funding is
// settled at the next whole hour. A frozen mark is kept back: it looks alive.
func (v *Venue) date(events []model.Event, received model.Millis) {
	for i := range events {
		ev := &events[i]
		v.station.Clock.Observe(ev.EventTime, received)
		if ev.Kind == model.KindMark && ev.Text == frozenText {
			ev.Kind = model.KindIgnored
		}
		now := v.station.Clock.Now()
		if !ev.EventTime.Known() {
			ev.EventTime = now
		}
		if ev.Has.Has(model.FieldFundingRate) && now.Known() {
			ev.NextFunding = now.Floor(model.Hour1).Add(fundingHours * time.Hour)
			ev.Has |= model.FieldNextFunding
		}
	}
}

// stateChanged lets out how the venue's feed is, and after a lost connection
// looks for bars that closed meanwhile.
func (v *Venue) stateChanged(state model.LinkState) {
	if state == model.LinkLive {
		v.station.MendBehind(v.catalogue.List(), v.station.Clock.Now())
	}
	v.station.Link(v.sessions())
}
