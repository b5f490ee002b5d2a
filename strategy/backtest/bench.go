package backtest

import (
	"math"

	"eddy/model"
	"eddy/strategy"
)

// benchmarks are what would have come of buying at the first decision: BTC, half
// BTC and half ETH, and the sectors in equal parts. They hold from that close
// on and pay nothing, which is more than any account gets.
func benchmarks(s *simulation, r *Result) []Benchmark {
	base := s.j.Setup.Universe.Benchmark
	first := s.coin(base[0])
	out := []Benchmark{
		{Name: string(base[0]) + " bought and held", Equity: s.held(r, []int{first})},
	}
	if len(base) > 1 {
		out = append(out, Benchmark{Name: "50/50 " + string(base[0]) + " " + string(base[1]) + " bought and held", Equity: s.held(r, []int{first, s.coin(base[1])})})
	}
	out = append(out, Benchmark{Name: "sectors in equal parts, monthly", Equity: s.sectorsHeld(r)})
	for i := range out {
		out[i].Stats = StatsOf(returns(r.Rules.Equity, out[i].Equity))
	}
	return out
}

// held is equal parts of some coins, bought at the first close and left alone.
// A day without a bar has the price of the one before.
func (s *simulation) held(r *Result, coins []int) []float64 {
	out := make([]float64, len(r.Points))
	for _, c := range coins {
		qty, price := 0.0, 0.0
		for i := range r.Points {
			if v := s.closeBefore(c, r.Points[i].At); v > 0 {
				price = v
			}
			if price == 0 {
				out[i] += r.Rules.Equity / float64(len(coins)) // nothing to buy yet
				continue
			}
			if qty == 0 {
				qty = r.Rules.Equity / float64(len(coins)) / price
			}
			out[i] += qty * price
		}
	}
	return out
}

// closeBefore is the close of the step that ends at a moment, 0 without a
// trade.
func (s *simulation) closeBefore(coin int, end model.Millis) float64 {
	i := int((end-s.j.Tape.First)/s.j.Tape.stepMillis()) - 1
	return s.j.Tape.Series[coin].at(i).Close
}

// sectorsHeld is every sector the playbook's universe has in equal parts, set
// back to them at the beginning of a month. A sector joins once its index has a
// level.
func (s *simulation) sectorsHeld(r *Result) []float64 {
	out := make([]float64, len(r.Points))
	var parts, levels []float64
	value, next, all := r.Rules.Equity, 0, s.outlooks.all()
	for i := range r.Points {
		for next+1 < len(all) && all[next+1].End <= r.Points[i].At {
			next++
		}
		now := carried(levels, s.sectorLevels(all[next].Sectors))
		if sum := grow(parts, levels, now); sum > 0 {
			value = sum // before any sector has a level it lies still
		}
		month := i == 0 || r.Points[i].At.Time().Day() == 1
		if month || levels == nil {
			parts = spreadOver(now, value)
		}
		levels, out[i] = now, value
	}
	return out
}

// sectorLevels are the levels of the sectors that are no part of another, NaN
// where there is none.
func (s *simulation) sectorLevels(list []strategy.SectorOutlook) []float64 {
	var out []float64
	for i := range list {
		for k := range s.j.Setup.Universe.Sectors {
			if s.j.Setup.Universe.Sectors[k].Name == list[i].Name {
				out = append(out, list[i].Level)
			}
		}
	}
	return out
}

// carried keeps the last level of a sector that has none now: a hole of the
// recording is no sale.
func carried(was, now []float64) []float64 {
	for k := range was {
		if !(now[k] > 0) {
			now[k] = was[k]
		}
	}
	return now
}

// grow lets parts follow their levels and returns their sum.
func grow(parts, was, now []float64) (sum float64) {
	for k := range parts {
		if was[k] > 0 && now[k] > 0 {
			parts[k] *= now[k] / was[k]
		}
		sum += parts[k]
	}
	return sum
}

// spreadOver spreads a value over the levels that are known.
func spreadOver(levels []float64, value float64) []float64 {
	parts, n := make([]float64, len(levels)), 0.0
	for _, v := range levels {
		if v > 0 {
			n++
		}
	}
	for k, v := range levels {
		if v > 0 {
			parts[k] = value / math.Max(1, n)
		}
	}
	return parts
}
