package hyperliquid

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

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
	if len(v.catalogue.List()) == 0 {
		v.setClock(ctx)
	}
	body, err := v.post(ctx, question{Type: "metaAndAssetCtxs"}, usualWeight)
	if err != nil {
		return nil, err
	}
	c, err := ReadInstruments(body)
	if err != nil {
		return nil, err
	}
	list, err := v.config.Choose("hyperliquid: meta", c.Instruments)
	if err != nil {
		return nil, err
	}
	v.catalogue.Adopt(list) // before their figures
	v.seed(body, list)
	return list, nil
}

// follow makes the socket hear contracts that it does not hear yet.
func (v *Venue) follow(list []model.Instrument, _ bool) {
	same := func(a, b model.Instrument) bool { return a.Symbol == b.Symbol }
	if !slices.EqualFunc(list, v.line.ear.Contracts(), same) {
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
