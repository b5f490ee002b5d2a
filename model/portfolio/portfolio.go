// Package portfolio holds what the user owns: stablecoins, spot coins and
// futures legs. Money is decimal to the last digit.
package portfolio

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/stricttoml"
)

// Portfolio is a set of holdings at one moment.
type Portfolio struct {
	Name      string          // where it came from, for the screen
	Cash      decimal.Decimal // stablecoins in US dollars, margin of futures included
	Holdings  []Holding
	Positions []Position
	Wallets   []Wallet // the part of Cash whose place is known; the rest is anywhere
}

// Wallet is cash that lies at a venue and backs the cross positions there.
type Wallet struct {
	Venue  model.Venue
	Amount decimal.Decimal
}

// Holding is a spot coin.
type Holding struct {
	Asset model.Asset
	Qty   decimal.Decimal
	Cost  decimal.Decimal // US dollars per coin
	Core  bool            // core is never rotated (S2-CONS-1)

	CostKnown bool // the file told Cost; an empty cost is not a cost of zero
}

// Side is the direction of a futures leg.
type Side string

// The sides.
const (
	Long  Side = "long"
	Short Side = "short"
)

// MarginMode says what stands behind a futures leg.
type MarginMode string

// The margin modes.
const (
	Isolated MarginMode = "isolated"
	Cross    MarginMode = "cross"
)

// Position is one futures leg on a linear perpetual.
type Position struct {
	Venue    model.Venue
	Symbol   string
	Side     Side
	Qty      decimal.Decimal // coins, above zero
	Entry    decimal.Decimal // per coin
	Leverage decimal.Decimal
	Margin   MarginMode
	Stop     decimal.Decimal // per coin, never zero: a leg without a stop is invalid (S0-RISK-4)
	Since    model.Millis    // when it was opened; 0 when nobody told
}

// file mirrors portfolio.toml (cli.md, Files). Numbers are strings so that no
// digit is lost on the way.
type file struct {
	Cash     string         `toml:"cash"`
	Holding  []fileHolding  `toml:"holding"`
	Position []filePosition `toml:"position"`
}

type fileHolding struct {
	Asset string `toml:"asset"`
	Qty   string `toml:"qty"`
	Cost  string `toml:"cost"`
	Core  bool   `toml:"core"`
}

// filePosition is a position as its venue shows it.
type filePosition struct {
	Venue    string `toml:"venue"`
	Symbol   string `toml:"symbol"`
	Side     string `toml:"side"`
	Qty      string `toml:"qty"`
	Entry    string `toml:"entry"`
	Leverage string `toml:"leverage"`
	Margin   string `toml:"margin"`
	Stop     string `toml:"stop"`
}

// LoadFile reads a portfolio.toml. Errors name the file, the entry and what to
// do about it.
func LoadFile(path string) (*Portfolio, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("portfolio: %w", err)
	}
	p, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("portfolio: %s: %w", path, err)
	}
	p.Name = filepath.Base(path)
	return p, nil
}

// Parse reads the text of a portfolio.toml.
func Parse(data []byte) (*Portfolio, error) {
	var f file
	err := stricttoml.Decode(data, &f)
	if err != nil && !errors.Is(err, stricttoml.ErrUnknownKey) {
		return nil, fmt.Errorf("%w (write numbers as text: qty = \"1.5\")", err)
	}
	if err != nil {
		return nil, err
	}
	return f.portfolio()
}

func (f file) portfolio() (*Portfolio, error) {
	p := &Portfolio{}
	var err error
	if f.Cash == "" && len(f.Holding) == 0 && len(f.Position) == 0 {
		return nil, errEmpty
	}
	if f.Cash == "" {
		f.Cash = "0"
	}
	if p.Cash, err = number("cash", f.Cash, false); err != nil {
		return nil, err
	}
	for i, h := range f.Holding {
		holding, err := h.holding()
		if err != nil {
			return nil, fmt.Errorf("holding %d (%s): %w", i+1, model.CleanText(h.Asset), err)
		}
		p.Holdings = append(p.Holdings, holding)
	}
	for i, q := range f.Position {
		position, err := q.position()
		if err != nil {
			return nil, fmt.Errorf("position %d (%s %s): %w", i+1, model.CleanText(q.Venue), model.CleanText(q.Symbol), err)
		}
		if first := slices.IndexFunc(p.Positions, position.isSameLeg); first >= 0 {
			return nil, fmt.Errorf("position %d (%s %s): position %d is the same leg, %s %s, and a venue keeps one: write them as one, qty added up and entry the average by qty",
				i+1, position.Venue, position.Symbol, first+1, position.Margin, position.Side)
		}
		p.Positions = append(p.Positions, position)
	}
	return p, nil
}

// errEmpty keeps a file that was cut down to nothing from being read as the
// word that nothing is held.
var errEmpty = errors.New(`nothing is in it: give cash, [[holding]] or [[position]] (cash = "0" says that nothing is held)`)

// isSameLeg tells whether a venue would keep two positions as one leg.
func (q Position) isSameLeg(other Position) bool {
	return q.Venue == other.Venue && q.Symbol == other.Symbol && q.Side == other.Side && q.Margin == other.Margin
}

func (h fileHolding) holding() (Holding, error) {
	if h.Asset == "" {
		return Holding{}, errors.New(`asset is missing: asset = "ETH"`)
	}
	out := Holding{Asset: model.Asset(model.CleanText(strings.ToUpper(h.Asset))), Core: h.Core}
	var err error
	if out.Qty, err = number("qty", h.Qty, true); err != nil {
		return Holding{}, err
	}
	if h.Cost == "" {
		return out, nil
	}
	out.CostKnown = true
	out.Cost, err = number("cost", h.Cost, false)
	return out, err
}

func (q filePosition) position() (Position, error) {
	out := Position{
		Venue: model.Venue(q.Venue), Symbol: model.CleanText(q.Symbol),
		Side: Side(q.Side), Margin: MarginMode(q.Margin),
	}
	if !out.Venue.Valid() {
		return Position{}, fmt.Errorf("venue %q is not known: use one of %v", model.CleanText(q.Venue), model.AllVenues)
	}
	if out.Symbol == "" {
		return Position{}, errors.New(`symbol is missing: symbol = "ETHUSDT"`)
	}
	if out.Side != Long && out.Side != Short {
		return Position{}, fmt.Errorf("side %q: use long or short", model.CleanText(q.Side))
	}
	if out.Margin == "" {
		out.Margin = Isolated
	}
	if out.Margin != Isolated && out.Margin != Cross {
		return Position{}, fmt.Errorf("margin %q: use isolated or cross", model.CleanText(q.Margin))
	}
	if q.Stop == "" {
		return Position{}, errors.New("stop is missing: a futures leg without a stop is not accepted (S0-RISK-4)")
	}
	for _, n := range []struct {
		key, text string
		to        *decimal.Decimal
	}{
		{"qty", q.Qty, &out.Qty}, {"entry", q.Entry, &out.Entry},
		{"leverage", q.Leverage, &out.Leverage}, {"stop", q.Stop, &out.Stop},
	} {
		v, err := number(n.key, n.text, true)
		if err != nil {
			return Position{}, err
		}
		*n.to = v
	}
	if !offered(out.Leverage) {
		return Position{}, fmt.Errorf("leverage %s: no venue offers it: use 1 to %s", model.CleanText(q.Leverage), mostLeverage)
	}
	out.inCoins()
	return out, nil
}

// mostLeverage is as much as any venue ever offered, and more.
var mostLeverage = decimal.NewFromInt(1000)

// offered tells whether a leverage is one a venue may offer for some contract
// and size; which, its tiers tell.
func offered(leverage decimal.Decimal) bool {
	return !leverage.LessThan(decimal.NewFromInt(1)) && !leverage.GreaterThan(mostLeverage)
}

// maxNumberLen bounds what is read as a number: nobody's portfolio needs more
// digits, and "1e999999999" must not become a gigabyte.
const maxNumberLen = 40

// number reads a decimal that is not negative; above zero where positive is
// set.
func number(key, text string, positive bool) (decimal.Decimal, error) {
	if text == "" {
		return decimal.Zero, fmt.Errorf("%s is missing", key)
	}
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) && r != 'e' && r != 'E' }) {
		return decimal.Zero, fmt.Errorf("%s %q: write the number alone; money is in US dollars, and USDT and USDC count as such", key, model.CleanText(text[:min(len(text), maxNumberLen)]))
	}
	if len(text) > maxNumberLen || strings.ContainsAny(text, "eE") {
		return decimal.Zero, fmt.Errorf("%s %q: write a plain decimal number of at most %d digits", key, model.CleanText(text[:min(len(text), maxNumberLen)]), maxNumberLen)
	}
	v, err := decimal.NewFromString(text)
	if err != nil {
		return decimal.Zero, fmt.Errorf("%s %q is not a number", key, model.CleanText(text))
	}
	if v.IsNegative() || positive && !v.IsPositive() {
		return decimal.Zero, fmt.Errorf("%s %s must be above zero", key, text)
	}
	return v, nil
}
