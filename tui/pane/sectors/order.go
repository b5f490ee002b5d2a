package sectors

import (
	"eddy/model"
	"eddy/tui/pane"
)

// orders are the columns the table can be ordered by, the highest figure first.
var orders = []struct {
	head string
	of   func(*model.SectorView) model.Num
}{
	{"7d %", func(v *model.SectorView) model.Num { return v.Change7dPct }},
	{"1d %", func(v *model.SectorView) model.Num { return v.Change1dPct }},
	{"mom", func(v *model.SectorView) model.Num { return v.Momentum }},
	{"ratio", func(v *model.SectorView) model.Num { return v.Ratio }},
	{"RSI", func(v *model.SectorView) model.Num { return v.RSI }},
	{"bp/8h", func(v *model.SectorView) model.Num { return v.Funding8hPct }},
}

// order picks the sectors that pass the filter and sorts them as asked; rows
// whose figure is not known come last.
func order(in pane.Input) []*model.SectorView {
	if in.Track != nil {
		for _, o := range orders {
			in.Track.Sorts = append(in.Track.Sorts, o.head)
		}
	}
	list := make([]*model.SectorView, 0, len(in.Snap.Sectors))
	for i := range in.Snap.Sectors {
		if v := &in.Snap.Sectors[i]; in.Matches(v.Sector) || in.Matches(v.Short) {
			list = append(list, v)
		}
	}
	if by := in.Sort.By; by > 0 && by <= len(orders) {
		pane.SortBy(list, in.Sort.Reverse, orders[by-1].of)
	}
	return list
}
