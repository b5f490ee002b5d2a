package rotation

import (
	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// subject is what a mark on the graph and a row of the table are about: a
// sector, a part of one, or a coin.
type subject struct {
	key   string // the sector or the coin
	name  string // as it is written
	of    string // the sector a part or a coin belongs to
	child bool   // drawn smaller than what it is a part of
	ink   grid.Style
	place model.RotationView
}

// subjects lists what the reader asked to see on the graph, in the order of the
// taxonomy.
func subjects(in pane.Input, step model.Interval) []subject {
	if in.Parts.Coins() {
		return coins(in, step)
	}
	list := make([]subject, 0, len(in.Snap.Sectors))
	for i := range in.Snap.Sectors {
		v := &in.Snap.Sectors[i]
		if v.Parent != "" && in.Parts == pane.PartsNever {
			continue
		}
		r, _ := view(v, step)
		list = append(list, subject{
			key: v.Sector, name: shortName(v), of: v.Parent, child: v.Parent != "",
			ink: pane.SectorStyle(in.Snap, v.Sector, theme.Muted), place: r,
		})
	}
	return list
}

// coins lists the coins that have a seat: those of one sector or of all.
func coins(in pane.Input, step model.Interval) []subject {
	var list []subject
	if in.Parts == pane.PartsMembers {
		if v := Group(in.Snap, in.Group); v != nil {
			list = appendCoins(list, in, v, step)
		}
		return list
	}
	for i := range in.Snap.Sectors {
		if v := &in.Snap.Sectors[i]; v.Parent == "" {
			list = appendCoins(list, in, v, step)
		}
	}
	return list
}

func appendCoins(list []subject, in pane.Input, v *model.SectorView, step model.Interval) []subject {
	sector := v.Sector
	if v.Parent != "" {
		sector = v.Parent
	}
	ink := pane.SectorStyle(in.Snap, sector, theme.Muted)
	for _, coin := range v.Members {
		a := pane.Coin(in.Snap, coin)
		if a == nil {
			continue
		}
		s := subject{key: string(coin), name: string(coin), of: shortName(v), ink: ink, place: coinPlace(in.Snap, a, step)}
		list = append(list, s)
	}
	return list
}

// coinPlace returns a coin's place at a bar length; where there is none, why.
func coinPlace(s *model.Snapshot, a *model.AssetView, step model.Interval) model.RotationView {
	for i := range a.Rotations {
		if a.Rotations[i].Timeframe == step {
			return a.Rotations[i]
		}
	}
	if step == s.Timeframe {
		return model.RotationView{Timeframe: step, Ratio: a.Ratio, RatioMomentum: a.RatioMomentum}
	}
	return model.RotationView{Timeframe: step, Ratio: model.Unknown("has no place on " + step.String() + " bars")}
}

// Group returns the sector whose members the graph shows: the one of that name,
// else the first; nil where there is none.
func Group(s *model.Snapshot, name string) *model.SectorView {
	for i := range s.Sectors {
		if s.Sectors[i].Sector == name {
			return &s.Sectors[i]
		}
	}
	if len(s.Sectors) == 0 {
		return nil
	}
	return &s.Sectors[0]
}

// Names lists what one after the other can be brought out, in the order of the
// taxonomy: what the graph shows.
func Names(in pane.Input) []string {
	list := subjects(in, timeframe(in))
	names := make([]string, 0, len(list))
	for i := range list {
		if in.Parts == pane.PartsWhereRoom && list[i].child {
			continue
		}
		names = append(names, list[i].key)
	}
	return names
}

func shortName(v *model.SectorView) string {
	if v.Short != "" {
		return v.Short
	}
	return v.Sector
}
