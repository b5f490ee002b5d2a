package tuitest

import (
	"math"

	"eddy/model"
)

// sectorFigures are the rows of a made-up sector table.
type sectorFigures struct {
	name, short, parent                        string
	d1, d7, mom, rsi, trend, breadth, vol, fnd float64
	oi, x, y, turn                             float64
}

func sectors() []model.SectorView {
	rows := []sectorFigures{
		{"Infrastructure", "Infra", "", 0.8, 3.1, 0.41, 58, 1.9, 0.61, 0.83, 0.009, 2.2, 100.62, 99.41, -0.21},
		{"L1", "", "Infrastructure", 0.9, 3.4, 0.47, 58, 2.1, 0.66, 0.82, 0.009, 2.6, 100.81, 99.72, -0.18},
		{"L2", "", "Infrastructure", -0.2, -0.6, -0.22, 49, -0.4, 0.40, 0.98, 0.007, -1.1, 99.42, 98.71, -0.25},
		{"Storage", "", "Infrastructure", 0.1, 0.4, 0.02, 51, 0.2, 0.50, 1.02, 0.005, 0.0, 99.93, 100.44, 0.24},
		{"Oracle", "", "Infrastructure", 1.4, 4.9, 0.66, 61, 3.0, 1.00, 0.91, 0.011, 5.4, 101.22, 100.93, 0.15},
		{"DeFi", "DeFi", "", 2.1, 8.4, 1.32, 64, 4.1, 0.75, 0.91, 0.016, 7.8, 101.91, 101.35, 0.27},
		{"NFT", "NFT", "", -1.1, -2.2, -0.80, 41, -2.8, 0.25, 0.94, -0.002, -4.9, 98.33, 99.12, 0.22},
		{"AI", "AI", "", -0.4, -4.9, -1.05, 37, -3.3, 0.12, 1.11, 0.034, 12.4, 98.71, 101.12, 0.31},
	}
	views := make([]model.SectorView, len(rows))
	for i, f := range rows {
		views[i] = f.view(i)
	}
	return views
}

func (f sectorFigures) view(i int) model.SectorView {
	day := f.rotation(model.Day1, 1)
	return model.SectorView{
		Sector: f.name, Short: f.short, Parent: f.parent, Members: []model.Asset{"A", "B", "C", "D", "E"},
		Index: model.Known(1000 * (1 + f.d7/100)), Coverage: model.Known(0.98), StaleShare: model.Known(0),
		Change1dPct: model.Known(f.d1), Change7dPct: model.Known(f.d7), Momentum: model.Known(f.mom), RSI: model.Known(f.rsi),
		Trend: model.Known(f.trend), Breadth: model.Known(f.breadth), Volatility: model.Known(f.vol),
		Funding8hPct: model.Known(f.fnd), OIChange7dPct: model.Known(f.oi),
		Ratio: day.Ratio, RatioMomentum: day.RatioMomentum, Quadrant: day.Quadrant, Heading: day.Heading, Tail: day.Tail,
		Rotations: []model.RotationView{f.rotation(model.Hour4, -0.8), day},
		Spark:     f.spark(i),
	}
}

// rotation bends a tail of up to 30 points that ends in the figures' place.
func (f sectorFigures) rotation(step model.Interval, bend float64) model.RotationView {
	const n = 30
	tail := make([]model.TailPoint, n)
	for k := range n {
		back := float64(n - 1 - k)
		a := back * 0.16 * bend
		dx, dy := f.x-100, f.y-100
		decay := math.Exp(-back * 0.01)
		tail[k] = model.TailPoint{
			100 + decay*(dx*math.Cos(a)-dy*math.Sin(a)) + f.turn*math.Sin(back*0.5)*0.3,
			100 + decay*(dx*math.Sin(a)+dy*math.Cos(a)) + f.turn*math.Cos(back*0.7)*0.3,
		}
	}
	head := tail[n-1]
	return model.RotationView{
		Timeframe: step, Ratio: model.Known(head[0]), RatioMomentum: model.Known(head[1]),
		Quadrant: model.QuadrantOf(head[0], head[1]), Confirmed: model.QuadrantOf(head[0], head[1]),
		Heading: model.Known(74), Velocity: model.Known(0.3), Tail: tail,
		Developing: []model.TailPoint{{head[0] + f.turn*0.9, head[1] - f.turn*0.5}},
	}
}

func (f sectorFigures) spark(i int) []float64 {
	values := make([]float64, 48)
	for k := range values {
		t := float64(k) / 47
		values[k] = 1000 * (1 + f.d7/100*t + 0.01*math.Sin(float64(k*(3+i%4))*0.23+float64(i)))
	}
	return values
}
