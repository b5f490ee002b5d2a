package okx

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/backoff"
	"eddy/feeds/rest"
	"eddy/feeds/roster"
	"eddy/feeds/scan"
	"eddy/model"
)

const (
	// guessAfter is how long the sockets wait for the list of contracts before
	// they ask for the names that coins usually have.
	guessAfter = 3 * time.Second

	// reviewEvery is how often the list is read again.
	reviewEvery = time.Hour
)

// open loads the list of contracts and makes both sockets hear the chosen ones.
// While the list cannot be had the sockets go ahead with guesses: the desk is
// to be alive even then.
func (v *Venue) open(ctx context.Context) ([]model.Instrument, error) {
	guess := time.AfterFunc(guessAfter, v.guess)
	defer guess.Stop()
	retry := backoff.NewSchedule(backoff.Policy{First: time.Second}, v.config.Rand)
	for {
		p, err := v.readCatalogue(ctx)
		if err == nil {
			v.adopt(p)
			return p.instruments, nil
		}
		v.station.Fault(err)
		if err := backoff.Sleep(ctx, retry.Next(0)); err != nil {
			return nil, err
		}
	}
}

// readCatalogue asks for the list of contracts and chooses whom to follow.
func (v *Venue) readCatalogue(ctx context.Context) (*plan, error) {
	body, err := v.rest.Get(ctx, pathInstruments, url.Values{"instType": {"SWAP"}}, 1)
	if err != nil {
		return nil, err
	}
	c, err := ReadInstruments(body)
	if err != nil {
		return nil, err
	}
	list := roster.Choose(c.Instruments, v.config.Assets)
	if len(list) == 0 && len(v.config.Assets) > 0 {
		return nil, fmt.Errorf("okx: instruments: none of the %d assets is listed", len(v.config.Assets))
	}
	p := &plan{instruments: list, index: make(map[string]string, len(list))}
	for _, in := range list {
		p.index[in.Symbol] = c.Index[in.Symbol]
	}
	return p, nil
}

// adopt makes a plan the one that is followed, if it is not.
func (v *Venue) adopt(p *plan) {
	v.choosing.Lock()
	defer v.choosing.Unlock()
	p.instruments = v.brackets.Fill(p.instruments)
	if old := v.plan.Load(); old != nil && reflect.DeepEqual(p, old) {
		return
	}
	v.plan.Store(p)
	v.station.Instruments(p.instruments)
	v.follow(p)
}

// guess follows what can be guessed, unless something better is known.
func (v *Venue) guess() {
	v.choosing.Lock()
	defer v.choosing.Unlock()
	if v.plan.Load() == nil {
		v.follow(guesses(v.config.Assets))
	}
}

// follow makes both sockets hear what is planned. The caller holds choosing.
func (v *Venue) follow(p *plan) {
	v.public.follow(p)
	v.business.follow(p)
}

// guesses names the contract a coin usually has.
func guesses(assets []model.Asset) *plan {
	p := &plan{index: make(map[string]string, len(assets)), guessed: true}
	for _, a := range assets {
		symbol := string(a) + "-USDT-SWAP"
		in := model.Instrument{
			Venue: model.OKX, Symbol: symbol, Asset: a, Quote: "USDT",
			Kind: model.ContractPerpetual, Multiplier: 1, ContractSize: knownSizes[symbol], Trading: true,
		}
		p.instruments = append(p.instruments, in)
		p.index[symbol] = indexOf(in)
	}
	return p
}

// review reads the list of contracts again and again until ctx ends.
func (v *Venue) review(ctx context.Context) error {
	tick := time.NewTicker(reviewEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		p, err := v.readCatalogue(ctx)
		if err != nil {
			v.station.Fault(err)
			continue
		}
		v.adopt(p)
	}
}

// inspect finds the venue's refusal in an answer, which says code "0" when all
// is well, whatever the status.
func inspect(_ int, body []byte) *rest.Error {
	var h head
	r := scan.Over(body)
	if r.Sort() != scan.Object {
		return nil
	}
	for r.Object(); r.Member(); {
		if string(r.Key()) == "data" && h.code.text == "0" {
			return nil
		}
		h.read(&r)
	}
	if r.End() != nil || !h.code.given || h.code.text == "0" {
		return nil
	}
	e := &rest.Error{Code: h.code.text, Msg: string(h.message)}
	switch h.code.text {
	case "50011", "50061": // too many requests
		e.RetryAfter = limitedPause
	case "50001", "50004", "50013", "50026": // unavailable, timed out, busy, system error
		e.Retry = rest.RetryAgain
	}
	return e
}

// pointless marks errors that asking again will not cure: the venue understood
// and said no, which it does with a code of its own and any status.
func pointless(err error) error {
	var no *rest.Error
	if errors.As(err, &no) && strings.HasPrefix(no.Code, "51") {
		return fmt.Errorf("%w: %w", backfill.ErrPointless, err)
	}
	return err
}
