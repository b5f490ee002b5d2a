package layout

// mostBoxes is how many boxes a view has at most, more or less.
const mostBoxes = 12

// place lays the plan out on body.
func (p *plan) place(body Rect, focus Pane, framed bool) []Box {
	boxes := make([]Box, 0, mostBoxes)
	upper := body
	if foot := p.footHeight(body.H); foot > 0 {
		upper.H -= foot
		lower := Rect{body.X, body.Y + upper.H, body.W, foot}
		boxes = p.foot.place(boxes, lower, framed)
	}
	x := upper.X
	for i, c := range p.columns {
		w := upper.W * c.share / 100
		if i == len(p.columns)-1 {
			w = upper.X + upper.W - x
		}
		boxes = c.place(boxes, Rect{x, upper.Y, w, upper.H}, p.pinned(focus), framed)
		x += w
	}
	return p.ensure(boxes, focus)
}

// pinned returns the pane that must be shown, or none when the foot has it.
func (p *plan) pinned(focus Pane) Pane {
	if p.foot != nil && p.foot.holds(focus) {
		return NoPane
	}
	return focus
}

// footHeight returns how high the foot is in a body of h lines, 0 when there is
// no room for one.
func (p *plan) footHeight(h int) int {
	if p.foot == nil {
		return 0
	}
	foot := min(max(h/5+1, p.foot.min), p.foot.ideal+max(h-40, 0)/4)
	if h-foot < 9 { // the columns need as much to say anything
		return 0
	}
	return foot
}

// ensure gives the focused pane the first box when it has none of its own
// because the foot was dropped.
func (p *plan) ensure(boxes []Box, focus Pane) []Box {
	for _, b := range boxes {
		if b.Pane == focus {
			return boxes
		}
	}
	if len(boxes) > 0 {
		boxes[0].Pane = focus
	}
	return boxes
}

func (b *band) holds(p Pane) bool { return p != NoPane && (b.panes[0] == p || b.panes[1] == p) }

// place puts the band's one or two panes side by side. Without frames a blank
// column keeps them apart.
func (b *band) place(boxes []Box, r Rect, framed bool) []Box {
	if b.panes[1] == NoPane {
		return append(boxes, Box{b.panes[0], r, framed})
	}
	w := r.W * b.left / 100
	gap := 1
	if framed {
		gap = 0
	}
	return append(boxes,
		Box{b.panes[0], Rect{r.X, r.Y, w - gap, r.H}, framed},
		Box{b.panes[1], Rect{r.X + w, r.Y, r.W - w, r.H}, framed})
}

// place stacks the column's bands that fit.
func (c *column) place(boxes []Box, r Rect, focus Pane, framed bool) []Box {
	shown := c.fit(r.H, focus)
	heights := share(shown, r.H)
	y := r.Y
	for i, b := range shown {
		boxes = b.place(boxes, Rect{r.X, y, r.W, heights[i]}, framed)
		y += heights[i]
	}
	return boxes
}

// fit picks the bands to show in h lines: the focused one, then by rank those
// whose least height still fits. They keep their order.
func (c *column) fit(h int, focus Pane) []*band {
	tried, chosen := make([]bool, len(c.bands)), make([]bool, len(c.bands))
	used := 0
	for {
		next := -1
		for i := range c.bands {
			if !tried[i] && (next < 0 || c.bands[i].before(&c.bands[next], focus)) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		tried[next] = true
		if used == 0 || used+c.bands[next].min <= h {
			chosen[next] = true
			used += c.bands[next].min
		}
	}
	var shown []*band
	for i := range c.bands {
		if chosen[i] {
			shown = append(shown, &c.bands[i])
		}
	}
	return shown
}

// before tells whether b is given room before o.
func (b *band) before(o *band, focus Pane) bool {
	if held := b.holds(focus); held != o.holds(focus) {
		return held
	}
	return b.rank < o.rank
}

// share divides h lines among bands: everyone's least, then up to everyone's
// ideal in turns, then the rest by appetite.
func share(bands []*band, h int) []int {
	heights := make([]int, len(bands))
	left := h
	for i, b := range bands {
		heights[i] = min(b.min, h)
		left -= heights[i]
	}
	for gave := true; left > 0 && gave; {
		gave = false
		for i, b := range bands {
			if left > 0 && heights[i] < b.ideal {
				heights[i]++
				left--
				gave = true
			}
		}
	}
	return spread(bands, heights, left)
}

// spread hands out the lines left when everyone has the ideal; the last crumbs
// go to the hungriest.
func spread(bands []*band, heights []int, left int) []int {
	if left <= 0 || len(bands) == 0 {
		return heights
	}
	total, hungriest := 0, 0
	for i, b := range bands {
		total += b.grow
		if b.grow > bands[hungriest].grow {
			hungriest = i
		}
	}
	rest := left
	for i, b := range bands {
		if total > 0 {
			extra := left * b.grow / total
			heights[i] += extra
			rest -= extra
		}
	}
	heights[hungriest] += rest
	return heights
}
