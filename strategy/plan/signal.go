package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"eddy/model"
	"eddy/strategy/cost"
	"eddy/strategy/playbook"
)

// ids splits a source into the ledger's ids.
func ids(source string) []string { return strings.Fields(source) }

// standing is the evidence at this moment for moving a bucket: the phase and where
// the sector stands.
func (b *basis) standing(bucket string) []model.Evidence {
	p := &b.in.Snapshot.Phase
	out := []model.Evidence{{
		ID: "phase", Text: "phase " + p.Phase.Word(), Value: p.Confidence, State: b.phaseState(),
		Threshold: "stage " + b.stage.ID, Source: b.stage.Source,
	}}
	v := b.sector(bucket)
	if v == nil {
		return out
	}
	quadrant := string(v.Quadrant)
	if quadrant == "" {
		quadrant = "quadrant unknown"
	}
	return append(out,
		model.Evidence{ID: "momentum", Text: bucket + " momentum, " + quadrant, Value: v.Momentum, State: side(v.Momentum), Source: "S0-SIG-2"},
		model.Evidence{ID: "rsi", Text: bucket + " RSI 14", Value: v.RSI, Threshold: "80", State: below(v.RSI, 80), Source: "S1-TRIG-1"},
		model.Evidence{ID: "funding", Text: bucket + " funding, % per 8 h", Value: v.Funding8hPct, Threshold: "0.05", State: below(v.Funding8hPct, 0.05), Source: "S1-RISK-5"},
	)
}

// phaseState tells whether the phase speaks for the stage: a chosen one may be of
// another.
func (b *basis) phaseState() model.EvidenceState {
	switch phase := b.in.Snapshot.Phase.Phase; {
	case phase == model.PhaseUnknown || phase == "":
		return model.EvidenceUnknown
	case phase == b.stage.Phase || slices.Contains(b.stage.Also, phase):
		return model.EvidenceFor
	default:
		return model.EvidenceAgainst
	}
}

func side(n model.Num) model.EvidenceState {
	switch v, ok := n.Value(); {
	case !ok:
		return model.EvidenceUnknown
	case v > 0:
		return model.EvidenceFor
	default:
		return model.EvidenceAgainst
	}
}

func below(n model.Num, limit float64) model.EvidenceState {
	switch v, ok := n.Value(); {
	case !ok:
		return model.EvidenceUnknown
	case v < limit:
		return model.EvidenceFor
	default:
		return model.EvidenceAgainst
	}
}

// stageEnds says what ends the stage and with it the reason of its legs.
func (b *basis) stageEnds() string {
	var words []string
	for _, e := range b.stage.Exits {
		words = append(words, b.plain(e.ID, playbook.RoleExit))
	}
	if len(words) == 0 {
		return "the phase is no longer " + b.stage.Phase.Word()
	}
	return strings.Join(words, " or ")
}

// plain is a condition of the playbook in plain words, "" where it has none.
func (b *basis) plain(id string, role playbook.Role) string {
	if r := b.in.Playbook.Condition(id + "." + string(role)); r != nil {
		return r.Condition.Plain()
	}
	return ""
}

// signalAge is how long the signal behind a bucket lasts: since the sector leads
// by momentum, else since the phase began (S2-CONS-4).
func (b *basis) signalAge(bucket string) model.Num {
	if v := b.sector(bucket); v != nil {
		if _, ok := v.LeadingDays.Value(); ok {
			return v.LeadingDays
		}
	}
	if b.in.Snapshot.Phase.AgeDays.IsZero() {
		return model.Unknown("the phase is not known")
	}
	return b.in.Snapshot.Phase.AgeDays
}

// movePassed is how far the sector went since its signal began, in percent.
func (b *basis) movePassed(bucket string) model.Num {
	v := b.sector(bucket)
	age, ok := b.signalAge(bucket).Value()
	if v == nil || !ok {
		return model.Unknown("the age of the signal is not known")
	}
	n := len(v.Spark)
	from := n - 1 - int(age+0.5)
	if n == 0 || v.Spark[max(from, 0)] <= 0 {
		return model.Unknown("no past of the sector is stored")
	}
	// An older signal than the stored closes counts from the first of them.
	return model.Known((v.Spark[n-1]/v.Spark[max(from, 0)] - 1) * 100)
}

// tolerance is how far a price may move before a leg should be priced again: a
// quarter of a day's deviation, at least half a percent (chosen).
func (b *basis) tolerance(a model.Asset) float64 { return max(0.25*b.market.sigma(a), 0.005) }

// giveEdge sets what a purchase may gain over what pays for it: the sectors that
// are sold, or cash.
func (b *basis) giveEdge(d *draft, bucket string, sold []draft) {
	v := b.sector(bucket)
	if v == nil {
		d.edgeWhy = "no signal is known of " + bucket
		return
	}
	z, ok := v.Momentum.Value()
	sigma, both := v.Volatility.Value()
	if !ok || !both {
		d.edgeWhy = firstOf(v.Momentum.Why(), v.Volatility.Why(), "no signal is known of "+bucket)
		return
	}
	d.z, d.spreadSigma, d.hasEdge = z, sigma, true
	total, paid := 0.0, 0.0
	zFrom, sigmaFrom := 0.0, 0.0
	for i := range sold {
		w := sold[i].notional().InexactFloat64()
		s := sold[i].side().Total()
		total, paid = total+w, paid+w*s
		if u := b.sector(sold[i].bucket); u != nil && sold[i].bucket != bucket {
			zFrom += w * u.Momentum.Or(0)
			sigmaFrom += w * cost.SpreadSigma(sigma, u.Volatility.Or(0), b.correlation(bucket, sold[i].bucket))
		}
	}
	if total > 0 {
		d.sellSide = paid / total
		d.z -= zFrom / total
		if sigmaFrom > 0 {
			d.spreadSigma = sigmaFrom / total
		}
	}
}

// correlation of two sectors' returns; 0.7 where it is not known, about what
// they measure (analytics §2.7).
func (b *basis) correlation(x, y string) float64 {
	c := b.in.Snapshot.Correlations
	if c == nil {
		return usualCorrelation
	}
	i, j := slices.Index(c.Labels, x), slices.Index(c.Labels, y)
	if i < 0 || j < 0 {
		return usualCorrelation
	}
	return c.Matrix[i][j].Or(usualCorrelation)
}

const usualCorrelation = 0.7

// condition is what the desk's engine says of one of the playbook's conditions:
// whether it holds, and the figures behind it. Without the playbook running it
// is not known.
func (b *basis) condition(id string, role playbook.Role) (state model.EvidenceState, evidence []model.Evidence, words string) {
	if b.in.Snapshot.Playbook != b.in.Playbook.Name {
		return model.EvidenceUnknown, nil, ""
	}
	for i := range b.in.Snapshot.Conditions {
		if c := &b.in.Snapshot.Conditions[i]; c.ID == id+"."+string(role) {
			return c.State, c.Evidence, c.When
		}
	}
	return model.EvidenceUnknown, nil, ""
}

func figureOf(evidence []model.Evidence) string {
	for _, e := range evidence {
		if e.State == model.EvidenceAgainst || e.State == model.EvidenceUnknown {
			value := e.Shown
			if v, ok := e.Value.Value(); value == "" && ok {
				value = fmt.Sprintf("%.4g", v)
			}
			value = cmp.Or(value, "not known")
			return strings.TrimSpace(fmt.Sprintf("%s is %s, needs %s", e.Text, value, e.Threshold))
		}
	}
	return ""
}
