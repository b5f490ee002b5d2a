package cost

import (
	"errors"
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"eddy/model"
)

// Product is what is traded on a venue.
type Product string

// The products fees are told of.
const (
	Spot Product = "spot"
	Perp Product = "perp"
)

// Fee is what a venue takes of a trade.
type Fee struct {
	Venue  model.Venue // "": of no venue in particular
	Rate   float64     // fraction of the notional
	Source string      // where the rate is written
}

// String writes a fee as people say it: "5.5 bp on bybit".
func (f Fee) String() string {
	text := fmt.Sprintf("%g bp", BasisPoints(f.Rate))
	if f.Venue == "" {
		return text
	}
	return text + " on " + string(f.Venue)
}

// BasisPoints is a rate in basis points, with the digits it was written with.
func BasisPoints(rate float64) float64 { return math.Round(rate*1e10) / 1e6 }

// MostFee is the rate from which a figure is taken for a mistake: a tenth.
const MostFee = 0.1

// ErrFee tells that a figure is no fee.
var ErrFee = errors.New("give basis points from 0 to under 1000")

// FeeOf turns basis points that somebody wrote into a rate.
func FeeOf(basisPoints float64) (rate float64, err error) {
	rate = basisPoints / 1e4
	if math.IsNaN(rate) || rate < 0 || rate >= MostFee {
		return 0, ErrFee
	}
	return rate, nil
}

// Fees say what an account pays to take from a venue's book, which is how every
// trade here is made. The account's own rates go first, then what a venue's list
// says of the contract, then the venue's regular tier. The zero value knows the
// regular tiers.
type Fees struct {
	Own    []OwnFee    // the first that fits counts
	SpotAt model.Venue // where coins are traded, which no leg of spot says; "": on no venue in particular
}

// OwnFee is a rate of the account's own.
type OwnFee struct {
	Venue   model.Venue // "": on every venue
	Product Product
	Rate    float64 // fraction of the notional
	Source  string  // who says so
}

// Of is what a product costs on a venue.
func (f Fees) Of(v model.Venue, p Product) Fee {
	if fee, has := f.own(v, p); has {
		return fee
	}
	r := TariffOf(v).rates(p)
	return Fee{Venue: v, Rate: r.Taker, Source: r.Source}
}

func (f Fees) own(v model.Venue, p Product) (fee Fee, has bool) {
	for i := range f.Own {
		if o := &f.Own[i]; o.Product == p && (o.Venue == v || o.Venue == "") {
			return Fee{Venue: v, Rate: o.Rate, Source: o.Source}, true
		}
	}
	return Fee{}, false
}

// OfSpot is what a trade of a coin costs.
func (f Fees) OfSpot() Fee { return f.Of(f.SpotAt, Spot) }

// listSource is where a rate of a venue's own list stands.
const listSource = "the venue's list of contracts"

// OfContract is what a trade of a perpetual costs; listed is the rate the venue's
// own list tells of it, if it does.
func (f Fees) OfContract(v model.Venue, listed decimal.NullDecimal) Fee {
	if _, has := f.own(v, Perp); has || !listed.Valid {
		return f.Of(v, Perp)
	}
	return Fee{Venue: v, Rate: listed.Decimal.InexactFloat64(), Source: listSource}
}
