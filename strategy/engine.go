package strategy

import (
	"errors"

	"eddy/model"
	"eddy/model/margin/tier"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
	"eddy/model/universe"
	"eddy/strategy/alert"
	"eddy/strategy/context"
	"eddy/strategy/cost"
	"eddy/strategy/phase"
	"eddy/strategy/playbook"
	"eddy/strategy/signal"
)

// Config is what an Engine needs to know from the start.
type Config struct {
	Universe  *universe.Universe
	Playbook  *playbook.Playbook
	Profile   string               // a profile of the playbook
	Portfolio *portfolio.Portfolio // nil: none yet
	Books     *ledger.State        // the books Portfolio was read from; nil when it comes from a file
	Fees      cost.Fees            // what trades cost

	Rules  *alert.Rules     // what raises alerts; nil: the rules that ship and the playbook's
	Alerts []model.AlertRow // of an earlier run

	Seed *Seed // a sample to plant instead, at the first prices

	Venues []model.Venue // enabled, in screen order
	Mode   model.Mode
	Source string // what drives a demo

	// Planted is told what the sample became, on Run's goroutine; nil: nobody is.
	Planted func(*portfolio.Portfolio)

	// Published is told of every snapshot of Run's, on Run's goroutine, and the
	// local moment of the tick before it; nil: nobody is.
	Published func(at model.Millis, s *model.Snapshot)
}

// Engine folds events into snapshots. It is not safe for concurrent use: one
// goroutine applies events and takes snapshots.
type Engine struct {
	cfg     Config
	roster  universe.Roster
	figures *signal.Figures

	assets    []assetState
	index     map[model.Asset]int
	benchmark []int // indices of the benchmark coins
	venues    []venueState
	venueAt   map[model.Venue]int

	clock  model.Millis // local time: the newest receive time
	market marketClock

	hour     model.Millis // opening of the hour that is running; 0 before history
	expected int          // coins the hour waits for
	waiting  int          // coins that closed it
	dirty    bool         // bars of the past changed: rebuild
	refined  model.Millis // local time since when only their funding or open interest did; 0: it did not
	rebuilt  model.Millis // local time of the last rebuild
	pieces   int          // rebuilds since history began to arrive
	backfill []model.Progress
	loading  model.Millis // local time history began to arrive; 0 before
	overdue  bool         // it did not all come in time
	archive  archive

	hourly hourly // what pulse and fast stand on
	pulse  span   // 1 h, for the rotation graph alone
	fast   span   // 4 h
	slow   span   // 1 d

	board *board // signals of the daily bars
	tides *tides // slow states of the daily bars

	inputs  *inputs  // named figures of the conditions
	seating *seating // who sits in which sector

	backdrop   backdrop
	slowInputs slowInputs

	told     told // what is shown of them, made once a close
	planning planning
	standing standing
	ends     map[contractKey]contractEnd

	tracker *phase.Tracker
	quiet   bool   // the past is being replayed: no alerts
	fault   string // what keeps the model from being built, "" when nothing does

	alarm  alarm
	alerts *alert.Book      // the alarm's
	held   []model.AlertRow // news from before market time was known
	book   *account
	tiers  *tier.Book

	seq      uint64
	applied  uint64 // events
	lateBars uint64
	refused  uint64 // bars that were no bars
	rate     meter
}

// New returns an engine that knows nothing yet.
func New(cfg Config) (*Engine, error) {
	if cfg.Universe == nil || cfg.Playbook == nil {
		return nil, errors.New("strategy: an engine needs a universe and a playbook")
	}
	if len(cfg.Venues) > maxVenues {
		return nil, errors.New("strategy: more venues than the engine can hold")
	}
	cfg.Playbook = cfg.Playbook.ForProfile(cfg.Profile)
	e := &Engine{
		cfg: cfg, index: make(map[model.Asset]int), venueAt: make(map[model.Venue]int),
		ends: make(map[contractKey]contractEnd), backdrop: backdrop{book: context.New()},
	}
	for i, v := range cfg.Venues {
		e.venueAt[v] = i
		e.venues = append(e.venues, venueState{health: model.VenueHealth{Venue: v, State: model.LinkConnecting}})
	}
	for _, a := range cfg.Universe.Candidates() {
		e.addAsset(a)
	}
	for _, a := range cfg.Universe.Benchmark {
		e.benchmark = append(e.benchmark, e.index[a])
	}
	account, err := newAccount(cfg)
	if err != nil {
		return nil, err
	}
	if e.figures, err = signal.Default(); err != nil {
		return nil, err
	}
	e.book = account
	if e.tiers, err = tier.Embedded(); err != nil {
		return nil, err
	}
	if e.inputs, err = newInputs(e); err != nil {
		return nil, err
	}
	if err := newAlarm(e); err != nil {
		return nil, err
	}
	e.rebuild()
	return e, nil
}

func (e *Engine) addAsset(a model.Asset) {
	sector, child, _ := e.cfg.Universe.Home(a)
	e.index[a] = len(e.assets)
	e.assets = append(e.assets, assetState{
		asset: a, sector: sector, child: child, owner: -1,
		quotes: make([]quote, len(e.cfg.Venues)),
		listed: make([]listing, len(e.cfg.Venues)),
		live:   make([]liveBar, len(e.cfg.Venues)),

		settled:  make([]fundingTrail, max(1, len(e.cfg.Venues))),
		interest: make([]interestTrail, len(e.cfg.Venues)),
	})
}

// While history arrives the least local time between two rebuilds begins with
// rebuildSoon and doubles with each, up to rebuildSeldom: the first pieces show at
// once, and seven venues that load for minutes do not rebuild a hundred times.
const (
	rebuildSoon   = model.Millis(500)
	rebuildSeldom = model.Millis(20_000)
)

// Apply folds one event in. A quote costs a few hundred nanoseconds and no
// allocation, however long the history.
func (e *Engine) Apply(ev *model.Event) {
	e.applied++
	if ev.Received > e.clock {
		e.clock = ev.Received
	}
	if ev.EventTime != 0 {
		e.market.hear(ev.EventTime, ev.Symbol)
		if e.hour != 0 && e.market.now >= e.hour.Add(model.Hour1.Duration()+cutGrace) {
			e.onOverdue()
		}
	}
	switch ev.Kind {
	case model.KindQuote, model.KindMark, model.KindFunding, model.KindOpenInterest:
		e.applyQuote(ev)
	case model.KindBar:
		if a, v, ok := e.subject(ev); ok {
			e.onBar(a, v, ev)
		}
	case model.KindHistory:
		if h, isHistory := ev.Detail.(*model.History); isHistory {
			if a, v, ok := e.subject(ev); ok {
				e.onHistory(a, v, h)
			}
		}
	default:
		e.applyRare(ev)
	}
}

// subject finds the coin and the venue of an event; false for those the engine
// does not follow.
func (e *Engine) subject(ev *model.Event) (*assetState, int, bool) {
	i, known := e.index[ev.Asset]
	if !known {
		return nil, 0, false
	}
	v, enabled := e.venueAt[ev.Venue]
	return &e.assets[i], v, enabled
}

func (e *Engine) applyQuote(ev *model.Event) {
	a, v, ok := e.subject(ev)
	if !ok {
		return
	}
	q := &a.quotes[v]
	q.fold(ev)
	if ev.Has&model.FieldFundingRate != 0 && q.nextFunding != 0 {
		a.settled[v].announce(q.fundingRate, q.fundingH, q.nextFunding)
	}
	if ev.Has&model.FieldOpenInterest != 0 {
		a.interest[v].note(ev)
	}
	if ev.Has&priceFields != 0 {
		a.reprice(e.clock)
	}
	i := e.index[ev.Asset]
	if len(e.alarm.quoted[i]) > 0 {
		e.askQuote(i)
	}
	if ev.Has&model.FieldMark != 0 && i < len(e.alarm.held) {
		e.askLegs(i)
	}
}

// applyRare takes the events that come seldom and may allocate.
func (e *Engine) applyRare(ev *model.Event) {
	switch ev.Kind {
	case model.KindTick:
		e.tick()
	case model.KindInstruments:
		if list, ok := ev.Detail.([]model.Instrument); ok {
			e.onInstruments(ev.Venue, list)
		}
	case model.KindHealth:
		if h, ok := ev.Detail.(*model.VenueHealth); ok {
			e.onHealth(h)
		}
	case model.KindLink:
		e.onLink(ev)
	case model.KindError:
		e.onVenueError(ev)
	case model.KindAlertAct:
		e.onAlertAct(ev)
	case model.KindContext, model.KindJudgement:
		e.backdrop.take(ev.Detail)
	case model.KindBackfill:
		if p, ok := ev.Detail.(*model.Progress); ok {
			e.onBackfill(*p)
		}
	case model.KindArchive:
		if a, ok := ev.Detail.(*model.Archive); ok {
			e.onArchive(a)
		}
	case model.KindPortfolio:
		e.onHoldings(ev.Detail)
	}
}

// tick lets time pass: history that arrived is built in, prices that fell
// silent leave the medians.
func (e *Engine) tick() {
	e.releaseNotes()
	e.settle()
	e.catchUp()
	e.leaveFuture()
	if e.archive.told.Restoring {
		return // half a past gives half a model
	}
	if (e.dirty || e.refined != 0) && e.isRebuildDue() {
		e.rebuild()
	}
}

// isRebuildDue tells whether history that arrived is built in now: all of it at
// once when no more comes, pieces of it from time to time. Funding and open
// interest, which move few figures, wait for more of them or for bars.
func (e *Engine) isRebuildDue() bool {
	if e.rebuilt == 0 || e.backfillDone() {
		e.pieces = 0
		return true
	}
	if !e.dirty {
		return e.clock >= e.refined+rebuildSeldom
	}
	if e.clock < e.rebuilt+rebuildWait(e.pieces) {
		return false
	}
	e.pieces++
	return true
}

// rebuildWait is the least time between two rebuilds after so many of them.
func rebuildWait(pieces int) model.Millis {
	wait := rebuildSoon
	for ; pieces > 0 && wait < rebuildSeldom; pieces-- {
		wait *= 2
	}
	return min(wait, rebuildSeldom)
}

func (e *Engine) onBackfill(p model.Progress) {
	defer e.tellWhenSettled()
	if e.loading == 0 {
		e.loading = e.clock
	}
	for i := range e.backfill {
		if e.backfill[i].What == p.What {
			e.backfill[i] = p
			return
		}
	}
	e.backfill = append(e.backfill, p)
}

func (e *Engine) backfillDone() bool {
	for _, p := range e.backfill {
		if !p.Complete() {
			return false
		}
	}
	return len(e.backfill) > 0
}
