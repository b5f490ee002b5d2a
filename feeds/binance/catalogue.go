package binance

import (
	"context"
	"net/http"
	"strconv"

	"golang.org/x/time/rate"

	"eddy/feeds/rest"
	"eddy/feeds/scan"
	"eddy/model"
)

// readCatalogue asks for the list of contracts and the funding intervals and
// chooses whom to follow. Without the intervals it does: the venue's default
// stands in until settlements tell.
func (v *Venue) readCatalogue(ctx context.Context) ([]model.Instrument, error) {
	body, err := v.rest.Get(ctx, pathExchangeInfo, nil, 1)
	if err != nil {
		return nil, err
	}
	c, err := ReadInstruments(body)
	if err != nil {
		return nil, err
	}
	v.station.Clock.Observe(c.ServerTime, model.MillisOf(v.config.Now()))
	v.setWeight(c.WeightPerMin)
	list, err := v.config.Choose("binance: exchangeInfo", c.Instruments)
	if err != nil {
		return nil, err
	}
	return withFunding(list, v.readFunding(ctx)), nil
}

// readFunding asks for the funding intervals. Where they cannot be had, those
// told before stay.
func (v *Venue) readFunding(ctx context.Context) []fundingInterval {
	if err := v.funding.Wait(ctx); err != nil {
		return nil // the run ends
	}
	body, err := v.rest.Get(ctx, pathFundingInfo, nil, 0)
	if err != nil {
		v.station.Fault(err)
		return intervalsOf(v.catalogue.List())
	}
	intervals, err := readFundingIntervals(body)
	if err != nil {
		v.station.Fault(err)
		return intervalsOf(v.catalogue.List())
	}
	return intervals
}

// follow makes both sockets hear contracts. The caller holds choosing.
func (v *Venue) follow(list []model.Instrument, guessed bool) {
	v.public.follow(list, guessed)
	v.market.follow(list, guessed)
}

// guesses names the contract a coin usually has.
func guesses(assets []model.Asset) []model.Instrument {
	list := make([]model.Instrument, 0, len(assets))
	for _, a := range assets {
		list = append(list, model.Instrument{
			Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Quote: "USDT",
			Kind: model.ContractPerpetual, Multiplier: 1, ContractSize: 1, Trading: true,
		})
	}
	return list
}

// perSecond returns the weight used per second where so much is allowed in a
// minute.
func perSecond(perMinute int) rate.Limit {
	return rate.Limit(float64(perMinute)*weightShare-weightBurst) / 60
}

// setWeight takes over the venue's own word on how much weight it allows.
func (v *Venue) setWeight(perMinute int) {
	if float64(perMinute)*weightShare <= weightBurst {
		return // not told, or too little to believe
	}
	v.weight.Store(int64(perMinute))
	v.rest.SetLimit(perSecond(perMinute), weightBurst)
}

// readWeight reads how much weight the venue counts for this address, which
// other programs may share, and pauses before it is used up.
func (v *Venue) readWeight(h http.Header) {
	used, err := strconv.Atoi(h.Get(usedWeightField))
	if err == nil && float64(used) > weightAlarm*float64(v.weight.Load()) {
		v.rest.Hold(weightPause)
	}
}

// inspect finds the venue's refusal in an answer, which is {"code":…,"msg":…}
// whatever the status.
func inspect(status int, body []byte) *rest.Error {
	if status == http.StatusOK && (len(body) > 1024 || firstByte(body) != '{') {
		return nil
	}
	r := scan.Over(body)
	code, message := readRefusal(&r)
	if !code.OK || code.V == httpOK || r.End() != nil {
		return nil
	}
	return &rest.Error{Code: strconv.FormatFloat(code.V, 'f', -1, 64), Msg: string(message)}
}

// answers tells which refusals are answers: a contract without open interest
// has none, and asking is how one learns it.
func answers(refused *rest.Error) bool {
	return refused.Path == pathOpenInterest && refused.Status == http.StatusBadRequest
}
