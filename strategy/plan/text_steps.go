package plan

import (
	"fmt"
	"strings"

	"eddy/model"
)

// writeSteps writes of every leg what stands behind its line of the table: what
// speaks against it first, then how it is meant, and the portfolio after it.
func writeSteps(b *strings.Builder, p *model.Plan) {
	for i := range p.Legs {
		l := &p.Legs[i]
		fmt.Fprintf(b, "\n%d %s %s %s: %s\n", l.N, l.Status, strings.TrimSpace(l.Action+" "+l.Side), l.Asset, l.Title)
		for k := range l.Guards {
			if g := &l.Guards[k]; !g.Passed {
				writeStep(b, hardness(g.Hard), g.ID+": "+g.Text+sourceWord(g.Source))
			}
		}
		writeStep(b, "kept", keptRules(l))
		writeStep(b, "stop", stopWords(l))
		writeStep(b, "cost", costWords(&l.Cost))
		writeStep(b, "edge", edgeWords(l))
		writeStep(b, "seen", seenWords(l.Evidence))
		writeStep(b, "done", l.Exit)
		writeStep(b, "wrong", l.Invalidation)
		writeStep(b, "after", afterWords(&l.Before, &l.After))
	}
}

func writeStep(b *strings.Builder, head, text string) {
	if text != "" {
		fmt.Fprintf(b, "  %-5s  %s\n", head, text)
	}
}

func keptRules(l *model.PlanLeg) string {
	var names []string
	for i := range l.Guards {
		if g := &l.Guards[i]; g.Passed {
			names = append(names, g.ID)
		}
	}
	return strings.Join(names, ", ")
}

// stopWords says where a futures leg ends, by itself and by force.
func stopWords(l *model.PlanLeg) string {
	if !l.Leverage.Valid {
		return ""
	}
	var parts []string
	if l.Stop.Valid {
		parts = append(parts, strings.TrimSpace(l.Stop.Decimal.String()+" "+l.StopBy))
	}
	if !l.Liquidation.Valid {
		return strings.Join(append(parts, "no liquidation price"), ", ")
	}
	return strings.Join(append(parts, "liquidation "+l.Liquidation.Decimal.String()+", "+told(l.DistancePct, "%.1f %%")+" away"), ", ")
}

func costWords(c *model.PlanCost) string {
	slip := c.Slippage.StringFixed(2)
	if c.NoSlippage != "" {
		slip = "? " + c.NoSlippage
	}
	text := fmt.Sprintf("fee %s, spread %s, slippage %s", c.Fee.StringFixed(2), c.Spread.StringFixed(2), slip)
	for _, basis := range []string{c.FeeBasis, c.Basis} {
		if basis != "" {
			text += "; " + basis
		}
	}
	return text
}

func edgeWords(l *model.PlanLeg) string {
	text := told(l.EdgeBps, "%.1f bp")
	if v, ok := l.SignalAgeD.Value(); ok {
		text += fmt.Sprintf(", signal %.1f days old", v)
	}
	if v, ok := l.MovePassed.Value(); ok {
		text += fmt.Sprintf(", %+.1f %% since it began", v)
	}
	return text
}

func seenWords(list []model.Evidence) string {
	words := make([]string, len(list))
	for i := range list {
		e := &list[i]
		shown := e.Shown
		if shown == "" {
			shown = told(e.Value, "%.2f")
		}
		words[i] = e.Text + ": " + shown
	}
	return strings.Join(words, "; ")
}

// afterWords is the portfolio after a leg, with what it was before where that is
// another.
func afterWords(was, is *model.PlanState) string {
	var parts []string
	for _, f := range []struct {
		name       string
		before, at string
	}{
		{"margin", fmt.Sprintf("%.1f %%", was.MarginPct), fmt.Sprintf("%.1f %%", is.MarginPct)},
		{"gross", fmt.Sprintf("%.1f %%", was.GrossPct), fmt.Sprintf("%.1f %%", is.GrossPct)},
		{"net", told(was.NetPct, "%.1f %%"), told(is.NetPct, "%.1f %%")},
		{"beta", told(was.NetBeta, "%.2f"), told(is.NetBeta, "%.2f")},
		{"worst liquidation", told(was.WorstPct, "%.1f %%"), told(is.WorstPct, "%.1f %%")},
		{"VaR 1 d", told(was.VaR, "$%.0f"), told(is.VaR, "$%.0f")},
		{"free", "$" + was.Free.StringFixed(2), "$" + is.Free.StringFixed(2)},
		{"cost so far", "$" + was.Cost.StringFixed(2), "$" + is.Cost.StringFixed(2)},
	} {
		if f.before != f.at {
			f.at = f.before + " -> " + f.at
		}
		parts = append(parts, f.name+" "+f.at)
	}
	return strings.Join(parts, ", ")
}
