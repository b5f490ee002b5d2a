package decode

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"eddy/feeds/binance"
	"eddy/feeds/bingx"
	"eddy/feeds/bybit"
	"eddy/feeds/hyperliquid"
	"eddy/feeds/mexc"
	"eddy/feeds/okx"
	"eddy/feeds/weex"
	"eddy/model"
)

// FrameDecoder turns one frame into events, as every venue's decoder does.
// Order matters: it remembers what later frames need.
type FrameDecoder interface {
	// Decode appends the events of a frame to out. An error may come with the
	// events of the parts that made sense.
	Decode(frame []byte, received model.Millis, out []model.Event) ([]model.Event, error)
}

// Maker builds a venue's decoder from the venue's own list of contracts, nil
// when none is given.
type Maker func(instruments []byte) (FrameDecoder, error)

// Decoders is where every venue's decoder is listed.
var Decoders = map[model.Venue]Maker{
	model.Binance: func(instruments []byte) (FrameDecoder, error) {
		if instruments == nil {
			return binance.NewDecoder(), nil
		}
		c, err := binance.ReadInstruments(instruments)
		return binance.NewDecoder(c.Instruments...), err
	},
	model.Bybit: func(instruments []byte) (FrameDecoder, error) {
		if instruments == nil {
			return bybit.NewDecoder(), nil
		}
		c, err := bybit.ReadInstruments(instruments)
		return bybit.NewDecoder(append(c.Instruments, c.NotCoins...)...), err
	},
	model.OKX: func(instruments []byte) (FrameDecoder, error) {
		if instruments == nil {
			return okx.NewDecoder(), nil
		}
		c, err := okx.ReadInstruments(instruments)
		return okx.NewDecoder(c.Instruments...), err
	},
	model.Hyperliquid: func(instruments []byte) (FrameDecoder, error) {
		d := hyperliquid.NewDecoder()
		if instruments == nil {
			return d, nil
		}
		c, err := hyperliquid.ReadInstruments(instruments)
		d.Learn(c.Instruments)
		d.Place(c.Universe)
		return d, err
	},
	model.BingX: func(instruments []byte) (FrameDecoder, error) {
		if instruments == nil {
			return bingx.NewDecoder(), nil
		}
		c, err := bingx.ReadInstruments(instruments)
		return bingx.NewDecoder(append(c.Instruments, c.NotCoins...)...), err
	},
	model.MEXC: func(instruments []byte) (FrameDecoder, error) {
		if instruments == nil {
			return mexc.NewDecoder(), nil
		}
		c, err := mexc.ReadInstruments(instruments)
		return mexc.NewDecoder(append(c.Instruments, c.NotCoins...)...), err
	},
	model.WEEX: func(instruments []byte) (FrameDecoder, error) {
		if instruments == nil {
			return weex.NewDecoder(), nil
		}
		c, err := weex.ReadInstruments(instruments)
		return weex.NewDecoder(c.Instruments...), err
	},
}

// ErrVenue says that the venue has no decoder.
var ErrVenue = errors.New("no such venue")

// newDecoder builds the venue's decoder; instruments may be nil.
func newDecoder(venue model.Venue, instruments io.Reader) (FrameDecoder, error) {
	maker := Decoders[venue]
	if maker == nil {
		return nil, fmt.Errorf("%w: %q (there are: %s)", ErrVenue, venue, strings.Join(Venues(), ", "))
	}
	if instruments == nil {
		return maker(nil)
	}
	list, err := io.ReadAll(io.LimitReader(instruments, maxDocument))
	if err != nil {
		return nil, fmt.Errorf("instruments: %w", err)
	}
	d, err := maker(append([]byte{}, list...)) // not nil, even when the file is empty
	if err != nil {
		return nil, fmt.Errorf("instruments: %w", err)
	}
	return d, nil
}

// Venues lists the venues that have a decoder, in the order of the screen.
func Venues() []string {
	var names []string
	for _, v := range model.AllVenues {
		if Decoders[v] != nil {
			names = append(names, string(v))
		}
	}
	return slices.Clip(names)
}
