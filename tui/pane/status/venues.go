package status

import (
	"strconv"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// naming is how much is said of each venue.
type naming uint8

const (
	namesAndAges naming = iota // binance ● <1s
	names                      // binance ●
	codes                      // bin ●, the age of a silent one
	onlyIll                    // 6 of 7 live, okx ◐ 9s
)

// venues lists the feeds as fully as room cells allow. No feed is ever left out
// unless it is well and that saves room, and before that spare cells are taken too.
func venues(in pane.Input, room, spare int) []pane.Segment {
	for n := namesAndAges; n < onlyIll; n++ {
		if segs := listed(in, n); width(segs) <= room {
			return segs
		}
	}
	ill := listed(in, onlyIll)
	if segs := listed(in, codes); width(segs) <= max(room+spare, width(ill)) {
		return segs
	}
	return ill
}

// listed lists the feeds in one way.
func listed(in pane.Input, n naming) []pane.Segment {
	list := in.Snap.Venues
	segs := make([]pane.Segment, 0, 3*len(list)+1)
	if n == onlyIll && len(list) > 0 {
		segs = append(segs, pane.Segment{Text: strconv.Itoa(live(list)) + " of " + strconv.Itoa(len(list)) + " live", Style: theme.Muted, Rank: 1})
	}
	for i := range list {
		if v := &list[i]; n != onlyIll || v.State != model.LinkLive {
			segs = append(segs, one(in, v, n)...)
		}
	}
	return segs
}

// one names a feed with its sign, and its age where that says something.
func one(in pane.Input, v *model.VenueHealth, n naming) []pane.Segment {
	name := string(v.Venue)
	if n >= codes {
		name = pane.VenueCode(v.Venue)
	}
	segs := []pane.Segment{
		{Text: name, Style: theme.Muted, Rank: 2},
		{Text: " " + string(in.Theme.Glyphs.Link(v.State)), Style: theme.Link(v.State), Rank: 2, Tight: true},
	}
	if _, ok := v.AgeMs.Value(); ok && (n == namesAndAges || v.State == model.LinkStale) {
		segs = append(segs, pane.Segment{Text: " " + pane.Age(v.AgeMs), Style: theme.Muted, Rank: 3, Tight: true})
	}
	return segs
}

func live(list []model.VenueHealth) (n int) {
	for i := range list {
		if list[i].State == model.LinkLive {
			n++
		}
	}
	return n
}

func width(segs []pane.Segment) (w int) {
	for i := range segs {
		w += grid.Width(segs[i].Text)
		if i > 0 && !segs[i].Tight {
			w += 2
		}
	}
	return w
}
