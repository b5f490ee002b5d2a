package playbook

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"eddy/model"
)

func (p *Playbook) writeHedges(out *paper) {
	out.heading("hedges")
	for i := range p.Hedges {
		h := &p.Hedges[i]
		side := h.Side
		if side == "" {
			side = "short"
		}
		text := fmt.Sprintf("%s: %s %s for %s of the %s spot, band %s to %s; in %s", h.Title, side, h.Against,
			percent(100*h.Ratio), h.Of, percent(100*h.Band[0]), percent(100*h.Band[1]), strings.Join(coinsOf(h.Phases), ", "))
		if h.OptIn {
			text += "; offered, not proposed"
		}
		out.line(2, label(h.ID), text, h.Source)
		p.writeWhen(out, h.ID)
		for _, remark := range [][2]string{{"covers", h.Covers}, {"not covered", h.Leaves}, {"taken off", h.Unwind}} {
			if remark[1] != "" {
				out.line(4, label(remark[0]), remark[1], "")
			}
		}
	}
}

var basisWords = map[Basis]string{
	OfHolding: "of the holding", OfGain: "of the gain since entry", OfProceeds: "of what the legs realised",
}

func (p *Playbook) writeMoves(out *paper) {
	out.heading("moves")
	for i := range p.Moves {
		m := &p.Moves[i]
		amount := percent(m.Pct)
		if m.Band != [2]float64{} {
			amount += fmt.Sprintf(" (%s to %s)", percent(m.Band[0]), percent(m.Band[1]))
		}
		text := fmt.Sprintf("%s: %s %s from %s to %s", m.Title, amount, basisWords[m.Basis], strings.Join(m.From, ", "), m.To)
		out.line(2, label(m.ID), text, m.Source)
		out.line(4, label("when"), p.byOwner[m.ID+"."+string(RoleMove)].Condition.Words(), "")
		if m.InTargets {
			out.line(4, label(""), "the targets of its stages are what it leaves: nothing moves beside them", "")
		}
		if m.Then != "" {
			out.line(4, label("then"), m.Then, "")
		}
	}
}

// writeTriggers prints triggers and lists of coins with their conditions.
func (p *Playbook) writeTriggers(out *paper) {
	out.heading("triggers")
	for i := range p.Triggers {
		t := &p.Triggers[i]
		title := t.Title
		if len(t.For) > 0 {
			title += " (" + strings.Join(t.For, ", ") + ")"
		}
		out.line(2, label(string(t.Severity)), title, t.Source)
		out.line(4, label("when"), oneLine(t.When), "")
		if t.Release != "" {
			out.line(4, label("released"), oneLine(t.Release), "")
		}
		out.line(4, label("then"), t.Do, "")
	}
	out.heading("lists of coins")
	for i := range p.Picks {
		c := &p.Picks[i]
		out.line(2, label(c.ID), c.Title, c.Source)
		out.line(4, label("when"), oneLine(c.When), "")
		out.line(4, label("ranked by"), c.Rank, "")
		out.line(4, label("then"), c.Do, "")
	}
}

// oneLine puts a condition on one line; this and coin.self stay, for it stands
// for several sectors or coins.
func oneLine(text string) string { return model.CleanText(strings.Join(strings.Fields(text), " ")) }

func (p *Playbook) writeLimits(out *paper) {
	out.heading("limits")
	v := reflect.ValueOf(p.Limits)
	for i := range v.NumField() {
		name := strings.ReplaceAll(v.Type().Field(i).Tag.Get("toml"), "_", " ")
		switch f := v.Field(i).Interface().(type) {
		case Figure:
			out.line(2, fmt.Sprintf("%-26s", name), strconv.FormatFloat(f.Value, 'f', -1, 64), f.Source)
		case Figures:
			out.line(2, fmt.Sprintf("%-26s", name), strings.Trim(fmt.Sprint(f.Values), "[]"), f.Source)
		case []LeverageStep:
			for _, s := range f {
				out.line(2, fmt.Sprintf("%-26s", name), fmt.Sprintf("%s from confidence %v", times(s.Leverage), s.From), s.Source)
			}
		}
	}
	for _, r := range p.Risk {
		out.line(2, fmt.Sprintf("%-26s", "risk of "+r.Sector), fmt.Sprintf(
			"tier %d, at most %s of equity, %s, stop %v ATR, nothing added above volatility %v",
			r.Tier, percent(r.CapPct), times(r.LeverageMax), r.StopATR, r.VolCap), r.Source)
	}
	out.heading("profiles")
	for _, name := range (&checker{p: p}).profileNames() {
		profile := p.Profiles[name]
		text := "futures margin at most " + percent(profile.FuturesCapPct) + " of equity"
		if profile.Preset != "" {
			text += ", preset " + profile.Preset
		}
		out.line(2, label(name), text, profile.Source)
	}
}

func (p *Playbook) writeOrder(out *paper) {
	out.heading("which rule wins")
	for i, s := range p.Precedence {
		out.line(2, fmt.Sprintf("%d. ", i+1), s.Rule, s.Source)
	}
	out.heading("the way out of risk")
	for _, r := range p.Ladder {
		out.line(2, "", strings.Join(r.From, ", ")+" to "+r.To, r.Source)
	}
	if len(p.Notes) > 0 {
		out.heading("to know")
	}
	for _, n := range p.Notes {
		out.line(2, "", n.Text, n.Source)
	}
}

func (p *Playbook) writeContradictions(out *paper) {
	out.heading("contradictions that apply, and how they are resolved")
	for _, id := range p.Contradictions {
		c, _ := ContradictionByID(id) // checked when the playbook was read
		out.line(2, fmt.Sprintf("%-6s", id), c.Problem, c.Rows)
		out.line(8, "", "Resolved: "+c.Resolution, "")
	}
}
