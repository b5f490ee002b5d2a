package okx

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"eddy/feeds/figure"
	"eddy/model"
)

// listing is one contract of /api/v5/public/instruments. Every field is text,
// "" where it does not apply; the names do not collide by case.
type listing struct {
	InstID     string `json:"instId"`
	InstType   string `json:"instType"`
	CtType     string `json:"ctType"`
	CtVal      string `json:"ctVal"`
	CtMult     string `json:"ctMult"`
	CtValCcy   string `json:"ctValCcy"`
	Underlying string `json:"uly"`
	State      string `json:"state"`
	ExpTime    string `json:"expTime"`
	TickSz     string `json:"tickSz"`
	LotSz      string `json:"lotSz"`
	Lever      string `json:"lever"`
}

// Catalogue is what the venue's own list tells.
type Catalogue struct {
	Instruments []model.Instrument
	Unreadable  int // contracts that could not be read and are left out
}

// ReadInstruments reads a list of contracts: the body of instruments, of any
// type. Spot pairs, options and coin-margined contracts are left out.
func ReadInstruments(body []byte) (Catalogue, error) {
	var list struct {
		Code string            `json:"code"`
		Msg  string            `json:"msg"`
		Data []json.RawMessage `json:"data"` // read one by one: a strange contract must not cost the others
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return Catalogue{}, fmt.Errorf("okx: instruments: %w", err)
	}
	if list.Code != "0" && list.Code != "" {
		return Catalogue{}, errors.New("okx: instruments: " + refusalText([]byte(list.Msg), list.Code))
	}
	if len(list.Data) == 0 {
		return Catalogue{}, errors.New("okx: instruments: the list is empty")
	}
	var c Catalogue
	for _, raw := range list.Data {
		var l listing
		if err := json.Unmarshal(raw, &l); err != nil {
			c.Unreadable++
			continue
		}
		if in, ok := l.instrument(); ok {
			c.Instruments = append(c.Instruments, in)
		}
	}
	return c, nil
}

// instrument converts a listing. It says false for what is not followed.
func (l *listing) instrument() (model.Instrument, bool) {
	c := newContract(model.CleanText(l.InstID))
	if l.InstID == "" || len(l.InstID) > figure.MaxSymbol || c.Refusal != "" || l.CtType == "inverse" || c.kind == model.ContractSpot {
		return model.Instrument{}, false
	}
	in := model.Instrument{
		Venue: model.OKX, Symbol: c.Symbol, Asset: c.Asset, Quote: c.quote,
		Kind: c.kind, Multiplier: 1, ContractSize: l.size(c.Asset), Index: model.CleanText(l.Underlying),
		Trading:  l.State == "live",
		Delivery: l.expiry(),
		Tick:     exact(l.TickSz), Lot: exact(l.LotSz), MaxLeverage: exact(l.Lever),
	}
	return in, true
}

// size returns the coins in one contract, 0 when the list tells it in another
// unit than the coin, or not at all.
func (l *listing) size(coin model.Asset) float64 {
	value, multiplier := exact(l.CtVal), exact(l.CtMult)
	if l.CtMult == "" {
		multiplier = decimal.NewFromInt(1)
	}
	if l.CtValCcy != string(coin) && l.CtValCcy != "" {
		return 0
	}
	size := value.Mul(multiplier).InexactFloat64()
	if !model.ValidPrice(size) {
		return 0
	}
	return size
}

// expiry returns when the contract ends, 0 for never.
func (l *listing) expiry() model.Millis {
	ms, err := strconv.ParseInt(l.ExpTime, 10, 64)
	if err != nil || ms <= 0 || ms > figure.LastMoment {
		return 0
	}
	return model.Millis(ms)
}

// mostExponent keeps a hostile exponent from becoming a number of a billion
// digits.
const mostExponent = 40

// exact reads a number of the list, 0 when it tells none.
func exact(text string) decimal.Decimal {
	v, err := decimal.NewFromString(text)
	if err != nil || v.Exponent() > mostExponent || v.Exponent() < -mostExponent || v.IsNegative() {
		return decimal.Zero
	}
	return v
}
