package pane

import (
	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/theme"
)

// SectorStyle returns the colour that ties a sector's name together across the
// panes, or otherwise for sub-sectors and what is no sector.
func SectorStyle(s *model.Snapshot, name string, otherwise grid.Style) grid.Style {
	at := 0
	for i := range s.Sectors {
		switch v := &s.Sectors[i]; {
		case v.Parent != "":
		case v.Sector == name:
			return theme.Sector(at)
		default:
			at++
		}
	}
	return otherwise
}

// ShortSector returns a sector's name where there is little room.
func ShortSector(s *model.Snapshot, name string) string {
	for i := range s.Sectors {
		if v := &s.Sectors[i]; v.Sector == name && v.Short != "" {
			return v.Short
		}
	}
	return name
}

// Coin returns a coin's figures, nil where the snapshot has none.
func Coin(s *model.Snapshot, name model.Asset) *model.AssetView {
	for i := range s.Assets {
		if s.Assets[i].Asset == name {
			return &s.Assets[i]
		}
	}
	return nil
}
