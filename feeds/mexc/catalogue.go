package mexc

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"eddy/feeds/backfill"
	"eddy/feeds/rest"
	"eddy/feeds/scan"
	"eddy/feeds/station"
	"eddy/model"
)

// readCatalogue asks for the list of contracts and how often each settles its
// funding, and chooses whom to follow. Without the latter it does: the next
// round of polling tells.
func (v *Venue) readCatalogue(ctx context.Context) ([]model.Instrument, error) {
	body, err := v.rest.Get(ctx, pathInstruments, nil, 1)
	if err != nil {
		return nil, err
	}
	c, err := ReadInstruments(body)
	if err != nil {
		return nil, err
	}
	list, err := v.config.Choose("mexc: contract/detail", c.Instruments)
	if err != nil {
		return nil, err
	}
	known := v.catalogue.WithKnownIntervals(list)
	events, err := v.readFunding(ctx, known)
	if err != nil {
		v.station.Fault(err)
	}
	return station.WithIntervals(known, events), nil
}

// follow deals the contracts out to the sockets. The caller holds choosing.
func (v *Venue) follow(list []model.Instrument, guessed bool) {
	for _, l := range v.lines {
		n := min(len(list), assetsPerSocket)
		l.follow(list[:n:n], guessed)
		list = list[n:]
	}
}

// guesses names the contract a coin usually has.
func guesses(assets []model.Asset) []model.Instrument {
	list := make([]model.Instrument, 0, len(assets))
	for _, a := range assets {
		symbol := symbolOf(a)
		list = append(list, model.Instrument{
			Venue: model.MEXC, Symbol: symbol, Asset: a, Quote: "USDT",
			Kind: model.ContractPerpetual, Multiplier: 1, ContractSize: knownSizes[symbol], Trading: true,
		})
	}
	return list
}

// longestRefusal is more than any refusal has, in bytes.
const longestRefusal = 4096

// inspect finds the venue's refusal in an answer, which comes with HTTP 200.
func inspect(status int, body []byte) *rest.Error {
	if status == http.StatusOK && len(body) > longestRefusal {
		return nil
	}
	var h head
	var b row
	r := scan.Over(body)
	h.readAll(&r, &b)
	if r.End() != nil || !h.isObject || !h.failed && (!h.code.OK || h.code.V == 0 || h.code.V == httpOK) {
		return nil
	}
	refused := &rest.Error{Msg: string(h.message)}
	if h.code.OK {
		refused.Code = strconv.FormatFloat(h.code.V, 'f', -1, 64)
	}
	if h.code.OK && h.code.V == tooFrequent {
		refused.RetryAfter, refused.Retry = limitedPause, rest.RetryAgain
	}
	return refused
}

// pointless marks errors that asking again will not cure: the venue understood
// and does not know what was asked for.
func pointless(err error) error {
	var refused *rest.Error
	if errors.As(err, &refused) && refused.Code == strconv.Itoa(noContract) {
		return fmt.Errorf("%w: %w", backfill.ErrPointless, err)
	}
	return err
}
