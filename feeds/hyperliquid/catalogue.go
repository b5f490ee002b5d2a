package hyperliquid

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"

	"eddy/feeds/backoff"
	"eddy/feeds/roster"
	"eddy/model"
)

// question is the body of a request.
type question struct {
	Type  string        `json:"type"`
	Coin  string        `json:"coin,omitempty"`
	Start model.Millis  `json:"-"`
	Req   *candleWindow `json:"req,omitempty"`
}

// candleWindow asks for bars.
type candleWindow struct {
	Coin     string `json:"coin"`
	Interval string `json:"interval"`
	Start    int64  `json:"startTime"`
	End      int64  `json:"endTime"`
}

// body renders the question.
func (q question) body() ([]byte, error) {
	return json.Marshal(struct {
		question
		Start int64 `json:"startTime,omitempty"`
	}{q, int64(q.Start)})
}

// post asks a question.
func (v *Venue) post(ctx context.Context, q question, weight int) ([]byte, error) {
	body, err := q.body()
	if err != nil {
		return nil, fmt.Errorf("hyperliquid: %s: %w", q.Type, err)
	}
	answer, err := v.rest.Post(ctx, pathInfo, body, weight)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", q.Type, err)
	}
	return answer, nil
}

// open sets the clock, loads the list of contracts and makes the socket hear
// the chosen ones. Names are never guessed at: a wrong one breaks the line.
func (v *Venue) open(ctx context.Context) ([]model.Instrument, error) {
	retry := backoff.NewSchedule(backoff.Policy{First: time.Second}, v.config.Rand)
	for {
		v.setClock(ctx)
		list, err := v.readCatalogue(ctx)
		if err == nil {
			return list, nil
		}
		v.station.Fault(err)
		if err := backoff.Sleep(ctx, retry.Next(0)); err != nil {
			return nil, err
		}
	}
}

// setClock asks for the venue's time. Without an answer frames will tell.
func (v *Venue) setClock(ctx context.Context) {
	body, err := v.post(ctx, question{Type: "exchangeStatus"}, lightWeight)
	if err != nil {
		v.station.Fault(err)
		return
	}
	events, err := NewDecoder().Decode(body, 0, nil)
	if err != nil || len(events) != 1 {
		return // it tells no time
	}
	v.station.Clock.Observe(events[0].EventTime, model.MillisOf(v.config.Now()))
}

// readCatalogue asks for the list of contracts with the figures of each,
// chooses whom to follow and lets the figures out.
func (v *Venue) readCatalogue(ctx context.Context) ([]model.Instrument, error) {
	body, err := v.post(ctx, question{Type: "metaAndAssetCtxs"}, usualWeight)
	if err != nil {
		return nil, err
	}
	c, err := ReadInstruments(body)
	if err != nil {
		return nil, err
	}
	list := roster.Choose(c.Instruments, v.config.Assets)
	if len(list) == 0 && len(v.config.Assets) > 0 {
		return nil, fmt.Errorf("hyperliquid: meta: none of the %d assets is listed", len(v.config.Assets))
	}
	v.adopt(list)
	v.seed(body, list)
	return list, nil
}

// adopt makes the given contracts the ones that are followed, if they are not.
// Only the desk's goroutines call it, one at a time.
func (v *Venue) adopt(list []model.Instrument) {
	old := v.instruments()
	if reflect.DeepEqual(list, old) {
		return
	}
	v.chosen.Store(&list)
	v.station.Instruments(list)
	sameNames := slices.EqualFunc(list, old, func(a, b model.Instrument) bool { return a.Symbol == b.Symbol })
	if !sameNames {
		v.line.follow(list)
	}
}

// seed lets out the figures that came with the list.
func (v *Venue) seed(body []byte, list []model.Instrument) {
	at := model.MillisOf(v.config.Now())
	events, err := NewDecoder(list...).Decode(body, at, nil)
	if err != nil {
		v.station.Fault(err)
	}
	followed := make(map[string]bool, len(list))
	for _, in := range list {
		followed[in.Symbol] = true
	}
	events = slices.DeleteFunc(events, func(ev model.Event) bool { return !followed[ev.Symbol] })
	v.date(events, at)
	v.station.Heard(events)
}
