package ledger

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
)

// Kind says what an entry records.
type Kind string

// The kinds of entries.
const (
	Reset    Kind = "reset"    // the books begin anew; what stood before stays in the history
	Cash     Kind = "cash"     // money put in (Amount above zero) or taken out
	Bring    Kind = "bring"    // a spot lot brought in at its cost, without a cash flow
	Buy      Kind = "buy"      // a spot fill: Qty at Price, paid from cash
	Sell     Kind = "sell"     // a spot fill; takes the oldest lots that are not core
	OpenLeg  Kind = "open"     // a futures fill that opens a leg or adds to it
	CloseLeg Kind = "close"    // a futures fill that closes a leg or a part of it
	MoveStop Kind = "stop"     // a leg's stop moves
	Fee      Kind = "fee"      // Amount paid; below zero, a rebate
	Funding  Kind = "funding"  // Amount received; below zero, paid (C-15)
	Transfer Kind = "transfer" // Amount of cash from Venue to To; "" is the user's own wallet
	Reversal Kind = "reversal" // group Of does not count; Amount is what that does to cash
	Rotation Kind = "rotation" // the group is a plan that was accepted; Plan says which
)

// Entry is one line of the books. Which fields it needs depends on its kind;
// the others stay zero.
type Entry struct {
	Kind     Kind                 `json:"kind"`
	Asset    model.Asset          `json:"asset,omitempty"` // the coin; of futures too, so that sectors add up
	Venue    model.Venue          `json:"venue,omitempty"`
	To       model.Venue          `json:"to,omitempty"`
	Symbol   string               `json:"symbol,omitempty"`
	Side     portfolio.Side       `json:"side,omitempty"`
	Margin   portfolio.MarginMode `json:"margin,omitempty"`
	Qty      decimal.Decimal      `json:"qty,omitzero"`   // coins, above zero
	Price    decimal.Decimal      `json:"price,omitzero"` // US dollars per coin
	Leverage decimal.Decimal      `json:"leverage,omitzero"`
	Stop     decimal.Decimal      `json:"stop,omitzero"`
	Amount   decimal.Decimal      `json:"amount,omitzero"`
	Currency string               `json:"currency,omitempty"` // of Amount and Price; "" is US dollars
	Core     bool                 `json:"core,omitempty"`
	Of       int                  `json:"of,omitempty"` // the group a reversal reverses
	Note     string               `json:"note,omitempty"`

	Plan *model.RotationDone `json:"plan,omitempty"` // of a rotation
}

// The reasons a group is refused, for errors.Is.
var (
	ErrEntry     = errors.New("not a usable entry")
	ErrCash      = errors.New("not enough cash")
	ErrSpot      = errors.New("not enough spot")
	ErrCore      = errors.New("core is never sold (S2-CONS-1)")
	ErrStop      = errors.New("a futures leg without a stop is not accepted (S0-RISK-4)")
	ErrLeg       = errors.New("no such futures leg")
	ErrCurrency  = errors.New("not the currency of the books")
	ErrInvariant = errors.New("the books do not add up")
)

// currencies are what counts as a US dollar.
var currencies = map[string]bool{"": true, "USD": true, "USDT": true, "USDC": true}

// Bounds of sane figures: beyond them a figure is a slip of the hand.
const (
	maxMagnitude = 15
	minExponent  = -30
)

// maxPoints is more than a plan can buy: ten times the equity.
const maxPoints = 1000

func sane(d decimal.Decimal) bool {
	if d.Exponent() < minExponent || d.Exponent() > maxMagnitude {
		return false
	}
	return d.IsZero() || d.NumDigits()+int(d.Exponent()) <= maxMagnitude
}

// check looks at an entry by itself.
func (e *Entry) check() error {
	if !currencies[strings.ToUpper(e.Currency)] {
		return fmt.Errorf("currency %q: the books are kept in US dollars, and USDT and USDC count as such; convert the amount first: %w", model.CleanText(e.Currency), ErrCurrency)
	}
	for _, d := range [...]decimal.Decimal{e.Qty, e.Price, e.Leverage, e.Stop, e.Amount} {
		if !sane(d) {
			return fmt.Errorf("a figure of it is absurd: %w", ErrEntry)
		}
	}
	if e.Venue != "" && !e.Venue.Valid() || e.To != "" && !e.To.Valid() {
		return fmt.Errorf("venue %q is not known: %w", model.CleanText(string(e.Venue)+string(e.To)), ErrEntry)
	}
	switch e.Kind {
	case Reset, Reversal:
		return nil
	case Rotation:
		return e.needs(e.Plan != nil && e.Plan.Points >= 0 && e.Plan.Points <= maxPoints, "a rotation needs its plan")
	case Cash, Fee, Funding:
		return e.needs(!e.Amount.IsZero(), "amount must not be zero")
	case Transfer:
		return errors.Join(e.needs(e.Amount.IsPositive(), "amount must be above zero"),
			e.needs(e.Venue != e.To, "from and to are the same place"))
	case Bring:
		return errors.Join(e.spot(), e.needs(!e.Price.IsNegative(), "cost must not be negative"))
	case Buy, Sell:
		return errors.Join(e.spot(), e.needs(e.Price.IsPositive(), "price must be above zero"))
	case OpenLeg, CloseLeg, MoveStop:
		return e.checkFutures()
	default:
		return fmt.Errorf("kind %q is not known: %w", model.CleanText(string(e.Kind)), ErrEntry)
	}
}

func (e *Entry) needs(ok bool, otherwise string) error {
	if ok {
		return nil
	}
	return fmt.Errorf("%s: %w", otherwise, ErrEntry)
}

func (e *Entry) spot() error {
	return errors.Join(e.needs(e.Asset != "", "asset is missing"), e.needs(e.Qty.IsPositive(), "qty must be above zero"))
}

func (e *Entry) checkFutures() error {
	err := errors.Join(
		e.needs(e.Venue != "", "venue is missing"), e.needs(e.Symbol != "", "symbol is missing"),
		e.needs(e.Side == portfolio.Long || e.Side == portfolio.Short, "side must be long or short"),
		e.needs(e.Margin == portfolio.Isolated || e.Margin == portfolio.Cross, "margin must be isolated or cross"))
	if err == nil && e.Kind != MoveStop {
		err = errors.Join(e.needs(e.Qty.IsPositive(), "qty must be above zero"), e.needs(e.Price.IsPositive(), "price must be above zero"))
	}
	if err == nil && e.Kind == OpenLeg {
		err = e.needs(!e.Leverage.LessThan(decimal.NewFromInt(1)), "leverage must be at least 1")
	}
	if err == nil && e.Kind != CloseLeg && !e.Stop.IsPositive() {
		err = ErrStop
	}
	return err
}

// Words says in a few words what an entry did, for histories.
func (e *Entry) Words() string {
	switch e.Kind {
	case Cash:
		if e.Amount.IsNegative() {
			return "take out " + e.Amount.Neg().String()
		}
		return "put in " + e.Amount.String()
	case Bring, Buy, Sell:
		return fmt.Sprintf("%s %s %s at %s%s", e.Kind, e.Qty, e.Asset, e.Price, coreWord(e.Core))
	case OpenLeg, CloseLeg:
		return fmt.Sprintf("%s %s %s %s at %s on %s", e.Kind, e.Side, e.Qty, e.Symbol, e.Price, e.Venue)
	case MoveStop:
		return fmt.Sprintf("stop of %s %s on %s to %s", e.Side, e.Symbol, e.Venue, e.Stop)
	case Transfer:
		return fmt.Sprintf("transfer %s from %s to %s", e.Amount, placeWord(e.Venue), placeWord(e.To))
	case Reversal:
		return fmt.Sprintf("undo of group %d", e.Of)
	case Reset:
		return "begin anew"
	case Rotation:
		return rotationWords(e.Plan)
	default:
		return fmt.Sprintf("%s %s %s", e.Kind, e.Amount, strings.TrimSpace(string(e.Asset)+" "+e.Symbol))
	}
}

func rotationWords(r *model.RotationDone) string {
	if r == nil {
		return "a rotation"
	}
	text := fmt.Sprintf("rotation of %s %s, %.1f points bought", model.CleanText(r.Playbook), model.CleanText(r.Stage), r.Points)
	if r.Tranche > 0 {
		text += fmt.Sprintf(", tranche %d of %d", r.Tranche, r.Of)
	}
	return text
}

func coreWord(core bool) string {
	if core {
		return " (core)"
	}
	return ""
}

func placeWord(v model.Venue) string {
	if v == "" {
		return "wallet"
	}
	return string(v)
}
