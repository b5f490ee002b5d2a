package synthetic

import (
	"math"
	"testing"
)

// Every sector visits every quadrant of the rotation graph in two years
// (analytics §9.10), by the definition of analytics §1.4 on daily closes.
func TestEverySectorRotates(t *testing.T) {
	s, err := twoYears()
	if err != nil {
		t.Fatal(err)
	}
	base := make([]float64, 0, 730)
	level := 1.0
	for d := range 730 {
		if d > 0 {
			level *= 1 + (s.dayReturn(0, d)+s.dayReturn(1, d))/2
		}
		base = append(base, level)
	}
	for sector := range sectors {
		var line []float64
		level := 1.0
		for d := range 730 {
			if d > 0 {
				level *= 1 + s.sectorReturn(sector, d)
			}
			line = append(line, math.Log(level/base[d]))
		}
		visited := quadrants(line)
		for q, days := range visited {
			if days == 0 {
				t.Errorf("sector %d never visits quadrant %d: %v", sector, q, visited)
			}
		}
	}
}

// dayReturn is a coin's simple return of a day of the past.
func (s *Source) dayReturn(coin, d int) float64 {
	c := s.series[coin].Candles
	return c[d*24+23].Close/c[d*24-1].Close - 1
}

// sectorReturn is the equally weighted return of a sector's members.
func (s *Source) sectorReturn(sector Sector, d int) float64 {
	sum, n := 0.0, 0.0
	for i, c := range s.coins {
		if c.spec.Sector == sector {
			sum += s.dayReturn(i, d)
			n++
		}
	}
	return sum / n
}

// quadrants counts the days in leading, weakening, lagging and improving.
func quadrants(line []float64) (count [4]int) {
	fast, slow := ema(line, 10), ema(line, 30)
	var diff, ratio []float64
	for i := 29; i < len(line); i++ {
		diff = append(diff, fast[i]-slow[i])
	}
	for i := 29; i < len(diff); i++ {
		ratio = append(ratio, diff[i]/rms(diff[max(0, i-89):i+1]))
	}
	var step []float64
	for i := 5; i < len(ratio); i++ {
		step = append(step, ratio[i]-ratio[i-5])
	}
	momentum := ema(step, 5)
	for i := 34; i < len(momentum); i++ {
		switch x, y := ratio[i+5], momentum[i]; {
		case x >= 0 && y >= 0:
			count[0]++
		case x >= 0:
			count[1]++
		case y < 0:
			count[2]++
		default:
			count[3]++
		}
	}
	return count
}

// ema is seeded by the mean of its first n values; before that it is 0.
func ema(x []float64, n int) []float64 {
	out := make([]float64, len(x))
	sum := 0.0
	for i := range x {
		switch {
		case i < n-1:
			sum += x[i]
		case i == n-1:
			out[i] = (sum + x[i]) / float64(n)
		default:
			out[i] = out[i-1] + (x[i]-out[i-1])*2/float64(n+1)
		}
	}
	return out
}

func rms(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	return math.Sqrt(sum / float64(len(x)))
}
