package okx

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"eddy/feeds/backfill"
	"eddy/feeds/rest"
	"eddy/feeds/scan"
	"eddy/model"
)

// readCatalogue asks for the list of contracts and chooses whom to follow.
func (v *Venue) readCatalogue(ctx context.Context) ([]model.Instrument, error) {
	body, err := v.rest.Get(ctx, pathInstruments, url.Values{"instType": {"SWAP"}}, 1)
	if err != nil {
		return nil, err
	}
	c, err := ReadInstruments(body)
	if err != nil {
		return nil, err
	}
	return v.config.Choose("okx: instruments", c.Instruments)
}

// follow makes both sockets hear contracts.
func (v *Venue) follow(list []model.Instrument, guessed bool) {
	v.public.follow(list, guessed)
	v.business.follow(list, guessed)
}

// guesses names the contract a coin usually has.
func guesses(assets []model.Asset) []model.Instrument {
	list := make([]model.Instrument, 0, len(assets))
	for _, a := range assets {
		symbol := string(a) + "-USDT-SWAP"
		list = append(list, model.Instrument{
			Venue: model.OKX, Symbol: symbol, Asset: a, Quote: "USDT", Index: strings.TrimSuffix(symbol, swapEnding),
			Kind: model.ContractPerpetual, Multiplier: 1, ContractSize: knownSizes[symbol], Trading: true,
		})
	}
	return list
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
