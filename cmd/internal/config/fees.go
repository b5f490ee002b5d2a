package config

import (
	"fmt"

	"eddy/model"
	"eddy/strategy/cost"
)

// OwnFees are what the account pays on a venue to take from the book, in basis
// points; nil: the venue's regular tier.
type OwnFees struct {
	Spot *float64 `toml:"spot_fee_bp"`
	Perp *float64 `toml:"perp_fee_bp"`
}

// Fees says what the account pays.
func (c Config) Fees() cost.Fees {
	f := cost.Fees{SpotAt: c.spotVenue()}
	c.eachFee(func(v model.Venue, p cost.Product, bp float64) {
		if rate, err := cost.FeeOf(bp); err == nil { // checkFees has told what is wrong with it
			f.Own = append(f.Own, cost.OwnFee{Venue: v, Product: p, Rate: rate, Source: "the configuration"})
		}
	})
	return f
}

// PerpVenue is where perpetuals are traded where nothing else says it: the first
// venue that is on; "" when none is.
func (c Config) PerpVenue() model.Venue {
	if on := c.Enabled(); len(on) > 0 {
		return on[0]
	}
	return ""
}

func (c Config) spotVenue() model.Venue {
	if v := c.Portfolio.SpotVenue; v != "" {
		return v
	}
	return c.PerpVenue()
}

// checkFees says what is wrong with the fees.
func (c Config) checkFees() (err error) {
	if v := c.Portfolio.SpotVenue; v != "" && !v.Valid() {
		return fmt.Errorf("portfolio.spot_venue %q: use one of %v", model.CleanText(string(v)), model.AllVenues)
	}
	c.eachFee(func(v model.Venue, p cost.Product, bp float64) {
		if _, wrong := cost.FeeOf(bp); wrong != nil && err == nil {
			err = fmt.Errorf("venues.%s.%s_fee_bp %g: %w", v, p, bp, wrong)
		}
	})
	return err
}

// eachFee calls a function with every fee that is given, in screen order.
func (c Config) eachFee(do func(v model.Venue, p cost.Product, bp float64)) {
	all := c.Venues.fees()
	for _, v := range model.AllVenues {
		own := all[v]
		if own.Spot != nil {
			do(v, cost.Spot, *own.Spot)
		}
		if own.Perp != nil {
			do(v, cost.Perp, *own.Perp)
		}
	}
}

func (v *Venues) fees() map[model.Venue]OwnFees {
	return map[model.Venue]OwnFees{
		model.Binance: v.Binance.OwnFees, model.Bybit: v.Bybit.OwnFees, model.OKX: v.OKX.OwnFees,
		model.Hyperliquid: v.Hyperliquid.OwnFees, model.BingX: v.BingX.OwnFees, model.MEXC: v.MEXC.OwnFees, model.WEEX: v.WEEX.OwnFees,
	}
}
