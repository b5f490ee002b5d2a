package bingx

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/backoff"
	"eddy/feeds/figure"
	"eddy/feeds/rest"
	"eddy/feeds/roster"
	"eddy/feeds/scan"
	"eddy/model"
)

const (
	// guessAfter is how long the sockets wait for the list of contracts before
	// they ask for the names that coins usually have.
	guessAfter = 3 * time.Second

	// reviewEvery is how often the list is read again. It is some 2.3 MB.
	reviewEvery = time.Hour
)

// open loads the list of contracts and makes the sockets hear the chosen ones.
// While the list cannot be had the sockets go ahead with guesses: the desk is
// to be alive even then.
func (v *Venue) open(ctx context.Context) ([]model.Instrument, error) {
	guess := time.AfterFunc(guessAfter, v.guess)
	defer guess.Stop()
	retry := backoff.NewSchedule(backoff.Policy{First: time.Second}, v.config.Rand)
	for {
		list, err := v.readCatalogue(ctx)
		if err == nil {
			v.adopt(list)
			return list, nil
		}
		v.station.Fault(err)
		if err := backoff.Sleep(ctx, retry.Next(0)); err != nil {
			return nil, err
		}
	}
}

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
	list := roster.Choose(c.Instruments, v.config.Assets)
	if len(list) == 0 && len(v.config.Assets) > 0 {
		return nil, fmt.Errorf("bingx: contracts: none of the %d assets is listed", len(v.config.Assets))
	}
	known := withFunding(list, asEvents(v.instruments()))
	v.learn(known)
	events, err := v.everyone(ctx, pathPremium, known)
	if err != nil {
		v.station.Fault(err)
	}
	return withFunding(known, events), nil
}

// asEvents tells the intervals of instruments as events do.
func asEvents(list []model.Instrument) []model.Event {
	events := make([]model.Event, 0, len(list))
	for _, in := range list {
		if in.FundingIntervalH > 0 {
			events = append(events, model.Event{Symbol: in.Symbol, FundingIntervalH: in.FundingIntervalH, Has: model.FieldFundingInterval})
		}
	}
	return events
}

// withFunding returns the contracts with the intervals that events told.
func withFunding(list []model.Instrument, events []model.Event) []model.Instrument {
	hours := make(map[string]float64, len(events))
	for i := range events {
		if ev := &events[i]; ev.Has.Has(model.FieldFundingInterval) {
			hours[ev.Symbol] = ev.FundingIntervalH
		}
	}
	out := slices.Clone(list)
	for i := range out {
		if h := hours[out[i].Symbol]; h > 0 {
			out[i].FundingIntervalH = h
		}
	}
	return out
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

// adopt makes the given contracts the ones that are followed, if they are not.
func (v *Venue) adopt(list []model.Instrument) {
	v.choosing.Lock()
	defer v.choosing.Unlock()
	if reflect.DeepEqual(list, v.instruments()) {
		return
	}
	v.chosen.Store(&list)
	v.station.Instruments(list)
	v.follow(list, false)
}

// guess follows what can be guessed, unless something better is known.
func (v *Venue) guess() {
	v.choosing.Lock()
	defer v.choosing.Unlock()
	if v.chosen.Load() == nil {
		v.follow(guesses(v.config.Assets), true)
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
