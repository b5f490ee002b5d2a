package plain

import (
	"fmt"
	"strings"

	"eddy/model"
)

// tailTold is how many closed bars of a way over the graph are written.
const tailTold = 4

// rotation writes where every sector stands on the rotation graph, at each bar
// length, and the way it came.
func (p *page) rotation(s *model.Snapshot) {
	rows := [][]string{{"sector", "bars", "quadrant", "ratio", "its mom.", "degrees", "velocity", fmt.Sprintf("last %d closes, the oldest first", tailTold)}}
	for i := range s.Sectors {
		v := &s.Sectors[i]
		for k := range v.Rotations {
			r := &v.Rotations[k]
			rows = append(rows, []string{
				sectorName(v), r.Timeframe.String(), orWords(string(r.Quadrant), "unknown"), figure(r.Ratio, 2, Num), figure(r.RatioMomentum, 2, Num),
				figure(r.Heading, 0, Num), figure(r.Velocity, 2, Num), way(r.Tail),
			})
		}
	}
	if len(rows) == 1 {
		return
	}
	p.line("\nRotation graph, ratio against BTC and ETH, each around 100")
	p.table(rows)
}

// way writes the end of a tail, the head last.
func way(tail []model.TailPoint) string {
	tail = tail[max(0, len(tail)-tailTold):]
	points := make([]string, len(tail))
	for i, t := range tail {
		points[i] = fmt.Sprintf("%.2f/%.2f", t[0], t[1])
	}
	return strings.Join(points, " ")
}

// standing writes what stands behind each sector's figures.
func (p *page) standing(s *model.Snapshot) {
	if len(s.Sectors) == 0 {
		return
	}
	p.line("\nWhat stands behind them")
	rows := [][]string{{"sector", "rank", "trend %", "volatility % a year", "open interest $", "OI 7d %", "stale %"}}
	for i := range s.Sectors {
		v := &s.Sectors[i]
		rank := "-"
		if v.Rank > 0 {
			rank = fmt.Sprint(v.Rank)
		}
		rows = append(rows, []string{
			sectorName(v), rank, figure(v.Trend, 1, Signed), figure(hundredfold(v.Volatility), 0, Num), figure(v.OpenInterestUSD, 0, Num), figure(v.OIChange7dPct, 1, Signed), figure(hundredfold(v.StaleShare), 0, Num),
		})
	}
	p.table(rows)
}

// sectorName writes a sector, a part of one with a dot.
func sectorName(v *model.SectorView) string {
	if v.Parent != "" {
		return "· " + v.Sector
	}
	return v.Sector
}

// figure writes a number where the table of the sectors has already said why it is
// not known.
func figure(n model.Num, decimals int, write func(model.Num, int) string) string {
	if _, ok := n.Value(); !ok && n.State() != model.NumNotApplicable {
		return "?"
	}
	return write(n, decimals)
}

// hundredfold turns a fraction into percent.
func hundredfold(n model.Num) model.Num {
	switch v, ok := n.Value(); {
	case !ok:
		return n
	case n.State() == model.NumStale:
		return model.Stale(v*100, n.Why())
	default:
		return model.Known(v * 100)
	}
}
