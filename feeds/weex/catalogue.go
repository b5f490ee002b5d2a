package weex

import (
	"context"
	"net/http"
	"strconv"

	"eddy/feeds/rest"
	"eddy/feeds/scan"
	"eddy/model"
)

// readCatalogue asks for the list of contracts and the funding intervals and
// chooses whom to follow.
func (v *Venue) readCatalogue(ctx context.Context) ([]model.Instrument, error) {
	body, err := v.rest.Get(ctx, pathExchangeInfo, nil, weightList)
	if err != nil {
		return nil, err
	}
	c, err := ReadInstruments(body)
	if err != nil {
		return nil, err
	}
	list, err := v.config.Choose("weex: exchangeInfo", c.Instruments)
	if err != nil {
		return nil, err
	}
	return v.withFunding(ctx, list), nil
}

// withFunding fills in the funding intervals of premiumIndex, which are those
// in force; the times of day of the list stand in where it cannot be had.
func (v *Venue) withFunding(ctx context.Context, list []model.Instrument) []model.Instrument {
	body, err := v.rest.Get(ctx, pathPremiumIndex, nil, weightList)
	if err != nil {
		v.station.Fault(err)
		return list
	}
	told, err := readPremiums(body)
	if err != nil {
		v.station.Fault(err)
		return list
	}
	hours := make(map[string]float64, len(told))
	for _, in := range told {
		hours[in.Symbol] = in.FundingIntervalH
	}
	for i := range list {
		if h := hours[list[i].Symbol]; h > 0 {
			list[i].FundingIntervalH = h
		}
	}
	return list
}

// follow deals contracts out to the sockets. The caller holds choosing.
func (v *Venue) follow(list []model.Instrument, guessed bool) {
	for i, l := range v.lines {
		var share []model.Instrument
		for at := i; at < len(list); at += len(v.lines) {
			share = append(share, list[at])
		}
		l.follow(share, guessed)
	}
}

// bundled names the bases the venue trades in multiples (venues/weex §6).
var bundled = map[model.Asset]string{
	"PEPE": "1000PEPE", "SHIB": "1000SHIB", "FLOKI": "1000FLOKI", "BONK": "1000BONK", "SATS": "1000SATS",
	"RATS": "1000RATS", "BTT": "1000BTT", "XEC": "1000XEC", "BABYDOGE": "1MBABYDOGE",
}

// guesses names the contract a coin usually has.
func guesses(assets []model.Asset) []model.Instrument {
	list := make([]model.Instrument, 0, len(assets))
	for _, a := range assets {
		base := string(a)
		if name := bundled[a]; name != "" {
			base = name
		}
		_, multiplier := model.SplitMultiplier(base)
		list = append(list, model.Instrument{
			Venue: model.WEEX, Symbol: base + "USDT", Asset: a, Quote: "USDT",
			Kind: model.ContractPerpetual, Multiplier: multiplier, ContractSize: multiplier, Trading: true,
		})
	}
	return list
}

// readWeight reads how much weight the venue still grants this address, which
// other programs may share, and pauses before it is used up.
func (v *Venue) readWeight(h http.Header) {
	left, err := strconv.Atoi(h.Get(remainingField))
	if err == nil && left < weightAlarm {
		v.rest.Hold(weightPause)
	}
}

// inspect finds the venue's refusal in an answer, which is {"code":…,"msg":…}
// whatever the status. After too many requests the venue bans for ten seconds
// without saying so.
func inspect(status int, body []byte) *rest.Error {
	if status == http.StatusOK && (len(body) > 1024 || firstByte(body) != '{') {
		return nil
	}
	r := scan.Over(body)
	a := readAnswer(&r)
	refused := a.code.OK && a.code.V != 0 && a.code.V != httpOK && r.End() == nil
	if !refused && status != http.StatusTooManyRequests {
		return nil
	}
	e := &rest.Error{}
	if refused {
		e.Code, e.Msg = strconv.FormatFloat(a.code.V, 'f', -1, 64), string(a.message)
	}
	if status == http.StatusTooManyRequests {
		e.RetryAfter = banned
	}
	return e
}
