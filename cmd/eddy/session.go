package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"eddy/cmd/internal/config"
	"eddy/cmd/internal/playback"
	"eddy/feeds"
	"eddy/feeds/tape"
	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

var errNoVenue = errors.New("no venue is enabled: set enabled = true for one under [venues] in the configuration")

// session is everything between the sockets and the screen, put together and
// not yet running.
type session struct {
	supervisor *feeds.Supervisor
	handover   *feeds.Handover
	engine     *strategy.Engine
	mailbox    *strategy.Mailbox
	memory     memory
	slow       slow
	plans      *deskPlans // what the desk does with plans
	alarm      *alarm
	deck       *tape.Deck
	planted    atomic.Pointer[portfolio.Portfolio] // what a demo's sample became; nil: nothing yet, or there is none
	setup      func() ([]byte, error)              // what a tape of it begins with
}

// sources says what a session listens to and whose money it shows.
type sources struct {
	config    config.Config
	portfolio string         // file; "" = the configuration's
	ledger    string         // the books to show when no file is named; "" = none
	seed      *strategy.Seed // the demo's sample; used when no file is named
	mode      model.Mode
	label     string
	market    marketClock // a demo's; nil: the local clock
	speed     float64     // of the market's clock; 0: the local one's
}

// open builds a session. It starts nothing.
func (g *globals) open(src sources, log *slog.Logger) (*session, error) {
	read, err := src.read()
	if err != nil {
		return nil, err
	}
	uni, deck := read.universe, tape.NewDeck(tape.Config{MaxBytes: g.tapeFile, Now: time.Now, Rand: newRand()})
	alarm, err := g.openAlarm(src, uni, read.playbook, deck)
	if err != nil {
		return nil, err
	}
	s := &session{handover: feeds.NewHandover(), mailbox: strategy.NewMailbox(), deck: deck, alarm: alarm}
	s.engine, err = strategy.New(strategy.Config{
		Rules: alarm.rules, Alerts: alarm.earlier,
		Universe: uni, Playbook: read.playbook, Profile: src.config.Profile,
		Portfolio: read.held, Books: read.books, Fees: src.config.Fees(), Seed: read.seed, Venues: read.venues, Mode: src.mode, Source: src.label,
		Planted: s.planted.Store, Published: deck.Published,
	})
	if err != nil {
		return nil, errors.Join(err, alarm.close())
	}
	s.alarm.connect(s.mailbox, s.handover)
	if s.plans, err = g.openPlans(src, uni, s.handover); err != nil {
		return nil, s.close(err)
	}
	s.handover.Attend(deck)
	s.setup = s.setupOf(src, read)
	if g.tape != "" {
		if err := s.record(g.tape); err != nil {
			return nil, s.close(err)
		}
	}
	s.memory = g.openMemory(src, s.handover)
	if s.slow, err = g.openSlow(src, uni, s, log); err != nil {
		return nil, s.close(badUsage(err))
	}
	venues, err := buildVenues(src.config, uni, parts{now: time.Now, rand: newRand, log: log, past: s.memory.past(src.config), pace: s.handover.Wanted, tap: deck.Tap, answer: deck.Answered})
	if err != nil {
		return nil, s.close(badUsage(err))
	}
	s.supervisor = feeds.NewSupervisor(venues, s.memory.sink(s.handover), time.Now)
	return s, nil
}

// files is what a session reads from disk before anything is heard.
type files struct {
	universe *universe.Universe
	playbook *playbook.Playbook
	held     *portfolio.Portfolio // nil: none is named
	books    *ledger.State        // those held comes from; nil when it comes from a file
	seed     *strategy.Seed       // instead of held
	venues   []model.Venue        // enabled, at least one
}

// read reads the files of a session.
func (src sources) read() (f files, err error) {
	if f.universe, err = loadUniverse(src.config); err != nil {
		return f, badFile(err)
	}
	if f.playbook, err = playbook.LoadFor(src.config.Playbook, f.universe); err != nil {
		return f, badUsage(err)
	}
	if f.held, f.books, err = loadHoldings(src); err != nil {
		return f, badFile(err)
	}
	if f.held == nil {
		f.seed = src.seed
	}
	if f.venues = src.config.Enabled(); len(f.venues) == 0 {
		return f, badUsage(errNoVenue)
	}
	return f, nil
}

// setupOf returns what writes down, for a tape, what a session began with.
func (s *session) setupOf(src sources, f files) func() ([]byte, error) {
	setup := playback.Setup{
		Program: versionText(), Mode: src.mode, Source: src.label, Venues: f.venues,
		Profile: src.config.Profile, Portfolio: f.held, Books: f.books, Fees: src.config.Fees(), Seed: f.seed,
		RulesFile: s.alarm.text,
	}
	return func() ([]byte, error) {
		now := setup
		if p := s.planted.Load(); p != nil {
			now.Portfolio, now.Seed = p, nil
		}
		now.Alerts = s.alertsNow(s.alarm.earlier)
		whole, err := now.WithFiles(src.config.Playbook, src.config.Universe.File)
		if err != nil {
			return nil, err
		}
		return whole.Bytes()
	}
}

// newRand returns a source of jitter; reconnect times need no seed to be
// repeatable.
func newRand() *rand.Rand {
	return rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
}

func loadUniverse(c config.Config) (*universe.Universe, error) {
	if c.Universe.File == "" {
		return universe.Default()
	}
	return universe.LoadFile(c.Universe.File)
}

// loadPortfolio reads the portfolio file that is named; none is no error.
func loadPortfolio(src sources) (*portfolio.Portfolio, error) {
	file := src.portfolio
	if file == "" {
		file = src.config.Portfolio.File
	}
	if file == "" {
		return nil, nil
	}
	return portfolio.LoadFile(file)
}

// loadHoldings returns what to show: a file that is named, or what the books
// hold, with the books.
func loadHoldings(src sources) (*portfolio.Portfolio, *ledger.State, error) {
	held, err := loadPortfolio(src)
	if held != nil || err != nil {
		return held, nil, err
	}
	books, err := readBooks(src.ledger)
	if books == nil {
		return nil, nil, err
	}
	return books.Portfolio("ledger"), books, nil
}

// readBooks returns what the books say, nil when there are none.
func readBooks(path string) (*ledger.State, error) {
	if path == "" {
		return nil, nil
	}
	books, err := ledger.Read(path)
	if err != nil || len(books.Groups()) == 0 {
		return nil, err
	}
	return books.State(), nil
}

// run runs the session until view returns or ctx ends. What view returns is
// what run returns; everything else ends with it.
func (s *session) run(ctx context.Context, view func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	group, inner := errgroup.WithContext(ctx)
	group.Go(func() error { return s.deck.Run(inner) })
	group.Go(func() error { return s.memory.run(inner) })
	group.Go(func() error { return s.alarm.run(inner) })
	group.Go(func() error { return (&tapeMarks{box: s.mailbox, deck: s.deck, act: s.alarm.act}).run(inner) })
	group.Go(func() error {
		if err := s.memory.restore(inner); err != nil {
			return err
		}
		return s.supervisor.Run(inner)
	})
	group.Go(func() error { return s.slow.run(inner, s.handover) })
	group.Go(func() error { return s.engine.Run(inner, s.handover, s.mailbox, time.Now) })
	viewErr := view(inner)
	cancel()
	if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		viewErr = errors.Join(viewErr, err)
	}
	return s.close(viewErr)
}

// close closes what the session keeps and adds what went wrong with it to err.
func (s *session) close(err error) error {
	return errors.Join(s.memory.close(err), s.alarm.close())
}

// openLog opens the log file the user named; without one, nothing is logged:
// the screen belongs to the desk.
func (g *globals) openLog() (*slog.Logger, func() error, error) {
	if g.log == "" {
		return slog.New(slog.DiscardHandler), func() error { return nil }, nil
	}
	f, err := os.OpenFile(g.log, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return nil, nil, unreachable(fmt.Errorf("log: %w", err))
	}
	return slog.New(slog.NewTextHandler(f, nil)), f.Close, nil
}
