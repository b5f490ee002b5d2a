package main

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/spf13/pflag"

	"eddy/cmd/internal/config"
	"eddy/model"
	"eddy/strategy/backtest"
	"eddy/strategy/cost"
)

// feeFlags say where the trades of a run are made and what they pay there.
type feeFlags struct {
	venue, spotVenue, perpVenue venueFlag
	spotFee, perpFee            feeFlag
}

func (f *feeFlags) add(to *pflag.FlagSet) {
	to.Var(&f.venue, "venue", "`NAME` of the venue trades are made on and pay the fees of; default: that of the bars with --history, else the first that is on")
	to.Var(&f.spotVenue, "spot-venue", "`NAME` of the venue of spot alone; default: portfolio.spot_venue of the configuration")
	to.Var(&f.perpVenue, "perp-venue", "`NAME` of the venue of perpetuals alone")
	to.Var(&f.spotFee, "spot-fee-bp", "fee of a spot trade in basis `POINTS`; default: the venue's, see `eddy fees`")
	to.Var(&f.perpFee, "perp-fee-bp", "fee of a perpetual in basis `POINTS`; default: the venue's")
}

// lay puts venues and fees into rules: as the flags say, else where the bars come
// from, else as the configuration has it.
func (f *feeFlags) lay(r *backtest.Rules, c config.Config, fromStore bool) {
	r.Fees, r.PerpAt = c.Fees(), c.PerpVenue()
	if fromStore {
		r.Fees.SpotAt, r.PerpAt = c.Portfolio.SpotVenue, ""
	}
	r.Fees.SpotAt = cmp.Or(model.Venue(f.spotVenue), model.Venue(f.venue), r.Fees.SpotAt)
	r.PerpAt = cmp.Or(model.Venue(f.perpVenue), model.Venue(f.venue), r.PerpAt)
	r.Fees.Own = append(append(f.spotFee.own(cost.Spot), f.perpFee.own(cost.Perp)...), r.Fees.Own...)
}

// venueFlag is a flag that names a venue; "" when it is not given.
type venueFlag model.Venue

func (v *venueFlag) String() string { return string(*v) }
func (v *venueFlag) Type() string   { return "venue" }

// Set takes the name of a venue that is known.
func (v *venueFlag) Set(text string) error {
	if !model.Venue(text).Valid() {
		return fmt.Errorf("not known, use one of %v", model.AllVenues)
	}
	*v = venueFlag(text)
	return nil
}

// feeFlag is a flag of basis points that may be given; zero is a fee too.
type feeFlag struct {
	rate  float64
	given bool
}

func (f *feeFlag) Type() string { return "float" }

// String is empty where the flag is not given.
func (f *feeFlag) String() string {
	if !f.given {
		return ""
	}
	return fmt.Sprint(cost.BasisPoints(f.rate))
}

// Set takes a fee in basis points.
func (f *feeFlag) Set(text string) (err error) {
	bp, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return cost.ErrFee
	}
	f.rate, err = cost.FeeOf(bp)
	f.given = err == nil
	return err
}

// own is what was given as a rate of every venue.
func (f *feeFlag) own(p cost.Product) []cost.OwnFee {
	if !f.given {
		return nil
	}
	return []cost.OwnFee{{Product: p, Rate: f.rate, Source: "--" + string(p) + "-fee-bp"}}
}
