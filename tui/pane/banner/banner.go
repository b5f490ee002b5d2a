// Package banner is the desk's first line or two: what the market is doing, how
// sure that is, for how long, and what would change it.
package banner

import (
	"strconv"
	"strings"
	"time"

	"eddy/model"
	"eddy/tui/chart"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// State is what the desk itself adds to a snapshot.
type State struct {
	Paused bool          // the picture is frozen at the reader's wish
	Silent time.Duration // how long no snapshot has come; 0 while they come
	Broken string        // why none will come any more
}

// gaugeWidth is the cells of the confidence gauge.
const gaugeWidth = 10

// Draw draws the banner on one or two lines.
func Draw(a grid.Area, in pane.Input, st State) {
	first := a.Row(0)
	drawFirst(first, in, market(in, st))
	if a.H() > 1 {
		drawSecond(a.Row(1), in)
	}
}

// drawFirst draws the phrases and the clock, which keeps its hour where there is
// no room for the day.
func drawFirst(line grid.Area, in pane.Input, phrases []pane.Segment) {
	clock, short := marketTime(in.Snap)
	room := line
	if kept := line.W() - len(short) - 2; len(short) > 0 && kept >= leastPhrases {
		room = line.Sub(0, 0, kept, 1)
	}
	x := pane.Segments(room, in, 1, phrases)
	for _, text := range []string{clock, short} {
		if len(text) > 0 && x+len(text)+3 <= line.W() {
			line.TextRight(line.W()-1, 0, theme.Muted, text)
			return
		}
	}
}

// leastPhrases are the cells below which the phrases need the clock's place.
const leastPhrases = 40

// marketTime is the moment the picture is of, with its zone, in full and short.
func marketTime(s *model.Snapshot) (full, short string) {
	if !s.AsOf.Known() {
		return "", ""
	}
	full = s.AsOf.Time().Format("2006-01-02 15:04 UTC")
	return full, full[len("2006-01-02 "):]
}

// market lists the first line's phrases.
func market(in pane.Input, st State) []pane.Segment {
	s := in.Snap
	segs := make([]pane.Segment, 0, 16)
	segs = append(segs, pane.Segment{Text: "eddy", Style: theme.Brand})
	if s.Mode != "" {
		segs = append(segs, pane.Segment{Text: " " + strings.ToUpper(string(s.Mode)) + " ", Style: theme.Mode(s.Mode)})
	}
	segs = append(segs, alarms(s, st)...)
	segs = append(segs, pane.Segment{Text: playbook(s), Style: theme.Muted, Rank: 6})
	return append(segs, phase(in)...)
}

// playbook names the rules in force.
func playbook(s *model.Snapshot) string {
	if s.Profile == "" || s.Profile == "standard" || s.Playbook == "" {
		return s.Playbook
	}
	return s.Playbook + ", " + s.Profile
}

// alarms are the badges that say the picture is not the present.
func alarms(s *model.Snapshot, st State) []pane.Segment {
	var segs []pane.Segment
	if st.Paused {
		segs = append(segs, pane.Segment{Text: " PAUSED ", Style: theme.BadgePaused})
	}
	switch {
	case st.Broken != "":
		segs = append(segs, pane.Segment{Text: " STOPPED ", Style: theme.BadgeAlarm}, pane.Segment{Text: st.Broken, Style: theme.Critical, Rank: 1})
	case IsCutOff(s):
		segs = append(segs, pane.Segment{Text: " NO LIVE FEED ", Style: theme.BadgeAlarm})
	case st.Silent > 0:
		segs = append(segs, pane.Segment{Text: " NO UPDATE " + string(pane.AppendAge(nil, st.Silent)) + " ", Style: theme.BadgeAlarm})
	}
	return segs
}

// IsCutOff tells whether every venue is lost: none delivers and none is just
// being connected.
func IsCutOff(s *model.Snapshot) bool {
	for i := range s.Venues {
		switch s.Venues[i].State {
		case model.LinkStale, model.LinkDown:
		default:
			return false
		}
	}
	return len(s.Venues) > 0
}

// phase says which phase it is, how sure, for how long, and who is next.
func phase(in pane.Input) []pane.Segment {
	p := &in.Snap.Phase
	dot := in.Theme.Glyphs.Dot
	word := p.Phase.Word()
	segs := []pane.Segment{{Text: word, Style: theme.Phase(p.Phase)}}
	if p.Phase == "" || p.Phase == model.PhaseUnknown {
		return append(segs, pane.Segment{Text: p.Why, Style: theme.Unknown, Rank: 1})
	}
	if c, ok := p.Confidence.Value(); ok {
		full, rest := gauge(in, c)
		segs = append(segs,
			pane.Segment{Text: full, Style: theme.Phase(p.Phase), Rank: 4},
			pane.Segment{Text: rest, Style: theme.BarTrack, Rank: 4, Tight: true, Part: true},
			pane.Segment{Text: in.Text(c, pane.Format{Decimals: 2}), Style: theme.Strong, Rank: 2},
			pane.Segment{Text: " " + sureness(c), Style: theme.Muted, Rank: 5, Tight: true})
	}
	if days, ok := p.AgeDays.Value(); ok {
		segs = append(segs, pane.Segment{Text: dot + strconv.Itoa(int(days)) + " d", Style: theme.Label, Rank: 3, Tight: true})
	}
	if p.RunnerUp != "" {
		text := dot + "runner-up " + string(p.RunnerUp)
		if gap, ok := p.Gap.Value(); ok {
			text += " " + in.Text(-gap, pane.Format{Decimals: 2, Signed: true})
		}
		segs = append(segs, pane.Segment{Text: text, Style: theme.Label, Rank: 7, Tight: true})
	}
	return append(segs, candidate(in, dot)...)
}

// candidate counts the closes a challenger has led, of those it needs.
func candidate(in pane.Input, dot string) []pane.Segment {
	p := &in.Snap.Phase
	if p.Candidate == "" || p.Candidate == p.Phase || p.CandidateCount == 0 {
		return nil
	}
	text := dot + string(p.Candidate) + " " + strconv.Itoa(p.CandidateCount)
	if p.CandidateNeeds > 0 {
		text += " of " + strconv.Itoa(p.CandidateNeeds) + " closes"
	}
	return []pane.Segment{{Text: text, Style: theme.Warn, Rank: 3, Tight: true}}
}

// The bands of confidence (analytics §4.3): below low no new leverage.
const (
	lowConfidence  = 0.35
	highConfidence = 0.6
)

func sureness(c float64) string {
	switch {
	case c < lowConfidence:
		return "low"
	case c <= highConfidence:
		return "medium"
	default:
		return "high"
	}
}

// gauge returns the filled and the empty part of the confidence bar as text.
func gauge(in pane.Input, share float64) (full, rest string) {
	g := in.Theme.Glyphs
	at := chart.Column(share, 0, 1, gaugeWidth+1)
	return strings.Repeat(string(g.Eighths[8]), at), strings.Repeat(string(g.Track), gaugeWidth-at)
}

// drawSecond writes what would flip the phase, and on the right what drives the
// data.
func drawSecond(line grid.Area, in pane.Input) {
	s := in.Snap
	room := line.W() - 1
	if n := grid.Width(s.Source); n > 0 && n <= line.W()/3 {
		line.TextRight(line.W()-1, 0, theme.Muted, s.Source)
		room -= n + 3
	}
	left := line.Sub(0, 0, room, 1)
	switch {
	case len(s.Phase.Flips) > 0 && s.Phase.Flips[0].ToPhase != "":
		drawFlip(left, in, &s.Phase.Flips[0])
	case s.Phase.Phase == "" || s.Phase.Phase == model.PhaseUnknown:
		left.TextFit(1, 0, max(room-1, 0), theme.Muted, pane.Waiting(s, ""), in.Theme.Glyphs.Ellipsis)
	default:
		pane.Segments(left, in, 1, leadership(s))
	}
}

func drawFlip(line grid.Area, in pane.Input, f *model.Flip) {
	x := line.Text(1, 0, theme.Muted, "flips to ")
	x = line.Text(x, 0, theme.Phase(f.ToPhase), string(f.ToPhase))
	x = line.Text(x, 0, theme.Muted, " if ")
	line.TextFit(x, 0, max(line.W()-x, 0), theme.Label, f.Text, in.Theme.Glyphs.Ellipsis)
}

// leadership says which sector is in which quadrant: the market in a line while
// nothing is known to flip the phase.
func leadership(s *model.Snapshot) []pane.Segment {
	var segs []pane.Segment
	for _, q := range [...]model.Quadrant{model.Leading, model.Weakening, model.Lagging, model.Improving} {
		first := true
		for i := range s.Sectors {
			v := &s.Sectors[i]
			if v.Parent != "" || v.Quadrant != q {
				continue
			}
			if first {
				segs = append(segs, pane.Segment{Text: string(q), Style: theme.Quadrant(q, 1), Rank: 1})
				first = false
			}
			name := v.Short
			if name == "" {
				name = v.Sector
			}
			segs = append(segs, pane.Segment{Text: " " + name, Style: pane.SectorStyle(s, v.Sector, theme.Label), Rank: 1, Tight: true})
		}
	}
	return segs
}
