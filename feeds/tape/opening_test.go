package tape

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/model"
)

// heard returns an opening that has heard events.
func heard(events ...model.Event) *opening {
	o := newOpening()
	for i := range events {
		o.hear(&events[i])
	}
	return &o
}

// mark is a word on a contract at a moment of market time.
func mark(at model.Millis, has model.Fields) model.Event {
	return model.Event{Kind: model.KindMark, Venue: model.Bybit, Symbol: "BTCUSDT", Asset: "BTC", EventTime: at, Received: at, Has: has}
}

// Of many words on a contract the newest of each figure is left, whichever frame
// carried it.
func TestOpeningKeepsTheNewestFigures(t *testing.T) {
	price, rate := mark(10, model.FieldMark), mark(20, model.FieldFundingRate)
	price.Mark, rate.FundingRate = 64_000, 0.0001
	again := price
	again.Mark, again.EventTime, again.Received = 65_000, 30, 30
	lists, blocks, rest := heard(price, rate, again).take()
	if len(lists)+len(blocks) > 0 || len(rest) != 1 {
		t.Fatalf("%d lists, %d blocks, %v", len(lists), len(blocks), rest)
	}
	ev := rest[0]
	if !ev.Has.Has(model.FieldMark|model.FieldFundingRate) || ev.Mark != 65_000 || ev.FundingRate != 0.0001 || ev.EventTime != 30 {
		t.Errorf("left is %+v", ev)
	}
}

// An engine keeps one open interest of each hour, the first it hears.
func TestOpeningKeepsOpenInterestByTheHour(t *testing.T) {
	const hour = model.Millis(3_600_000)
	var events []model.Event
	for _, at := range []model.Millis{2*hour - 1, 2 * hour, 2*hour + 5, 3*hour - 1, 4 * hour} {
		ev := mark(at, model.FieldOpenInterest)
		ev.OpenInterest = float64(at)
		events = append(events, ev)
	}
	_, _, rest := heard(events...).take()
	var got []model.Millis
	for i := range rest {
		got = append(got, rest[i].EventTime)
	}
	want := []model.Millis{2*hour - 1, 2 * hour, 4 * hour, 4 * hour} // the last is the newest word
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A rate is charged when the venue names the next settlement: the last word on
// the one and the first on the other stay.
func TestOpeningKeepsWhatWasCharged(t *testing.T) {
	var events []model.Event
	for _, f := range []struct {
		rate float64
		next model.Millis
	}{{1, 100}, {2, 100}, {3, 200}, {4, 200}} {
		ev := mark(f.next-1, model.FieldFundingRate|model.FieldNextFunding)
		ev.FundingRate, ev.NextFunding = f.rate, f.next
		events = append(events, ev)
	}
	_, _, rest := heard(events...).take()
	var got []float64
	for i := range rest {
		got = append(got, rest[i].FundingRate)
	}
	if diff := cmp.Diff([]float64{2, 3, 4}, got); diff != "" {
		t.Error(diff)
	}
}

// What a source adds to a slow series is laid over what it told before.
func TestOpeningKeepsSlowSeriesWhole(t *testing.T) {
	news := func(asked model.Millis, state model.ContextState, points ...model.ContextPoint) model.Event {
		return model.Event{Kind: model.KindContext, Received: 1, Detail: &model.Context{
			Series: "tvl.total", Source: "defillama", Asked: asked, State: state, Points: points,
		}}
	}
	_, _, rest := heard(
		news(10, model.ContextFresh, model.ContextPoint{Time: 1, Value: 5}, model.ContextPoint{Time: 2, Value: 6}),
		news(20, model.ContextFresh, model.ContextPoint{Time: 2, Value: 7}, model.ContextPoint{Time: 3, Value: 8}),
		news(0, model.ContextError),
	).take()
	want := []model.Event{news(20, model.ContextError, model.ContextPoint{Time: 1, Value: 5}, model.ContextPoint{Time: 2, Value: 7}, model.ContextPoint{Time: 3, Value: 8})}
	if diff := cmp.Diff(want, rest, exact); diff != "" {
		t.Error(diff)
	}
}
