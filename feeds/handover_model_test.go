package feeds_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"eddy/feeds"
	"eddy/model"
)

// refModel is what a Handover promises, written the slow and obvious way.
type refModel struct {
	reliable []model.Event
	keys     []string
	figures  map[string]map[model.Fields]float64
	bars     map[string]model.Bar
}

func (r *refModel) put(ev model.Event) {
	key := fmt.Sprint(ev.Venue, ev.Symbol, ev.Kind)
	switch {
	case ev.Kind == model.KindLink || ev.Kind == model.KindError || ev.Bar.Closed:
		r.reliable = append(r.reliable, ev)
		if open, ok := r.bars[key]; ok && ev.Kind == model.KindBar && open.OpenTime <= ev.Bar.OpenTime {
			delete(r.bars, key)
		}
		return
	case ev.Kind == model.KindBar:
		if open, ok := r.bars[key]; !ok || open.OpenTime <= ev.Bar.OpenTime {
			r.bars[key] = ev.Bar
		}
		return
	}
	if r.figures[key] == nil {
		r.figures[key] = map[model.Fields]float64{}
		r.keys = append(r.keys, key)
	}
	for bit, v := range map[model.Fields]float64{model.FieldLast: ev.Last, model.FieldBid: ev.Bid, model.FieldMark: ev.Mark} {
		if ev.Has.Has(bit) {
			r.figures[key][bit] = v
		}
	}
}

// take compares what was taken with what is owed and starts over.
func (r *refModel) take(t *rapid.T, got []model.Event) {
	n := len(r.reliable)
	if len(got) < n || n > 0 && !cmp.Equal(got[:n], r.reliable) {
		t.Fatalf("must-not-lose events: got %v, want %v", got, r.reliable)
	}
	var keys []string
	bars := map[string]model.Bar{}
	for _, ev := range got[n:] {
		key := fmt.Sprint(ev.Venue, ev.Symbol, ev.Kind)
		if ev.Kind == model.KindBar {
			bars[key] = ev.Bar
			continue
		}
		keys = append(keys, key)
		have := map[model.Fields]float64{}
		for bit, v := range map[model.Fields]float64{model.FieldLast: ev.Last, model.FieldBid: ev.Bid, model.FieldMark: ev.Mark} {
			if ev.Has.Has(bit) {
				have[bit] = v
			}
		}
		if diff := cmp.Diff(r.figures[key], have); diff != "" {
			t.Fatalf("%s (-want +got):\n%s", key, diff)
		}
	}
	if diff := cmp.Diff(r.keys, keys); diff != "" {
		t.Fatalf("order of quotes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(r.bars, bars); diff != "" {
		t.Fatalf("open bars (-want +got):\n%s", diff)
	}
	*r = *newRefModel()
}

func newRefModel() *refModel {
	return &refModel{figures: map[string]map[model.Fields]float64{}, bars: map[string]model.Bar{}}
}

func drawEvent(t *rapid.T, n int) model.Event {
	ev := model.Event{
		Venue:  rapid.SampledFrom(model.AllVenues[:2]).Draw(t, "venue"),
		Symbol: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "symbol"),
		Kind:   rapid.SampledFrom([]model.Kind{model.KindQuote, model.KindMark, model.KindBar, model.KindLink, model.KindError}).Draw(t, "kind"),
	}
	switch ev.Kind {
	case model.KindBar:
		ev.Bar = model.Bar{Interval: model.Hour1, OpenTime: model.Millis(rapid.IntRange(1, 3).Draw(t, "hour")) * 3600e3,
			Close: float64(n), Closed: rapid.Bool().Draw(t, "closed")}
	case model.KindQuote, model.KindMark:
		ev.Has = model.Fields(rapid.IntRange(0, 15).Draw(t, "has")) & (model.FieldLast | model.FieldBid | model.FieldMark)
		ev.Last, ev.Bid, ev.Mark = float64(n), float64(n)+0.25, float64(n)+0.5
	default:
		ev.Text = fmt.Sprint(n)
	}
	return ev
}

func TestHandoverAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, ref := feeds.NewHandover(), newRefModel()
		n, waits := 0, false
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			var events []model.Event
			for range rapid.IntRange(0, 4).Draw(t, "events") {
				n++
				ev := drawEvent(t, n)
				events = append(events, ev)
				ref.put(ev)
				waits = true
			}
			put(t, h, events...)
			if waits && rapid.Bool().Draw(t, "take") {
				ref.take(t, take(t, h))
				waits = false
			}
		}
	})
}
