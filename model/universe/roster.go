package universe

import (
	"slices"

	"eddy/model"
)

// Roster is a universe resolved against what can be had: who is in each sector
// now, and who is missing.
type Roster struct {
	Sectors []RosterSector
}

// RosterSector is one sector's line-up.
type RosterSector struct {
	Name, Short string
	RiskTier    int
	Groups      []RosterGroup // one without a name when the sector has no children
	Missing     []model.Asset // members that are listed nowhere
}

// RosterGroup is one sub-sector's line-up.
type RosterGroup struct {
	Name    string // "" for the sector itself
	Members []model.Asset
}

// HasMembers tells whether anybody is in a part of the sector, or with an empty
// name in any.
func (s *RosterSector) HasMembers(part string) bool {
	return slices.ContainsFunc(s.Groups, func(g RosterGroup) bool {
		return (part == "" || g.Name == part) && len(g.Members) > 0
	})
}

// Resolve fills each group with its listed members; for every member that is
// missing the next listed reserve steps in, then the next legacy name.
func (u *Universe) Resolve(listed func(model.Asset) bool) Roster {
	var r Roster
	for i := range u.Sectors {
		s := &u.Sectors[i]
		out := RosterSector{Name: s.Name, Short: s.Short, RiskTier: s.RiskTier}
		if out.Short == "" {
			out.Short = s.Name
		}
		for _, c := range s.Groups() {
			g, missing := fill(c.Pool, listed)
			g.Name = c.Name
			out.Groups = append(out.Groups, g)
			out.Missing = append(out.Missing, missing...)
		}
		r.Sectors = append(r.Sectors, out)
	}
	return r
}

func fill(p Pool, listed func(model.Asset) bool) (g RosterGroup, missing []model.Asset) {
	for _, a := range p.Members {
		if listed(a) {
			g.Members = append(g.Members, a)
		} else {
			missing = append(missing, a)
		}
	}
	for _, bench := range [][]model.Asset{p.Reserves, p.Legacy} {
		for _, a := range bench {
			if listed(a) && len(g.Members) < len(p.Members) {
				g.Members = append(g.Members, a)
			}
		}
	}
	return g, missing
}

// Assets returns every coin of the roster, in order.
func (r Roster) Assets() []model.Asset {
	var all []model.Asset
	for _, s := range r.Sectors {
		for _, g := range s.Groups {
			all = append(all, g.Members...)
		}
	}
	return all
}
