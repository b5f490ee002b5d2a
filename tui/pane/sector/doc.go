// Package sector holds the panes of the Sector view: one sector's index as a
// chart, its members and what each adds, and what stands behind its score.
package sector

import "eddy/model"

// Of returns the sector a view is about: the one of that name, else the first.
func Of(s *model.Snapshot, subject string) *model.SectorView {
	for i := range s.Sectors {
		if s.Sectors[i].Sector == subject {
			return &s.Sectors[i]
		}
	}
	if len(s.Sectors) == 0 {
		return nil
	}
	return &s.Sectors[0]
}

// Next returns the name of the sector so many places further, round the list.
func Next(s *model.Snapshot, subject string, by int) string {
	n := len(s.Sectors)
	if n == 0 {
		return subject
	}
	at := 0
	for i := range s.Sectors {
		if s.Sectors[i].Sector == subject {
			at = i
		}
	}
	return s.Sectors[((at+by)%n+n)%n].Sector
}
