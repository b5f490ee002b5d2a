package plan

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin/tier"
	"eddy/model/portfolio"
	"eddy/strategy/cost"
	"eddy/strategy/playbook"
)

// Inputs are what a plan is made from.
type Inputs struct {
	Snapshot *model.Snapshot
	Playbook *playbook.Playbook // with the profile's preset, see playbook.ForProfile
	Profile  string
	Stage    string // "" = the one that applies now
	WhatIf   bool   // the stage was chosen; its conditions are not asked
	Tiers    *tier.Book
	Fees     cost.Fees // what the account pays

	Procedure *Procedure // the procedure of the articles that is asked for; nil: none
	OptIn     bool       // the legs the playbook only offers are proposed too
}

// want is a bucket's target in percent of equity, the core left out.
type want struct {
	bucket string
	pct    float64
	usd    decimal.Decimal
	source string

	exact bool    // a move set it: it is traded to, without a band
	floor float64 // where a move took from it: from pct up to here nothing is traded; 0: none
	raise float64 // points that are sold of it at least, for a move
}

// basis is everything a plan stands on. It is made once and not changed when
// the user decides about legs.
type basis struct {
	in        Inputs
	market    *market
	stage     playbook.Stage
	limits    *playbook.Limits
	liquidity cost.Liquidity
	benchmark model.Asset
	prices    map[model.Asset]decimal.Decimal

	start    *purse
	unpriced []leftOut // held, and left out of all figures
	equity   decimal.Decimal
	targets  []want // in the playbook's order, stablecoins among them
	cap      model.PlanCap

	past     []model.RotationDone // what the books tell, oldest first
	pace     pace
	triggers []standingTrigger
	moves    []move
	proceeds []move             // those of what closing legs realises
	sales    []coinSale         // that moves ask for
	lowered  map[string]float64 // points moves take from a bucket's holding
	taken    []model.Asset      // coins a profit was taken of in this stage

	drafts  []draft
	refused []model.PlanRefusal
	notes   []model.PlanNote
	why     string
}

// newBasis reads the inputs; basis.why tells what keeps a plan from being made.
func newBasis(in Inputs) *basis {
	b := &basis{
		in: in, market: newMarket(in.Snapshot, in.Playbook, in.Tiers), limits: &in.Playbook.Limits,
		prices: make(map[model.Asset]decimal.Decimal), lowered: make(map[string]float64), liquidity: in.Playbook.Limits.Liquidity(), benchmark: "BTC",
	}
	if len(in.Playbook.Benchmark) > 0 {
		b.benchmark = in.Playbook.Benchmark[0]
	}
	for a := range b.market.assets {
		if p, ok := b.market.price(a); ok {
			b.prices[a] = p
		}
	}
	if b.why = b.chooseStage(); b.why == "" {
		b.why = b.fill()
	}
	return b
}

func (b *basis) chooseStage() string {
	id := b.in.Stage
	if id == "" && !b.in.WhatIf {
		id = b.in.Snapshot.Stage.ID
	}
	if id == "" && b.in.Snapshot.Phase.Phase != model.PhaseUnknown && b.in.Snapshot.Phase.Phase != "" {
		if s, ok := b.in.Playbook.Stage(b.in.Snapshot.Phase.Phase); ok {
			id = s.ID
			b.note("stage", "no stage's own condition holds or can be asked; taken for the phase alone: "+s.ID)
		}
	}
	if id == "" {
		if why := b.in.Snapshot.Phase.Why; why != "" {
			return "the phase is not known: " + why
		}
		return "the phase is not known, so no stage applies; name one with --stage"
	}
	s, ok := b.in.Playbook.StageByID(id)
	if !ok {
		return fmt.Sprintf("playbook %s has no stage %q", b.in.Playbook.Name, id)
	}
	b.stage = s
	if p := b.in.Procedure; p != nil {
		p.change(&b.stage)
	}
	return ""
}

// fill takes the holdings over and values them.
func (b *basis) fill() string {
	planning := b.in.Snapshot.Planning
	if planning == nil || planning.Holdings == nil {
		return firstOf(b.in.Snapshot.Portfolio.Why, "no portfolio yet")
	}
	h := planning.Holdings
	b.start = &purse{cash: h.Cash}
	for _, s := range h.Spot {
		if _, ok := b.prices[s.Asset]; !ok && s.Qty.IsPositive() {
			if why := b.setAside(&s); why != "" {
				return why
			}
			continue
		}
		b.start.spot = append(b.start.spot, coin{asset: s.Asset, bucket: b.market.bucket(s.Asset), qty: s.Qty, core: s.Core, cost: s.Cost, costKnown: s.CostKnown})
	}
	for _, l := range h.Futures {
		mark, ok := b.market.mark(l.Asset, l.Venue, l.Symbol)
		if !ok {
			return fmt.Sprintf("no mark of %s on %s is known, which is held", l.Symbol, l.Venue)
		}
		b.start.legs = append(b.start.legs, future{FuturesLeg: l, mark: mark})
	}
	for _, w := range h.Placed {
		b.start.placed = append(b.start.placed, portfolio.Wallet(w))
	}
	b.mergeCoins()
	w := b.worth(b.start)
	if b.equity = w.equity; !b.equity.IsPositive() {
		return firstOf(b.whyUnpriced(), "the portfolio is worth nothing: there is nothing to rotate")
	}
	if why := b.weighUnpriced(); why != "" {
		return why
	}
	b.cap = b.smallestCap()
	b.readPast()
	b.pace, b.triggers = b.newPace(), b.readTriggers()
	b.aim(w)
	return ""
}

// mergeCoins makes one entry of each coin that may be traded.
func (b *basis) mergeCoins() {
	var out []coin
	for _, c := range b.start.spot {
		i := slices.IndexFunc(out, func(o coin) bool { return o.asset == c.asset && o.core == c.core })
		if i < 0 {
			out = append(out, c)
			continue
		}
		out[i].join(c)
	}
	b.start.spot = out
}

// smallestCap is the smallest limit on posted margin that applies, with its
// name (C-4).
func (b *basis) smallestCap() model.PlanCap {
	caps := []model.PlanCap{{Pct: b.limits.MarginPct.Value, Name: "hard limit", Source: b.limits.MarginPct.Source}}
	if p, ok := b.in.Playbook.Profiles[b.in.Profile]; ok && p.FuturesCapPct > 0 {
		caps = append(caps, model.PlanCap{Pct: p.FuturesCapPct, Name: "profile " + b.in.Profile, Source: p.Source})
	}
	caps = append(caps, model.PlanCap{Pct: b.stage.FuturesPct, Name: "stage " + b.stage.ID, Source: b.stage.FuturesSource})
	least := caps[0]
	for _, c := range caps[1:] {
		if c.Pct < least.Pct {
			least = c
		}
	}
	return least
}

// aim works the targets out in percent of equity. Core and coins outside the
// taxonomy stay as they are; the stage's shares divide what is left.
func (b *basis) aim(w worthOf) {
	fixed := w.usd[playbook.Core].Add(w.usd[outside])
	left := decimal.Max(b.equity.Sub(fixed), decimal.Zero)
	sum := 0.0
	for _, t := range b.stage.Targets {
		if t.Bucket != playbook.Core {
			sum += t.Pct
		}
	}
	if sum <= 0 {
		return
	}
	room := pctOf(left, b.equity)
	for _, t := range b.stage.Targets {
		if t.Bucket != playbook.Core {
			b.targets = append(b.targets, want{bucket: t.Bucket, pct: t.Pct / sum * room, source: t.Source})
		}
	}
	b.noteCore(w, sum, room)
	b.makeMoves(w)
	b.stepDown()
	b.capSectors()
	b.sleeves()
	for i := range b.targets {
		b.targets[i].usd = decimal.NewFromFloat(b.targets[i].pct).Shift(-2).Mul(b.equity)
	}
}

// noteCore says when core or strangers leave less to divide than the stage
// means.
func (b *basis) noteCore(w worthOf, sum, room float64) {
	core := pctOf(w.usd[playbook.Core], b.equity)
	if want := b.stage.TargetOf(playbook.Core); want > 0 && (core > want+1 || core < want-1) {
		b.note("S2-CONS-1", fmt.Sprintf("the core is %.1f %% of equity where the stage names %.0f; it is never rotated, so the stage's other shares divide the %.1f %% that are left", core, want, room))
	} else if want == 0 && core > 0 {
		b.note("S2-CONS-1", fmt.Sprintf("the core, %.1f %% of equity, stands aside; the stage divides the other %.1f %%", core, room))
	}
	if w.usd[outside].IsPositive() {
		b.note("taxonomy", fmt.Sprintf("%.1f %% of equity is in coins outside the taxonomy and is left alone", pctOf(w.usd[outside], b.equity)))
	}
}

// capSectors cuts targets to what a sector may cost at most; the rest stays in
// stablecoins.
func (b *basis) capSectors() {
	for i := range b.targets {
		t := &b.targets[i]
		for _, r := range b.in.Playbook.Risk {
			if r.Sector == t.bucket && t.pct > r.CapPct {
				b.refuse(fmt.Sprintf("%s above %g %%", t.bucket, r.CapPct), "the sector's cap", fmt.Sprintf("target %.1f %% of equity, cap %g %%", t.pct, r.CapPct), r.Source)
				b.shift(i, t.pct-r.CapPct)
			}
		}
	}
}

// sleeves takes the margin of legs that are paid from a sector's own sleeve out
// of its spot (C-34).
func (b *basis) sleeves() {
	for k := range b.stage.Overlays {
		o := &b.stage.Overlays[k]
		i := slices.IndexFunc(b.targets, func(t want) bool { return t.bucket == o.Margin })
		if i < 0 || o.Margin == playbook.Stables || o.OptIn {
			continue
		}
		pct := min(b.stage.MarginPct(o), b.targets[i].pct)
		b.shift(i, pct)
		b.note("C-34", fmt.Sprintf("%s: %.4g points of %s are its margin and wait in stablecoins", o.ID, pct, o.Margin))
	}
}

// shift moves points of a target to the stablecoins.
func (b *basis) shift(i int, pct float64) {
	b.targets[i].pct -= pct
	k := slices.IndexFunc(b.targets, func(t want) bool { return t.bucket == playbook.Stables })
	if k < 0 {
		b.targets = append(b.targets, want{bucket: playbook.Stables, source: b.targets[i].source})
		k = len(b.targets) - 1
	}
	b.targets[k].pct += pct
}

func (b *basis) note(id, text string) {
	for _, n := range b.notes {
		if n.ID == id && n.Text == text {
			return
		}
	}
	b.notes = append(b.notes, model.PlanNote{ID: id, Text: text})
}

func (b *basis) refuse(what, why, figure, source string) {
	b.refused = append(b.refused, model.PlanRefusal{What: what, Why: why, Figure: figure, Source: source})
}

// sector is what is known of a bucket's sector, nil for buckets that are none.
func (b *basis) sector(bucket string) *model.SectorView { return b.market.sectors[bucket] }

// risk is what the playbook says a bucket may cost.
func (b *basis) risk(bucket string) playbook.SectorRisk {
	v := b.sector(bucket)
	for _, r := range b.in.Playbook.Risk {
		if r.Sector == bucket || v != nil && v.Parent == r.Sector {
			return r
		}
	}
	return playbook.SectorRisk{}
}
