package playbook

import (
	"fmt"
	"slices"
	"strings"

	"eddy/model"
)

func (k *checker) moves() {
	ids := k.stageIDs()
	for i := range k.p.Moves {
		m, path := &k.p.Moves[i], fmt.Sprintf("move[%d]", i)
		for j, s := range m.Stages {
			k.known(fmt.Sprintf("%s.stages[%d]", path, j), "stage", s, ids)
		}
		for j, b := range m.From {
			k.movable(fmt.Sprintf("%s.from[%d]", path, j), b)
		}
		k.movable(path+".to", m.To)
		k.known(path+".basis", "basis", string(m.Basis), basisNames(moveBases))
		k.share(path+".pct", m.Pct, 100)
		if m.Band != [2]float64{} && !(m.Band[0] <= m.Pct && m.Pct <= m.Band[1] && m.Band[1] <= 100) {
			k.find(path+".pct", "move %q: %v %% is outside its band %v", model.CleanText(m.ID), m.Pct, m.Band)
		}
		if m.When == "" {
			k.find(path, "move %q has no condition", model.CleanText(m.ID))
		}
	}
	k.roundTrips()
}

// movable finds fault with a bucket a move may not touch.
func (k *checker) movable(path, bucket string) {
	if bucket == Core {
		k.find(path, "the core is never rotated (S2-CONS-1)")
		return
	}
	k.known(path, "bucket", bucket, k.buckets)
}

// roundTrips finds moves that bring the same money back under the same
// condition.
func (k *checker) roundTrips() {
	for i := range k.p.Moves {
		m := &k.p.Moves[i]
		if slices.Contains(m.From, m.To) {
			k.find(fmt.Sprintf("move[%d].to", i), "move %q goes from %s to itself", model.CleanText(m.ID), m.To)
		}
		for j := range i {
			back := &k.p.Moves[j]
			same := strings.Join(strings.Fields(m.When), " ") == strings.Join(strings.Fields(back.When), " ")
			if same && slices.Contains(m.From, back.To) && slices.Contains(back.From, m.To) {
				k.find(fmt.Sprintf("move[%d].when", i), "moves %q and %q go round in circles: the same condition moves %s to %s and back",
					model.CleanText(back.ID), model.CleanText(m.ID), m.To, back.To)
			}
		}
	}
}

// rest checks triggers, picks, risk, ladder and profiles but for their
// conditions.
func (k *checker) rest() {
	for i := range k.p.Triggers {
		for j, slug := range k.p.Triggers[i].For {
			k.known(fmt.Sprintf("trigger[%d].for[%d]", i, j), "sector", slug, k.slugs)
		}
		k.known(fmt.Sprintf("trigger[%d].severity", i), "severity", string(k.p.Triggers[i].Severity),
			[]string{string(model.Info), string(model.Warning), string(model.Critical)})
	}
	for i, c := range k.p.Picks {
		path := fmt.Sprintf("pick[%d]", i)
		if c.Of != "" {
			k.known(path+".of", "sector", c.Of, k.sectors)
		}
		if _, ok := k.p.catalogue.Lookup(c.Rank); !ok || !strings.HasPrefix(c.Rank, "coin.self.") {
			k.find(path+".rank", "%q is no figure of coin.self", model.CleanText(c.Rank))
		}
	}
	for i, r := range k.p.Risk {
		k.risk(fmt.Sprintf("risk[%d]", i), r)
	}
	for i, r := range k.p.Ladder {
		for j, b := range append(slices.Clone(r.From), r.To) {
			k.known(fmt.Sprintf("ladder[%d].from[%d]", i, j), "bucket", b, k.buckets)
		}
	}
	for _, name := range k.profileNames() {
		k.share("profile."+name+".futures_cap_pct", k.p.Profiles[name].FuturesCapPct, k.p.Limits.MarginPct.Value)
	}
}

func (k *checker) risk(path string, r SectorRisk) {
	k.known(path+".sector", "sector", r.Sector, k.sectors)
	k.share(path+".cap_pct", r.CapPct, 100)
	if limit := k.p.Limits.LeverageMax.Value; !(r.LeverageMax >= 1 && r.LeverageMax <= limit) {
		k.find(path+".leverage_max", "leverage %v is over its cap: it must lie between 1 and %v", r.LeverageMax, limit)
	}
	if !(r.StopATR > 0 && r.StopATR-r.StopATR == 0) || !(r.VolCap > 0 && r.VolCap-r.VolCap == 0) {
		k.find(path, "risk of %q: stop_atr %v and vol_cap %v must be above 0", model.CleanText(r.Sector), r.StopATR, r.VolCap)
	}
}

// uniqueIDs finds ids that stand twice, across everything that has one.
func (k *checker) uniqueIDs() {
	seen := make(map[string]bool)
	note := func(path, id string) {
		switch {
		case id == "":
			k.find(path, "this has no id")
		case seen[id]:
			k.find(path+".id", "id %q stands twice", model.CleanText(id))
		}
		seen[id] = true
	}
	for i := range k.p.Stages {
		s := &k.p.Stages[i]
		note(fmt.Sprintf("stage[%d]", i), s.ID)
		for j := range s.Overlays {
			note(fmt.Sprintf("stage[%d].overlay[%d]", i, j), s.Overlays[j].ID)
		}
		for j := range s.Exits {
			note(fmt.Sprintf("stage[%d].exit[%d]", i, j), s.Exits[j].ID)
		}
	}
	for i := range k.p.Hedges {
		note(fmt.Sprintf("hedge[%d]", i), k.p.Hedges[i].ID)
	}
	for i := range k.p.Moves {
		note(fmt.Sprintf("move[%d]", i), k.p.Moves[i].ID)
	}
	for i := range k.p.Triggers {
		note(fmt.Sprintf("trigger[%d]", i), k.p.Triggers[i].ID)
	}
	for i := range k.p.Picks {
		note(fmt.Sprintf("pick[%d]", i), k.p.Picks[i].ID)
	}
}
