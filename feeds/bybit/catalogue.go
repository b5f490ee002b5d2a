package bybit

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"

	"eddy/feeds/backoff"
	"eddy/feeds/rest"
	"eddy/feeds/roster"
	"eddy/feeds/scan"
	"eddy/model"
)

const (
	// guessAfter is how long the socket waits for the list of contracts before
	// it asks for the names that coins usually have.
	guessAfter = 3 * time.Second

	// reviewEvery is how often the list is read again.
	reviewEvery = time.Hour

	// The list comes in pages; the default size would hide symbols.
	pageSize = 1000
	maxPages = 20
)

// open loads the list of contracts and makes the socket hear the chosen ones.
// While the list cannot be had the socket goes ahead with guesses: the desk is
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
	list := roster.Choose(all, v.config.Assets)
	if len(list) == 0 && len(v.config.Assets) > 0 {
		return nil, fmt.Errorf("bybit: instruments-info: none of the %d assets is listed", len(v.config.Assets))
	}
	return list, nil
}

// cursor undoes the escaping some cursors come with, which the query brings
// back.
func cursor(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// adopt makes the given contracts the ones that are followed, if they are not.
func (v *Venue) adopt(list []model.Instrument) {
	v.choosing.Lock()
	defer v.choosing.Unlock()
	list = v.brackets.Fill(list)
	if reflect.DeepEqual(list, v.instruments()) {
		return
	}
	v.chosen.Store(&list)
	v.station.Instruments(list)
	v.line.follow(list, false)
}

// guess follows what can be guessed, unless something better is known.
func (v *Venue) guess() {
	v.choosing.Lock()
	defer v.choosing.Unlock()
	if v.chosen.Load() == nil {
		v.line.follow(guesses(v.config.Assets), true)
	}
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
