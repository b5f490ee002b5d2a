package plain

import (
	"math"

	"eddy/model"
)

// prices writes what every coin is worth, and what each venue says of it and how
// long ago.
func (p *page) prices(s *model.Snapshot) {
	if len(s.Assets) == 0 {
		return
	}
	p.line("\nPrices, and what each venue said how long ago")
	head := []string{"coin", "price", "age", "24h %"}
	for i := range s.Venues {
		head = append(head, string(s.Venues[i].Venue))
	}
	rows := [][]string{head}
	for i := range s.Assets {
		a := &s.Assets[i]
		row := []string{string(a.Asset), price(a.Price), Age(a.AgeMs), figure(a.Change24hPct, 1, Signed)}
		for k := range s.Venues {
			row = append(row, said(a, s.Venues[k].Venue))
		}
		rows = append(rows, row)
	}
	p.table(rows)
}

// said is a venue's word on a coin: its mark, else its last trade.
func said(a *model.AssetView, v model.Venue) string {
	for i := range a.Quotes {
		q := &a.Quotes[i]
		if q.Venue != v {
			continue
		}
		of := q.Mark
		if of.State() == model.NumAbsent {
			of = q.Last
		}
		text := price(of) + " " + Age(q.AgeMs)
		if q.Stale {
			text += " (stale)"
		}
		return text
	}
	return "-"
}

// priceDigits are told of a price at least.
const priceDigits = 6

// price writes a price with as many decimals as its size asks for.
func price(n model.Num) string {
	v, ok := n.Value()
	if !ok || v <= 0 {
		return Num(n, 2)
	}
	whole := 1 + int(math.Floor(math.Log10(v)))
	return Num(n, max(0, min(priceDigits-whole, 10)))
}
