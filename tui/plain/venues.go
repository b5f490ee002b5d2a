package plain

import (
	"fmt"
	"strings"

	"eddy/model"
)

// venues writes how each venue is heard: as a whole, stream by stream, and what it
// would not serve.
func (p *page) venues(s *model.Snapshot) {
	p.line("\nVenues")
	rows := [][]string{{"venue", "state", "age", "frames", "a second", "dropped", "errors", "reconnects", "skew ms", "symbols", "last error"}}
	for i := range s.Venues {
		v := &s.Venues[i]
		rows = append(rows, []string{string(v.Venue), v.State.String(), Age(v.AgeMs), fmt.Sprint(v.Frames), Num(v.FrameRate, 0), fmt.Sprint(v.Dropped),
			fmt.Sprint(v.Errors), fmt.Sprint(v.Reconnects), Signed(v.SkewMs, 0), fmt.Sprint(v.Symbols), v.LastError})
	}
	p.table(rows)
	for i := range s.Venues {
		v := &s.Venues[i]
		p.streams(s, v)
		for _, r := range v.Refused {
			p.line("  %s refuses %s: %s", v.Venue, r.Symbol, r.Why)
		}
	}
}

// streams writes in a line what each stream of a venue is like.
func (p *page) streams(s *model.Snapshot, v *model.VenueHealth) {
	told := make([]string, 0, len(v.Streams))
	for i := range v.Streams {
		st := &v.Streams[i]
		text := fmt.Sprintf("%s %s, %d topics", st.Name, st.State, st.Topics)
		if st.Silent > 0 {
			text += fmt.Sprintf(", %d silent", st.Silent)
		}
		if st.LastFrame.Known() {
			text += ", " + Age(model.Known(float64(max(s.Clock-st.LastFrame, 0))))
		}
		told = append(told, text)
	}
	if len(told) > 0 {
		p.line("  %s streams: %s", v.Venue, strings.Join(told, "; "))
	}
}
