package flow

import (
	"time"

	"eddy/model"
)

// hoursOfRate is the span funding is compared over: rates of other intervals
// are brought to it.
const hoursOfRate = 8

// bp turns a fraction into basis points.
const bp = 10_000

// rates is the funding of some coins on one venue.
type rates struct {
	sum   float64
	n     int
	held  float64      // rates times the dollars open at them
	open  float64      // those dollars
	blind int          // coins whose open interest is not known
	stale string       // why some rate is old
	next  model.Millis // the nearest settlement
}

// add takes a venue's word on a coin at a price; a rate whose interval is not
// known cannot be compared and is left out.
func (r *rates) add(q *model.QuoteView, price model.Num) {
	rate, ok := q.FundingRate.Value()
	hours, timed := q.FundingIntervalH.Value()
	if !ok || !timed || hours <= 0 {
		return
	}
	if q.Stale && r.stale == "" {
		r.stale = string(q.Venue) + " is silent"
	}
	rate *= hoursOfRate / hours * bp
	r.sum, r.n = r.sum+rate, r.n+1
	coins, counted := q.OpenInterest.Value()
	if usd := coins * price.Or(0); counted && usd > 0 {
		r.held, r.open = r.held+rate*usd, r.open+usd
	} else {
		r.blind++
	}
	if q.NextFunding.Known() && (!r.next.Known() || q.NextFunding < r.next) {
		r.next = q.NextFunding
	}
}

// mean is the mean of the coins, basis points per eight hours: by what is open
// where that is known of all, else plain.
func (r *rates) mean() model.Num {
	if r.n == 0 {
		return model.Unknown("no funding heard")
	}
	mean := r.sum / float64(r.n)
	if r.blind == 0 {
		mean = r.held / r.open
	}
	if r.stale != "" {
		return model.Stale(mean, r.stale)
	}
	return model.Known(mean)
}

// untilNext is how long it is to the nearest settlement that lies ahead.
func untilNext(next, now model.Millis) (time.Duration, bool) {
	if !next.Known() || !now.Known() || next < now {
		return 0, false
	}
	return next.Sub(now), true
}

// heatRow is a sector or a coin with its funding by venue.
type heatRow struct {
	key, name string
	isCoin    bool
	isPart    bool      // of a sector
	all       model.Num // weighted by open interest, basis points
	cells     []rates   // by venue, in the snapshot's order
}

// title is the row's name as it fits.
func (r *heatRow) title(s *model.Snapshot, w int) string {
	if r.isPart {
		return "· " + label(s, r.name, w)
	}
	return label(s, r.name, w)
}

// heatRows lists the sectors, then the coins.
func heatRows(s *model.Snapshot) []heatRow {
	at := make(map[model.Venue]int, len(s.Venues))
	for i := range s.Venues {
		at[s.Venues[i].Venue] = i
	}
	var rows []heatRow
	place := make(map[string]int)
	for i := range s.Sectors {
		v := &s.Sectors[i]
		place[v.Sector] = len(rows)
		rows = append(rows, heatRow{key: v.Sector, name: v.Sector, all: inBp(v.Funding8hPct), cells: make([]rates, len(s.Venues))})
		rows[len(rows)-1].isPart = v.Parent != ""
	}
	for i := range s.Assets {
		a := &s.Assets[i]
		row := heatRow{key: string(a.Asset), name: string(a.Asset), isCoin: true, all: inBp(a.Funding8hPct), cells: make([]rates, len(s.Venues))}
		for k := range a.Quotes {
			q := &a.Quotes[k]
			v, known := at[q.Venue]
			if !known {
				continue
			}
			row.cells[v].add(q, a.Price)
			for _, home := range []string{a.Sector, a.SubSector} {
				if to, ok := place[home]; ok && home != "" {
					rows[to].cells[v].add(q, a.Price)
				}
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// inBp turns percent into basis points.
func inBp(n model.Num) model.Num {
	v, ok := n.Value()
	switch {
	case !ok:
		return n
	case n.Fresh():
		return model.Known(v * 100)
	default:
		return model.Stale(v*100, n.Why())
	}
}
