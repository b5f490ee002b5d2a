package okx

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"eddy/feeds/rest"
	"eddy/model"
)

// Brackets are asked for a few families at a time and slowly: nothing waits for
// them. Their client is their own, so that a venue that does not tell them is
// none the worse for it.
const (
	pathTiers      = "/api/v5/public/position-tiers"
	familiesAtOnce = 5 // venues/okx §5
	tiersPerSecond = 2 // of 10 in two seconds
	swapEnding     = "-SWAP"
	longestTiers   = 4 << 20
)

// tiersClient returns the configuration of the client that asks for brackets.
func (c Config) tiersClient() rest.Config {
	r := c.client()
	r.Limit, r.Burst = tiersPerSecond, 1
	return r
}

// readTiers asks for the brackets of all contracts that are followed and lets
// the list out with them. It gives up at the first refusal.
func (v *Venue) readTiers(ctx context.Context) {
	var families []string
	for _, in := range v.catalogue.List() {
		if family, ok := strings.CutSuffix(in.Symbol, swapEnding); ok {
			families = append(families, family)
		}
	}
	for some := range slices.Chunk(families, familiesAtOnce) {
		if err := v.askTiers(ctx, some); err != nil {
			v.config.Log.Info("okx: margin brackets", "families", some, "err", err)
			break
		}
	}
	if ctx.Err() == nil {
		v.catalogue.Refill()
	}
}

// askTiers reads the brackets of some families.
func (v *Venue) askTiers(ctx context.Context, families []string) error {
	body, err := v.tiersRest.Get(ctx, pathTiers, url.Values{
		"instType": {"SWAP"}, "tdMode": {"cross"}, "instFamily": {strings.Join(families, ",")},
	}, 1)
	if err != nil {
		return err
	}
	tiers, err := ReadTiers(body)
	if err != nil {
		return err
	}
	for _, family := range families {
		v.brackets.Put(family+swapEnding, tiers[family])
	}
	return nil
}

// ReadTiers reads a body of position-tiers: brackets by contracts, of every
// family in it. The venue takes nothing off (margin §1).
func ReadTiers(body []byte) (map[string][]model.Tier, error) {
	var list struct {
		Code string `json:"code"`
		Msg  string `json:"msg"`
		Data []struct {
			Family      string `json:"instFamily"`
			Cap         string `json:"maxSz"`
			Rate        string `json:"mmr"`
			MaxLeverage string `json:"maxLever"`
		} `json:"data"`
	}
	if len(body) > longestTiers {
		return nil, errors.New("okx: position-tiers: the answer is too long")
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, fmt.Errorf("okx: position-tiers: %w", err)
	}
	if list.Code != "0" {
		return nil, errors.New("okx: position-tiers: " + refusalText([]byte(list.Msg), list.Code))
	}
	tiers := make(map[string][]model.Tier)
	for _, row := range list.Data {
		tiers[row.Family] = append(tiers[row.Family], model.Tier{
			ByContracts: true, Cap: exact(row.Cap), Rate: exact(row.Rate), MaxLeverage: exact(row.MaxLeverage),
		})
	}
	return tiers, nil
}
