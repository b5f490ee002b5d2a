package playbook

import (
	"fmt"
	"slices"

	"eddy/model"
)

// marginSlack absorbs what a division leaves behind the comma.
const marginSlack = 1e-9

var sides = []string{"long", "short"}

func (k *checker) overlay(path string, s *Stage, o *Overlay) {
	k.known(path+".side", "side", o.Side, sides)
	if !slices.Contains(k.coins, o.Of) {
		k.known(path+".of", "sector", o.Of, k.sectors)
	}
	for i, a := range o.Against {
		k.known(fmt.Sprintf("%s.against[%d]", path, i), "coin", string(a), k.coins)
	}
	k.known(path+".basis", "basis", string(o.Basis), basisNames(overlayBases))
	k.known(path+".margin", "bucket", o.Margin, k.buckets)
	k.share(path+".size", o.Size, 100)
	if limit := k.p.Limits.LeverageMax.Value; !(o.Leverage >= 1 && o.Leverage <= limit) {
		k.find(path+".leverage", "overlay %q: leverage %v is over its cap: it must lie between 1 and %v (%s)",
			model.CleanText(o.ID), o.Leverage, limit, k.p.Limits.LeverageMax.Source)
	}
	if o.Preset != "" {
		k.known(path+".preset", "preset", o.Preset, k.presetNames())
	}
}

func basisNames(list []Basis) []string {
	names := make([]string, len(list))
	for i, b := range list {
		names[i] = string(b)
	}
	return names
}

// margins checks that what a stage's overlays post, taken together, is there:
// each bucket's within its target (futures are paid from stablecoins, or from
// the sleeve they stand for), and all of it within the cap on margin. preset ""
// is the stage as it stands. Overlays on offer count one by one.
func (k *checker) margins(path string, s *Stage, preset string) {
	stage, ok := k.p.WithPreset(preset).StageByID(s.ID)
	if !ok {
		return
	}
	posted := make(map[string]float64)
	all := 0.0
	for i := range s.Overlays {
		o := &s.Overlays[i]
		if o.Preset != "" && o.Preset != preset || !(o.Leverage >= 1) {
			continue
		}
		pct, at := stage.MarginPct(o), fmt.Sprintf("%s.overlay[%d]", path, i)
		if !o.OptIn {
			posted[o.Margin] += pct
			all += pct
			pct = posted[o.Margin]
		}
		if have := stage.TargetOf(o.Margin); !(pct <= have+marginSlack) {
			k.find(at+".size", "overlay %q: its stage%s has %.4g %% in %s and the margin needs %.4g %%",
				model.CleanText(o.ID), underPreset(preset), have, model.CleanText(o.Margin), pct)
		}
	}
	if limit := k.p.Limits.MarginPct; all > limit.Value+marginSlack {
		k.find(path, "stage %s: the overlays post %.4g %% of equity, above the cap of %v (%s)", s.name(), all, limit.Value, limit.Source)
	}
}

func underPreset(name string) string {
	if name == "" {
		return ""
	}
	return " under preset " + name
}

func (k *checker) hedges() {
	for i := range k.p.Hedges {
		k.hedge(fmt.Sprintf("hedge[%d]", i), &k.p.Hedges[i])
	}
}

func (k *checker) hedge(path string, h *Hedge) {
	k.known(path+".of", "sector", h.Of, k.sectors)
	k.known(path+".against", "coin", string(h.Against), k.coins)
	if h.Side != "" {
		k.known(path+".side", "side", h.Side, sides)
	}
	k.phases(path+".phases", h.Phases)
	ids := k.stageIDs()
	for i, s := range h.Stages {
		k.known(fmt.Sprintf("%s.stages[%d]", path, i), "stage", s, ids)
	}
	if !(h.Band[0] >= 0 && h.Band[0] <= h.Ratio && h.Ratio <= h.Band[1] && h.Band[1] <= 1) {
		k.find(path+".ratio", "hedge %q: ratio %v is outside its band %v", model.CleanText(h.ID), h.Ratio, h.Band)
	}
}
