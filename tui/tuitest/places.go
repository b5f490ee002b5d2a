package tuitest

import (
	"math"
	"strconv"

	"eddy/model"
)

// place gives a coin its places on the rotation graph, on a spiral of its own.
func place(a *model.AssetView, k int) {
	turn, far := 2.4*float64(k), 0.5+0.31*float64(k%11)
	f := sectorFigures{x: 100 + far*math.Cos(turn), y: 100 + far*math.Sin(turn), turn: 0.2 * math.Cos(turn)}
	a.Rotations = []model.RotationView{f.rotation(model.Hour4, -0.8), f.rotation(model.Day1, 1)}
	day := &a.Rotations[1]
	a.Ratio, a.RatioMomentum, a.Quadrant = day.Ratio, day.RatioMomentum, day.Quadrant
}

// young leaves a coin without a place: it has too few bars.
func young(a *model.AssetView) {
	a.Ratio, a.RatioMomentum, a.Quadrant = model.Unknown("needs 3 more bars of 1d"), model.Unknown("needs 46 more bars of 1d"), ""
	for i := range a.Rotations {
		a.Rotations[i] = model.RotationView{Timeframe: a.Rotations[i].Timeframe, Ratio: a.Ratio, RatioMomentum: a.RatioMomentum}
	}
}

// Crowd is the desk of Market with sixty coins, as many as are followed live.
func Crowd() *model.Snapshot {
	s := Market()
	for i := range s.Sectors {
		v := &s.Sectors[i]
		if v.Parent != "" {
			continue
		}
		for k := len(v.Members); k < 15; k++ {
			a := model.AssetView{
				Asset: model.Asset(v.Short[:2] + "C" + strconv.Itoa(k)), Sector: v.Sector,
				Price: model.Known(float64(k)), AgeMs: model.Known(200), Quotes: []model.QuoteView{},
			}
			place(&a, 14+15*i+k)
			s.Assets, v.Members = append(s.Assets, a), append(v.Members, a.Asset)
		}
	}
	return s
}
