package bybit

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"eddy/feeds/rest"
	"eddy/feeds/scan"
	"eddy/model"
)

const (
	// The list comes in pages; the default size would hide symbols.
	pageSize = 1000
	maxPages = 20
)

// readCatalogue asks for the list of contracts, page after page, and chooses
// whom to follow.
func (v *Venue) readCatalogue(ctx context.Context) ([]model.Instrument, error) {
	var all []model.Instrument
	query := url.Values{"category": {category}, "limit": {strconv.Itoa(pageSize)}}
	for range maxPages {
		body, err := v.rest.Get(ctx, pathInstruments, query, 1)
		if err != nil {
			return nil, err
		}
		page, err := ReadInstruments(body)
		listed := len(page.Instruments) + len(page.NotCoins)
		if err != nil && (len(all) == 0 || listed > 0) {
			return nil, err
		}
		v.station.Clock.Observe(page.ServerTime, model.MillisOf(v.config.Now()))
		all = append(all, page.Instruments...)
		if page.Next == "" || listed == 0 {
			break // a cursor may come with the last page too
		}
		query.Set("cursor", cursor(page.Next))
	}
	return v.config.Choose("bybit: instruments-info", all)
}

// cursor undoes the escaping some cursors come with, which the query brings
// back.
func cursor(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// guesses names the contract a coin usually has.
func guesses(assets []model.Asset) []model.Instrument {
	list := make([]model.Instrument, 0, len(assets))
	for _, a := range assets {
		list = append(list, model.Instrument{
			Venue: model.Bybit, Symbol: string(a) + "USDT", Asset: a, Quote: "USDT",
			Kind: model.ContractPerpetual, Multiplier: 1, ContractSize: 1, Trading: true,
		})
	}
	return list
}

// inspect finds the venue's refusal in an answer: a code that is not zero, with
// HTTP 200, or a 403 to an address that asks too fast or comes from where the
// venue does no business.
func inspect(status int, body []byte) *rest.Error {
	if status == http.StatusForbidden {
		return forbidden(body)
	}
	r := scan.Over(body)
	if r.Sort() != scan.Object {
		return nil
	}
	b := readBody(&r)
	if r.End() != nil || !b.refused() {
		return nil
	}
	refused := &rest.Error{Code: strconv.FormatFloat(b.code.V, 'f', -1, 64), Msg: string(b.message)}
	if b.code.V == tooManyVisits {
		refused.RetryAfter, refused.Retry = visitsPause, rest.RetryAgain
	}
	return refused
}

// forbidden reads a 403. One that does not speak of haste will not pass.
func forbidden(body []byte) *rest.Error {
	if strings.Contains(string(body[:min(len(body), 4096)]), "too frequent") {
		return &rest.Error{Msg: "access too frequent", RetryAfter: shutOut}
	}
	return &rest.Error{Msg: "not served from here", Retry: rest.RetryNever}
}
