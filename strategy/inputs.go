package strategy

import (
	"eddy/model"
	"eddy/strategy/input"
	"eddy/strategy/sector"
)

// inputs fills the named figures that conditions are written in: once at each
// close, and as a preview with the open bars whenever a snapshot is made. Every
// figure is a line of a table here; a figure the catalogue names and nobody
// fills stays absent.
type inputs struct {
	catalogue *input.Catalogue
	closed    *input.Frame // of the last closed bars
	open      *input.Frame // with the open ones
	now       openBars     // what the open bars stand at
	lean      bool         // no condition that is asked reads a coin's own figures

	sectors map[string][]input.ID // by track, in the order of sectorInputs
	pairs   map[*pair][]input.ID  // by pair of the board, in the order of pairInputs
	coins   [][]input.ID          // by coin of the engine, in the order of coinInputs
	market  []input.ID
	phase   []input.ID
	data    []input.ID
	account []input.ID
	holding []input.ID
	plan    []input.ID

	money model.PortfolioView // of the newest snapshot
	held  []heldCoin          // by coin of the engine, as of the newest snapshot

	// Where figures are being read. They stand here because they are handed to
	// functions of a table, and would be allocated anew for every subject.
	atSector  sectorReading
	atCoin    coinReading
	atPair    pairReading
	atMarket  marketReading
	atAccount accountReading
	atHolding holdingReading
}

func newInputs(e *Engine) (*inputs, error) {
	c := e.cfg.Playbook.Catalogue()
	if c == nil { // a playbook made by hand has no conditions
		var err error
		if c, err = input.New(e.cfg.Universe); err != nil {
			return nil, err
		}
	}
	in := &inputs{catalogue: c, closed: c.NewFrame(), open: c.NewFrame(), sectors: make(map[string][]input.ID)}
	in.now = openBars{pulse: make([]sector.Close, len(e.assets)), fast: make([]sector.Close, len(e.assets)), slow: make([]sector.Close, len(e.assets))}
	for i := range e.cfg.Universe.Sectors {
		s := &e.cfg.Universe.Sectors[i]
		in.sectors[s.Name] = idsOf(c, input.Slug(s.Name)+".", sectorInputs)
		for _, child := range s.Children {
			in.sectors[child.Name] = idsOf(c, input.Slug(child.Name)+".", sectorInputs)
		}
	}
	for i := range e.assets {
		in.coins = append(in.coins, idsOf(c, "coin."+string(e.assets[i].asset)+".", coinInputs))
	}
	in.market = idsOf(c, "market.", marketInputs)
	in.phase = idsOf(c, "phase.", phaseInputs)
	in.data = idsOf(c, "data.", dataInputs)
	in.account, in.holding, in.plan = idsOf(c, "account.", accountInputs), idsOf(c, "holding.", holdingInputs), idsOf(c, "plan.", planInputs)
	return in, nil
}

// figureOf is one figure: its name behind the subject's and how it is read.
type figureOf[R any] struct {
	name string
	read func(*R) model.Num
}

func idsOf[R any](c *input.Catalogue, prefix string, table []figureOf[R]) []input.ID {
	ids := make([]input.ID, len(table))
	for i, f := range table {
		ids[i] = c.ID(prefix + f.name)
	}
	return ids
}

func fill[R any](to *input.Frame, ids []input.ID, table []figureOf[R], from *R) {
	for i := range table {
		if ids[i] != input.None {
			to.Set(ids[i], table[i].read(from))
		}
	}
}

// narrow leaves out every figure that nobody asks for.
func (in *inputs) narrow(asked map[input.ID]bool) {
	lists := [][]input.ID{in.market, in.phase, in.data, in.account, in.holding, in.plan}
	for _, ids := range in.sectors {
		lists = append(lists, ids)
	}
	for _, ids := range in.pairs {
		lists = append(lists, ids)
	}
	for _, ids := range lists {
		for i, id := range ids {
			if !asked[id] {
				ids[i] = input.None
			}
		}
	}
}

// flag is a yes or no as a figure, unknown for the reason given.
func flag(yes, known bool, why string) model.Num {
	v := 0.0
	if yes {
		v = 1
	}
	return numOr(v, known, why)
}

// fillClosed fills the frame of the last closed bars.
func (e *Engine) fillClosed() {
	closed := openBars{
		fast: e.fast.closes, slow: e.slow.closes,
		fastBench: orNaN(e.fast.bench.Level()), slowBench: orNaN(e.slow.bench.Level()),
	}
	e.fillInputs(e.inputs.closed, &closed, false)
}

// fillInputs fills a frame: at the last closed bars, or with the open ones. It
// allocates nothing.
func (e *Engine) fillInputs(to *input.Frame, now *openBars, open bool) {
	to.Clear()
	if e.board == nil || e.slow.bars == 0 {
		return
	}
	e.fillSectors(to, now, open)
	if !e.inputs.lean {
		e.fillCoins(to, now, open)
	}
	e.fillPairs(to)
	m := &e.inputs.atMarket
	*m = marketReading{e: e, b: &e.board.market, level: now.slowBench, open: open, closes: now.slow}
	m.readPhase()
	fill(to, e.inputs.market, marketInputs, m)
	fill(to, e.inputs.phase, phaseInputs, m)
	fill(to, e.inputs.data, dataInputs, m)
	e.inputs.atAccount = accountReading{e, &e.inputs.money}
	fill(to, e.inputs.account, accountInputs, &e.inputs.atAccount)
	e.lookAt(to, -1)
	fill(to, e.inputs.plan, planInputs, &e.standing)
	e.slowInputs.fill(to)
}

// lookAt fills what is held of one coin, or of all for -1.
func (e *Engine) lookAt(to *input.Frame, coin int) {
	e.inputs.atHolding = holdingReading{e, coin}
	fill(to, e.inputs.holding, holdingInputs, &e.inputs.atHolding)
}

// focus makes a frame speak of one coin, "" for none, and tells whether it can.
func (e *Engine) focus(to *input.Frame, a model.Asset) bool {
	e.lookAt(to, e.placeOf(a))
	return to.Focus(a)
}

// placeOf is the place of a coin among the engine's, -1 for one it does not
// follow.
func (e *Engine) placeOf(a model.Asset) int {
	if at, followed := e.index[a]; followed {
		return at
	}
	return -1
}

// fillSectors fills the figures of every sector and sub-sector.
func (e *Engine) fillSectors(to *input.Frame, now *openBars, open bool) {
	for i, t := range e.slow.tracks {
		r := &e.inputs.atSector
		*r = sectorReading{e: e, at: i, slow: t, fast: e.fast.track(t.name), b: &e.board.tracks[i], open: open}
		r.closes, r.bench, r.fastBench = now.slow, now.slowBench, now.fastBench
		if r.fast == nil {
			continue // both spans follow the same roster
		}
		r.level, r.pulse, r.coverage = t.level, r.fast.level, t.index.Coverage()
		if open {
			reading, ok := t.preview(now.slow)
			r.level, r.coverage = orNaN(reading.Level, ok), reading.Coverage
			live, ok := r.fast.preview(now.fast)
			r.pulse = orNaN(live.Level, ok)
		}
		fill(to, e.inputs.sectors[t.name], sectorInputs, r)
	}
}

func (e *Engine) fillCoins(to *input.Frame, now *openBars, open bool) {
	for i := range e.assets {
		if e.slow.coins[i].last == 0 && !e.assets[i].hasQuote() {
			continue // nothing was ever heard of it
		}
		r := &e.inputs.atCoin
		*r = coinReading{e: e, a: &e.assets[i], b: &e.board.coins[i], c: &e.slow.coins[i], at: i, open: open}
		r.level = orNaN(now.slow[i].Price, now.slow[i].OK)
		fill(to, e.inputs.coins[i], coinInputs, r)
	}
}

func (e *Engine) fillPairs(to *input.Frame) {
	for _, p := range e.board.pairs {
		e.inputs.atPair = pairReading{e: e, p: p}
		fill(to, e.inputs.pairs[p], pairInputs, &e.inputs.atPair)
	}
}

// follow looks the figures of the board's pairs up.
func (in *inputs) follow(b *board) {
	in.pairs = make(map[*pair][]input.ID, len(b.pairs))
	for _, p := range b.pairs {
		in.pairs[p] = idsOf(in.catalogue, input.Slug(p.a.name)+"_"+input.Slug(p.b.name)+".", pairInputs)
	}
}
