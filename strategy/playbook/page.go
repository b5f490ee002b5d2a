package playbook

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"eddy/model"
)

// WritePage prints a playbook as a page of 80 columns: its stages with their
// targets, overlays and conditions, hedges, moves, triggers, limits, and the
// contradictions that apply with their resolution. Every figure has the ledger
// rows it comes from beside it.
func (p *Playbook) WritePage(w io.Writer) error {
	out := &paper{}
	p.writeHead(out)
	p.writeTable(out)
	for i := range p.Stages {
		p.writeStage(out, &p.Stages[i])
	}
	p.writePresets(out)
	p.writeHedges(out)
	p.writeMoves(out)
	p.writeTriggers(out)
	p.writeLimits(out)
	p.writeOrder(out)
	p.writeContradictions(out)
	_, err := io.WriteString(w, out.b.String())
	return err
}

// percent writes a share without digits nobody needs.
func percent(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) + " %" }

func times(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) + "x" }

func (p *Playbook) writeHead(out *paper) {
	out.line(0, "", p.Title+" ("+p.Name+")", "")
	out.line(2, "", p.Summary, "")
	out.line(2, label("bars"), p.Timeframe, "")
	out.line(2, label("sectors"), strings.Join(p.Sectors, ", "), "")
	if len(p.Benchmark) > 0 {
		out.line(2, label("benchmark"), strings.Join(coins(p.Benchmark), ", "), "")
	}
}

func coins(list []model.Asset) []string {
	names := make([]string, len(list))
	for i, a := range list {
		names[i] = string(a)
	}
	return names
}

// tableWidth is how many stages stand beside one another.
const tableWidth = 6

// writeTable prints targets by stage, one column a stage.
func (p *Playbook) writeTable(out *paper) {
	out.heading("targets, percent of equity")
	for from := 0; from < len(p.Stages); from += tableWidth {
		if from > 0 {
			fmt.Fprintln(&out.b)
		}
		tableOf(out, p.Stages[from:min(from+tableWidth, len(p.Stages))])
	}
}

func tableOf(out *paper, stages []Stage) {
	var buckets []string
	for i := range stages {
		for _, t := range stages[i].Targets {
			buckets = merged(buckets, []string{t.Bucket}, func(s string) string { return s })
		}
	}
	row(out, "", stages, func(s *Stage) string { return cut(s.ID, 9) })
	for _, bucket := range buckets {
		row(out, bucket, stages, func(s *Stage) string { return cell(s.TargetOf(bucket)) })
	}
	row(out, "futures", stages, func(s *Stage) string { return "≤ " + cell(s.FuturesPct) })
}

func row(out *paper, name string, stages []Stage, text func(*Stage) string) {
	line := fmt.Sprintf("  %-14s", cut(name, 14))
	for i := range stages {
		line += fmt.Sprintf(" %9s", text(&stages[i]))
	}
	fmt.Fprintln(&out.b, line)
}

func cell(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

func (p *Playbook) writeStage(out *paper, s *Stage) {
	out.heading("stage " + s.ID)
	phases := coinsOf(append([]model.Phase{s.Phase}, s.Also...))
	out.line(2, "", s.Title, s.Source)
	out.line(2, label("phases"), strings.Join(phases, ", "), "")
	if r := p.byOwner[s.ID+"."+string(RoleEnter)]; r != nil {
		out.line(2, label("applies when"), r.Condition.Words(), s.Source)
	}
	if s.Posture != "" {
		out.line(2, label("posture"), s.Posture, s.FuturesSource)
	}
	for _, t := range s.Targets {
		out.line(2, label(t.Bucket), percent(t.Pct), t.Source)
	}
	out.line(2, label("futures"), "at most "+percent(s.FuturesPct)+" of equity as margin", s.FuturesSource)
	if s.BetaMax > 0 {
		out.line(2, label("net beta"), fmt.Sprintf("at most %v of equity, in BTC", s.BetaMax), s.Source)
	}
	for i := range s.Overlays {
		p.writeOverlay(out, s, &s.Overlays[i])
	}
	for _, x := range s.Exits {
		out.line(2, label("over when"), p.byOwner[x.ID+"."+string(RoleExit)].Condition.Words()+": "+x.Do, x.Source)
	}
}

func coinsOf(list []model.Phase) []string {
	names := make([]string, len(list))
	for i, ph := range list {
		names[i] = string(ph)
	}
	return names
}

func (p *Playbook) writeOverlay(out *paper, s *Stage, o *Overlay) {
	own, _ := p.WithPreset(o.Preset).StageByID(s.ID)
	text := fmt.Sprintf("%s: %s %s, margin %.4g %% of equity from %s at %s is %.4g %% of equity", o.Title, o.Side, o.Of,
		own.MarginPct(o), o.Margin, times(o.Leverage), own.NotionalPct(o))
	if len(o.Against) > 0 {
		text += "; on " + strings.Join(coins(o.Against), ", ")
	}
	if o.Preset != "" {
		text += "; preset " + o.Preset
	}
	if o.OptIn {
		text += "; offered, not proposed"
	}
	out.line(2, label("overlay"), text, o.Source)
	p.writeWhen(out, o.ID)
}

// writeWhen prints when a leg opens and closes.
func (p *Playbook) writeWhen(out *paper, owner string) {
	if r := p.byOwner[owner+"."+string(RoleOpen)]; r != nil {
		out.line(4, label("opens when"), r.Condition.Words(), "")
	}
	if r := p.byOwner[owner+"."+string(RoleClose)]; r != nil {
		out.line(4, label("until"), r.Condition.Words(), "")
	}
}

func (p *Playbook) writePresets(out *paper) {
	for _, preset := range p.Presets {
		out.heading("preset " + preset.Name)
		out.line(2, "", preset.Title, preset.Source)
		for _, s := range preset.Stages {
			for i, t := range s.Targets {
				name := ""
				if i == 0 {
					name = s.ID
				}
				out.line(2, fmt.Sprintf("%-15s", name), fmt.Sprintf("%-14s %6s", t.Bucket, percent(t.Pct)), t.Source)
			}
		}
	}
}
