package bingx

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"eddy/feeds/backfill"
	"eddy/feeds/figure"
	"eddy/feeds/rest"
	"eddy/feeds/scan"
	"eddy/feeds/station"
	"eddy/model"
)

// readCatalogue asks for the venue's clock, the list of contracts and how often
// each settles its funding, and chooses whom to follow. Without the latter it
// does: the next round of polling tells.
func (v *Venue) readCatalogue(ctx context.Context) ([]model.Instrument, error) {
	v.readClock(ctx)
	body, err := v.rest.Get(ctx, pathInstruments, nil, 1)
	if err != nil {
		return nil, err
	}
	c, err := ReadInstruments(body)
	if err != nil {
		return nil, err
	}
	list, err := v.config.Choose("bingx: contracts", c.Instruments)
	if err != nil {
		return nil, err
	}
	known := v.catalogue.WithKnownIntervals(list)
	v.learn(known)
	events, err := v.everyone(ctx, pathPremium, known)
	if err != nil {
		v.station.Fault(err)
	}
	return station.WithIntervals(known, events), nil
}

// readClock asks what time it is at the venue. The list has no stamp; without
// one the first frames tell.
func (v *Venue) readClock(ctx context.Context) {
	body, err := v.rest.Get(ctx, pathTime, nil, 1)
	if err != nil {
		v.station.Fault(err)
		return
	}
	at := model.MillisOf(v.config.Now())
	events, err := v.read(body, at)
	if err != nil {
		v.station.Fault(err)
		return
	}
	for i := range events {
		v.station.Clock.Observe(events[i].EventTime, at)
	}
}

// follow deals the contracts out to the sockets. The caller holds choosing.
func (v *Venue) follow(list []model.Instrument, guessed bool) {
	for i, l := range v.lines {
		n := (len(list) + len(v.lines) - i - 1) / (len(v.lines) - i) // as many to each
		l.follow(list[:n:n], guessed)
		list = list[n:]
	}
}

// guesses names the contract a coin usually has.
func guesses(assets []model.Asset) []model.Instrument {
	list := make([]model.Instrument, 0, len(assets))
	for _, a := range assets {
		list = append(list, model.Instrument{
			Venue: model.BingX, Symbol: string(a) + "-USDT", Asset: a, Quote: "USDT",
			Kind: model.ContractPerpetual, Multiplier: 1, ContractSize: 1, Trading: true,
		})
	}
	return list
}

// longestRefusal is more than any refusal has, in bytes.
const longestRefusal = 4096

// inspect finds the venue's refusal in an answer, which mostly comes with HTTP
// 200. A ban is told by status alone, and not for how long.
func inspect(status int, body []byte) *rest.Error {
	refused := &rest.Error{}
	if status == http.StatusTeapot {
		refused.RetryAfter = bannedPause
	}
	if status == http.StatusOK && len(body) > longestRefusal {
		return nil
	}
	var h head
	r := scan.Over(body)
	for r.Object(); r.Member(); {
		if string(r.Key()) == "code" {
			h.code = figure.Read(&r)
		} else {
			h.read(&r)
		}
	}
	if r.End() != nil || !h.code.OK || h.code.V == 0 {
		if status == http.StatusTeapot {
			return refused
		}
		return nil
	}
	refused.Code, refused.Msg = strconv.FormatFloat(h.code.V, 'f', -1, 64), string(h.message)
	if refused.Code == codeLimited && refused.RetryAfter == 0 {
		refused.RetryAfter, refused.Retry = limitedPause, rest.RetryAgain
	}
	return refused
}

// pointless marks errors that asking again will not cure: the venue understood
// and said no.
func pointless(err error) error {
	var refused *rest.Error
	if errors.As(err, &refused) && slices.Contains([]string{codeNoAPI, codeParameter, codePaused, codeSymbol}, refused.Code) {
		return fmt.Errorf("%w: %w", backfill.ErrPointless, err)
	}
	return err
}

// readRemaining reads how many requests the venue still grants: where they are
// many it may be asked faster, and before there are none requests pause.
func (v *Venue) readRemaining(h http.Header) {
	left, err := strconv.Atoi(h.Get(remainField))
	switch {
	case err != nil: // the venue does not say
	case left < fewLeft:
		v.rest.Hold(fewLeftPause)
	case left > manyLeft:
		v.rest.SetLimit(generousLimit, requestsAtOnce)
	default:
		v.rest.SetLimit(requestsLimit, requestsAtOnce)
	}
}
