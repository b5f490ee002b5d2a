package tui

import (
	"fmt"
	"math"
	"strconv"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// missed is a list of changes and its heading.
type missed struct {
	title string
	list  []string
}

// worthTelling is the move of a price, in percent, that the list of changes
// names.
const worthTelling = 1.0

// changes lists what became different between two snapshots, the weightiest
// first: phase, quadrants, feeds, alerts, prices.
func changes(was, is *model.Snapshot) []string {
	if was == nil || is == nil || was == is {
		return nil
	}
	var list []string
	if was.Phase.Phase != is.Phase.Phase {
		list = append(list, "phase "+was.Phase.Phase.Word()+" to "+is.Phase.Phase.Word())
	}
	list = append(list, quadrantChanges(was, is)...)
	list = append(list, venueChanges(was, is)...)
	list = append(list, alertChanges(was, is)...)
	return append(list, priceChanges(was, is)...)
}

func quadrantChanges(was, is *model.Snapshot) (list []string) {
	before := make(map[string]model.Quadrant, len(was.Sectors))
	for i := range was.Sectors {
		before[was.Sectors[i].Sector] = was.Sectors[i].Quadrant
	}
	for i := range is.Sectors {
		v := &is.Sectors[i]
		if q, known := before[v.Sector]; known && q != v.Quadrant && v.Quadrant != model.QuadrantUnknown {
			list = append(list, v.Sector+" entered "+string(v.Quadrant))
		}
	}
	return list
}

func venueChanges(was, is *model.Snapshot) (list []string) {
	before := make(map[model.Venue]model.LinkState, len(was.Venues))
	for i := range was.Venues {
		before[was.Venues[i].Venue] = was.Venues[i].State
	}
	for i := range is.Venues {
		v := &is.Venues[i]
		if s, known := before[v.Venue]; known && s != v.State {
			list = append(list, string(v.Venue)+" is "+v.State.String()+", was "+s.String())
		}
	}
	return list
}

func alertChanges(was, is *model.Snapshot) (list []string) {
	before := make(map[string]bool, len(was.Alerts))
	for i := range was.Alerts {
		before[was.Alerts[i].ID] = true
	}
	for i := range is.Alerts {
		if a := &is.Alerts[i]; !before[a.ID] {
			list = append(list, "alert: "+a.Text)
		}
	}
	return list
}

func priceChanges(was, is *model.Snapshot) (list []string) {
	before := make(map[model.Asset]float64, len(was.Assets))
	for i := range was.Assets {
		if v, ok := was.Assets[i].Price.Value(); ok {
			before[was.Assets[i].Asset] = v
		}
	}
	for i := range is.Assets {
		v, ok := is.Assets[i].Price.Value()
		old := before[is.Assets[i].Asset]
		if !ok || old == 0 {
			continue
		}
		if pct := (v/old - 1) * 100; math.Abs(pct) >= worthTelling {
			list = append(list, fmt.Sprintf("%s %+.1f %%", is.Assets[i].Asset, pct))
		}
	}
	return list
}

// missedWidth is the width of the list of changes where there is room.
const missedWidth = 60

// drawMissed lays what changed unseen over the desk.
func (a *App) drawMissed(body grid.Area, in pane.Input) {
	w, h := min(missedWidth, body.W()), min(len(a.missed.list)+2, body.H())
	box := body.Sub((body.W()-w)/2, (body.H()-h)/2, w, h)
	box.Clear()
	in.Focused, in.Framed, in.Track, in.Cursor = true, true, nil, 0
	inner := pane.Frame(box, in, pane.Title{Name: a.missed.title, Note: strconv.Itoa(len(a.missed.list)) + " changes", Right: "esc"})
	for i := range min(len(a.missed.list), inner.H()) {
		inner.TextFit(0, i, inner.W(), theme.Label, a.missed.list[i], in.Theme.Glyphs.Ellipsis)
	}
	if more := len(a.missed.list) - inner.H(); more > 0 && inner.H() > 0 {
		last := inner.Row(inner.H() - 1)
		last.Clear()
		last.TextFit(0, 0, last.W(), theme.Muted, "and "+strconv.Itoa(more+1)+" more", in.Theme.Glyphs.Ellipsis)
	}
}
