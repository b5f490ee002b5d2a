package macro

import (
	"encoding/json"
	"fmt"
	"time"

	"eddy/feeds/rest"
	"eddy/model"
)

// day is how far the changes of the cap service reach back.
const day = 24 * time.Hour

// decodeMarkets reads /coins/markets: market cap and 24-hour turnover of coins
// by their ids.
func decodeMarkets(ids map[string]model.Asset, body []byte, now model.Millis) (answer, error) {
	var a answer
	type market struct {
		ID     text   `json:"id"`
		Cap    figure `json:"market_cap"`
		Change figure `json:"market_cap_change_percentage_24h"`
		Volume figure `json:"total_volume"`
	}
	err := eachRow(body, "", func(row *market) {
		coin, wanted := ids[string(row.ID)]
		if !wanted {
			return
		}
		// The service writes 0 for a cap it does not know.
		if row.Cap.known && row.Cap.value != 0 {
			r := reading{series: model.Series("cap." + string(coin)), unit: usd}
			r.addNow(&a, now, row.Cap)
			r.hint(now, day, row.Cap, row.Change)
			a.keep(r)
		}
		r := reading{series: model.Series("volume." + string(coin)), unit: usd}
		r.addNow(&a, now, row.Volume)
		a.keep(r)
	})
	if err != nil {
		return answer{}, fmt.Errorf("read markets: %w", err)
	}
	return a.done()
}

// decodeGlobal reads /global: the whole market's cap, turnover and the largest
// coins' shares of it in percent.
func decodeGlobal(body []byte, now model.Millis) (answer, error) {
	var reply struct {
		Data struct {
			Cap     map[string]figure `json:"total_market_cap"`
			Volume  map[string]figure `json:"total_volume"`
			Share   map[string]figure `json:"market_cap_percentage"`
			Change  figure            `json:"market_cap_change_percentage_24h_usd"`
			Updated figure            `json:"updated_at"`
		} `json:"data"`
	}
	if err := json.Unmarshal(body, &reply); err != nil {
		return answer{}, fmt.Errorf("read global figures: %w", err)
	}
	d := &reply.Data
	at := now
	if s := seconds(d.Updated); s != 0 {
		at = s
	}
	var a answer
	for _, f := range []struct {
		series model.Series
		unit   string
		value  figure
	}{
		{"cap.total", usd, d.Cap["usd"]},
		{"volume.total", usd, d.Volume["usd"]},
		{"dominance.btc", percent, d.Share["btc"]},
		{"dominance.eth", percent, d.Share["eth"]},
	} {
		r := reading{series: f.series, unit: f.unit}
		if f.unit == percent && f.value.atLeast(100) {
			a.refused++
			continue
		}
		r.add(&a, at, now, f.value)
		if f.series == "cap.total" {
			r.hint(at, day, f.value, d.Change)
		}
		a.keep(r)
	}
	return a.done()
}

// decodeDeFi reads /global/decentralized_finance_defi, whose sums are decimals
// of sixty digits in quotes.
func decodeDeFi(body []byte, now model.Millis) (answer, error) {
	var reply struct {
		Data struct {
			Cap   figure `json:"defi_market_cap"`
			Share figure `json:"defi_dominance"`
		} `json:"data"`
	}
	if err := json.Unmarshal(body, &reply); err != nil {
		return answer{}, fmt.Errorf("read DeFi figures: %w", err)
	}
	var a answer
	r := reading{series: "cap.defi", unit: usd}
	r.addNow(&a, now, reply.Data.Cap)
	a.keep(r)
	r = reading{series: "dominance.defi", unit: percent}
	r.addNow(&a, now, reply.Data.Share)
	a.keep(r)
	return a.done()
}

// decodeNFT reads /nfts/{id}: a collection's floor and 24-hour turnover.
func decodeNFT(collection string, body []byte, now model.Millis) (answer, error) {
	type money struct {
		USD figure `json:"usd"`
	}
	var reply struct {
		Floor  money `json:"floor_price"`
		Volume money `json:"volume_24h"`
		Change money `json:"floor_price_24h_percentage_change"`
	}
	if err := json.Unmarshal(body, &reply); err != nil {
		return answer{}, fmt.Errorf("read collection: %w", err)
	}
	var a answer
	r := reading{series: model.Series("nft.floor." + collection), unit: usd}
	r.addNow(&a, now, reply.Floor.USD)
	r.hint(now, day, reply.Floor.USD, reply.Change.USD)
	a.keep(r)
	r = reading{series: model.Series("nft.volume." + collection), unit: usd}
	r.addNow(&a, now, reply.Volume.USD)
	a.keep(r)
	return a.done()
}

// inspectGecko finds the refusal that the cap service wraps into any status, 200
// too (venues/context §2).
func inspectGecko(_ int, body []byte) *rest.Error {
	if len(body) == 0 || body[0] != '{' {
		return nil
	}
	var reply struct {
		Status *struct {
			Code figure `json:"error_code"`
			Msg  text   `json:"error_message"`
		} `json:"status"`
		Error text `json:"error"`
	}
	if json.Unmarshal(body, &reply) != nil {
		return nil
	}
	if s := reply.Status; s != nil && s.Code.known {
		e := &rest.Error{Code: fmt.Sprintf("%.0f", s.Code.value), Msg: string(s.Msg)}
		if s.Code.value == 429 {
			e.RetryAfter = geckoRest
		}
		return e
	}
	if reply.Error != "" {
		return &rest.Error{Msg: string(reply.Error)}
	}
	return nil
}

// geckoRest is how long the keyless service is left alone after it said "too
// many" without saying for how long: its count is of minutes.
const geckoRest = time.Minute
