package feeds_test

import (
	"context"
	"testing"

	"eddy/feeds"
	"eddy/model"
)

// teller is a venue that says what it is told to and ends.
type teller struct{ events []model.Event }

func (teller) Name() model.Venue         { return model.OKX }
func (teller) Health() model.VenueHealth { return model.VenueHealth{} }
func (t teller) Run(ctx context.Context, out feeds.Sink) error {
	return out.Put(ctx, t.events)
}

type memory struct{ events []model.Event }

func (m *memory) Put(_ context.Context, events []model.Event) error {
	m.events = append(m.events, events...)
	return nil
}

func TestRenamedCoinsCarryTheirNameHere(t *testing.T) {
	list := []model.Instrument{{Symbol: "BEAM-USDT-SWAP", Asset: "BEAM"}, {Symbol: "ETH-USDT-SWAP", Asset: "ETH"}}
	v := teller{[]model.Event{
		{Kind: model.KindQuote, Symbol: "BEAM-USDT-SWAP", Asset: "BEAM"},
		{Kind: model.KindQuote, Symbol: "ETH-USDT-SWAP", Asset: "ETH"},
		{Kind: model.KindInstruments, Detail: list},
	}}
	var m memory
	if err := feeds.Renamed(v, map[model.Asset]model.Asset{"BEAM": "BEAMX"}).Run(context.Background(), &m); err != nil {
		t.Fatal(err)
	}
	renamed := m.events[2].Detail.([]model.Instrument)
	if m.events[0].Asset != "BEAMX" || m.events[1].Asset != "ETH" || renamed[0].Asset != "BEAMX" || renamed[1].Asset != "ETH" {
		t.Errorf("got %+v", m.events)
	}
	if list[0].Asset != "BEAM" {
		t.Error("the venue's own list was changed")
	}
}
