package feeds

import (
	"context"

	"eddy/model"
)

// Renamed returns a venue whose coins carry the names they have in eddy: names
// maps what the venue calls a coin to what it is called here. Without names it
// is the venue itself.
func Renamed(v Venue, names map[model.Asset]model.Asset) Venue {
	if len(names) == 0 {
		return v
	}
	return &renamed{Venue: v, names: names}
}

type renamed struct {
	Venue
	names map[model.Asset]model.Asset
}

// Run hears the venue, see Venue.
func (r *renamed) Run(ctx context.Context, out Sink) error {
	return r.Venue.Run(ctx, renamingSink{out, r.names})
}

type renamingSink struct {
	to    Sink
	names map[model.Asset]model.Asset
}

// Put renames in place: the events are the sink's until it returns.
func (s renamingSink) Put(ctx context.Context, events []model.Event) error {
	for i := range events {
		if name, other := s.names[events[i].Asset]; other {
			events[i].Asset = name
		}
		if list, ok := events[i].Detail.([]model.Instrument); ok {
			events[i].Detail = s.instruments(list)
		}
	}
	return s.to.Put(ctx, events)
}

// instruments renames in a copy: the venue keeps its list.
func (s renamingSink) instruments(list []model.Instrument) []model.Instrument {
	out := append([]model.Instrument(nil), list...)
	for i := range out {
		if name, other := s.names[out[i].Asset]; other {
			out[i].Asset = name
		}
	}
	return out
}
