package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
	"eddy/model/universe"
)

// noPrices is what stands for figures that need a market.
var noPrices = map[string]string{"unknown": "no prices without a market: `eddy` and `eddy watch` show it live"}

// booksView is `eddy portfolio show --json`. Money is exact.
type booksView struct {
	Ledger      string          `json:"ledger"`
	Groups      int             `json:"groups"`
	Cash        decimal.Decimal `json:"cash"`
	Wallets     []walletView    `json:"wallets"`
	Lots        []lotView       `json:"lots"`
	Legs        []legView       `json:"legs"`
	Contributed decimal.Decimal `json:"contributed"` // cash put in, and lots brought in at cost
	Realised    decimal.Decimal `json:"realised"`
	Funding     decimal.Decimal `json:"funding"`
	Fees        decimal.Decimal `json:"fees"`
	Unrealised  any             `json:"unrealised"`
	Sectors     []sectorResult  `json:"sectors"`
}

type walletView struct {
	Venue  string          `json:"venue"`
	Amount decimal.Decimal `json:"amount"`
}

type lotView struct {
	ID       string          `json:"id"`
	Asset    model.Asset     `json:"asset"`
	Qty      decimal.Decimal `json:"qty"`
	Cost     decimal.Decimal `json:"cost"`
	Core     bool            `json:"core"`
	Since    model.Millis    `json:"since"`
	Realised decimal.Decimal `json:"realised"`
}

type legView struct {
	ID       string               `json:"id"`
	Venue    model.Venue          `json:"venue"`
	Symbol   string               `json:"symbol"`
	Asset    model.Asset          `json:"asset"`
	Side     portfolio.Side       `json:"side"`
	Margin   portfolio.MarginMode `json:"margin_mode"`
	Qty      decimal.Decimal      `json:"qty"`
	Entry    decimal.Decimal      `json:"entry"`
	Leverage decimal.Decimal      `json:"leverage"`
	Stop     decimal.Decimal      `json:"stop"`
	Since    model.Millis         `json:"since"`
	Realised decimal.Decimal      `json:"realised"`
	Funding  decimal.Decimal      `json:"funding"`
	Fees     decimal.Decimal      `json:"fees"`
}

type sectorResult struct {
	Sector   string          `json:"sector"`
	Realised decimal.Decimal `json:"realised"`
	Funding  decimal.Decimal `json:"funding"`
	Fees     decimal.Decimal `json:"fees"`
}

// booksOf turns the books into their view, sold lots and closed legs included.
func booksOf(b *ledger.Book, sectorOf func(model.Asset) string) booksView {
	s := b.State()
	v := booksView{
		Ledger: b.Path(), Groups: len(b.Groups()), Cash: s.Cash(), Unrealised: noPrices,
		Wallets: []walletView{}, Lots: []lotView{}, Legs: []legView{}, Sectors: []sectorResult{},
	}
	for _, p := range s.Places {
		v.Wallets = append(v.Wallets, walletView{string(p.Venue), p.Amount})
	}
	for _, l := range s.Lots {
		v.Lots = append(v.Lots, lotView{l.ID, l.Asset, l.Qty, l.Cost, l.Core, l.Since, l.Realised})
	}
	for i := range s.Legs {
		l := &s.Legs[i]
		v.Legs = append(v.Legs, legView{
			l.ID, l.Venue, l.Symbol, l.Asset, l.Side, l.Margin, l.Qty, l.Entry(), l.Leverage, l.Stop, l.Since, l.Realised, l.Funding, l.Fees,
		})
	}
	rows, _ := s.Results(ledger.Prices{Spot: noSpot, Mark: noMark}) // only what needs no price is shown
	for _, r := range ledger.BySector(rows, sectorOf) {
		v.Sectors = append(v.Sectors, sectorResult{r.What, r.Realised, r.Funding, r.Fees})
	}
	sum := ledger.Sum(rows)
	v.Contributed, v.Realised, v.Funding, v.Fees = s.Flows.Contributed(), sum.Realised, sum.Funding, sum.Fees
	return v
}

func noSpot(model.Asset) (decimal.Decimal, bool) { return decimal.Zero, false }

func noMark(*ledger.Leg) (decimal.Decimal, bool) { return decimal.Zero, false }

// sectorNamer names the sector of a coin, or the bucket of what has none.
func (g *globals) sectorNamer() (func(model.Asset) string, error) {
	c, err := g.load()
	if err != nil {
		return nil, err
	}
	u, err := loadUniverse(c)
	if err != nil {
		return nil, badFile(err)
	}
	return func(a model.Asset) string { return sectorName(u, a) }, nil
}

func sectorName(u *universe.Universe, a model.Asset) string {
	if a == "" {
		return "account"
	}
	if sector, _, ok := u.Home(a); ok {
		return sector
	}
	return "Other"
}

func (g *globals) showBooks(b *ledger.Book, asJSON bool) error {
	sectorOf, err := g.sectorNamer()
	if err != nil {
		return err
	}
	v := booksOf(b, sectorOf)
	if !asJSON {
		return v.write(g.io.out)
	}
	e := json.NewEncoder(g.io.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// table is a tabwriter that keeps its first error.
type table struct {
	tab *tabwriter.Writer
	err error
}

func newTable(w io.Writer) *table { return &table{tab: tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)} }

func (t *table) line(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.tab, format+"\n", args...)
	}
}

func (t *table) done() error {
	if t.err == nil {
		t.err = t.tab.Flush()
	}
	return t.err
}

func (v *booksView) write(w io.Writer) error {
	t := newTable(w)
	if v.Groups == 0 {
		t.line("no books yet: `eddy portfolio import FILE` begins them in %s", v.Ledger)
		return t.done()
	}
	t.line("cash\t%s\tput in\t%s\trealised\t%s\tfunding\t%s\tfees\t%s",
		v.Cash.StringFixed(2), v.Contributed.StringFixed(2), v.Realised.StringFixed(2), v.Funding.StringFixed(2), v.Fees.StringFixed(2))
	v.writeLots(t)
	v.writeLegs(t)
	if len(v.Sectors) > 0 {
		t.line("\nsector\trealised\tfunding\tfees")
	}
	for _, r := range v.Sectors {
		t.line("%s\t%s\t%s\t%s", r.Sector, r.Realised.StringFixed(2), r.Funding.StringFixed(2), r.Fees.StringFixed(2))
	}
	return t.done()
}

func (v *booksView) writeLots(t *table) {
	if len(v.Lots) > 0 {
		t.line("\nlot\tcoin\tqty\tcost\trealised\tsince")
	}
	for _, l := range v.Lots {
		core := ""
		if l.Core {
			core = "\tcore"
		}
		t.line("%s\t%s\t%s\t%s\t%s\t%s%s", l.ID, l.Asset, l.Qty, l.Cost, l.Realised.StringFixed(2), day(l.Since), core)
	}
}

func (v *booksView) writeLegs(t *table) {
	if len(v.Legs) > 0 {
		t.line("\nleg\tvenue\tsymbol\tside\tqty\tentry\tleverage\tstop\trealised\tfunding\tfees")
	}
	for _, l := range v.Legs {
		t.line("%s\t%s\t%s\t%s %s\t%s\t%s\t%s\t%s\t%s\t%s\t%s", l.ID, l.Venue, l.Symbol, l.Margin, l.Side, l.Qty,
			l.Entry.Round(8), l.Leverage, l.Stop, l.Realised.StringFixed(2), l.Funding.StringFixed(2), l.Fees.StringFixed(2))
	}
}

func day(m model.Millis) string { return m.Time().Format(time.DateOnly) }

// showHistory prints every entry as a line of text.
func (g *globals) showHistory(b *ledger.Book) error {
	t := newTable(g.io.out)
	lines := b.Lines()
	if len(lines) == 0 {
		t.line("no books yet: `eddy portfolio import FILE` begins them in %s", b.Path())
	}
	for i := range lines {
		l := &lines[i]
		undone := ""
		if l.Undone {
			undone = "\tundone"
		}
		t.line("%d\t%s\t%s\t%s%s", l.Group, l.Time, l.What, l.Words(), undone)
	}
	return t.done()
}
