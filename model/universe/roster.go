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
	Name    string  // "" for the sector itself
	Share   float64 // fraction of the sector's weight, before missing groups are spread
	Members []model.Asset
	Wanted  int           // members the taxonomy asks for
	Bench   []model.Asset // reserves that are listed and were not needed, in the order they step in
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
		if len(s.Children) == 0 {
			g, missing := fill(s.Pool, listed)
			g.Share = 1
			out.Groups, out.Missing = []RosterGroup{g}, missing
		}
		for _, c := range s.Children {
			g, missing := fill(c.Pool, listed)
			g.Name, g.Share = c.Name, c.Share/100
			out.Groups = append(out.Groups, g)
			out.Missing = append(out.Missing, missing...)
		}
		r.Sectors = append(r.Sectors, out)
	}
	return r
}

func fill(p Pool, listed func(model.Asset) bool) (g RosterGroup, missing []model.Asset) {
	g.Wanted = len(p.Members)
	for _, a := range p.Members {
		if listed(a) {
			g.Members = append(g.Members, a)
		} else {
			missing = append(missing, a)
		}
	}
	for _, bench := range [][]model.Asset{p.Reserves, p.Legacy} {
		for _, a := range bench {
			if !listed(a) {
				continue
			}
			if len(g.Members) < g.Wanted {
				g.Members = append(g.Members, a)
			} else if slices.Contains(p.Reserves, a) {
				g.Bench = append(g.Bench, a) // a legacy name is no newcomer
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
