package bybit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/shopspring/decimal"

	"eddy/feeds/figure"
	"eddy/feeds/rest"
	"eddy/model"
)

// Brackets are asked for contract by contract and slowly: they are many
// requests and nothing waits for them. Their client is their own, so that a
// venue that does not tell them is none the worse for it.
const (
	pathTiers      = "/v5/market/risk-limit"
	tiersPerSecond = 8
	longestTiers   = 1 << 20
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
	for _, in := range v.catalogue.List() {
		body, err := v.tiersRest.Get(ctx, pathTiers, url.Values{"category": {category}, "symbol": {in.Symbol}}, 1)
		if err == nil {
			var tiers []model.Tier
			if tiers, err = ReadTiers(body, in.Symbol); err == nil {
				v.brackets.Put(in.Symbol, tiers)
				continue
			}
		}
		v.config.Log.Info("bybit: margin brackets", "symbol", in.Symbol, "err", err)
		if ctx.Err() != nil {
			return
		}
		break
	}
	v.catalogue.Refill()
}

// ReadTiers reads the brackets of a contract from a body of risk-limit. The
// venue's deduction is empty in the lowest (venues/bybit §5).
func ReadTiers(body []byte, symbol string) ([]model.Tier, error) {
	var info struct {
		Code    int    `json:"retCode"`
		Message string `json:"retMsg"`
		Result  struct {
			List []struct {
				Symbol      string `json:"symbol"`
				Cap         text   `json:"riskLimitValue"`
				Rate        text   `json:"maintenanceMargin"`
				Deduction   text   `json:"mmDeduction"`
				MaxLeverage text   `json:"maxLeverage"`
			} `json:"list"`
		} `json:"result"`
	}
	if len(body) > longestTiers {
		return nil, errors.New("bybit: risk-limit: the answer is too long")
	}
	if err := json.Unmarshal(body, &info); err != nil {
		return nil, fmt.Errorf("bybit: risk-limit: %w", err)
	}
	if info.Code != 0 {
		return nil, errors.New("bybit: risk-limit: " + refusalText([]byte(info.Message), figure.Number{V: float64(info.Code), OK: true}))
	}
	var tiers []model.Tier
	for _, row := range info.Result.List {
		if row.Symbol == symbol {
			tiers = append(tiers, model.Tier{
				Cap: row.Cap.decimal(), Rate: row.Rate.decimal(), Amount: decimal.Max(row.Deduction.decimal(), decimal.Zero),
				MaxLeverage: row.MaxLeverage.decimal(),
			})
		}
	}
	return tiers, nil
}
