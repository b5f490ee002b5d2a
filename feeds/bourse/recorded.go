package bourse

import (
	"fmt"

	"eddy/feeds/bourse/barfile"
	"eddy/feeds/bourse/market"
)

// recorded builds the market of a folder of bars.
func recorded(config Config) (market.Source, error) {
	src, err := barfile.LoadDir(config.DataDir, config.From)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	return src, nil
}
