package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"eddy/feeds/backfill"
	"eddy/model"
)

// Store is the past on disk. Its methods may be called from any goroutine; one
// at a time is at work.
type Store struct {
	path string
	now  func() time.Time

	mu     sync.Mutex
	db     *sql.DB
	lock   *lock // nil: another program writes
	shelf  map[shelfKey]*contract
	clocks map[place]clockReading
	tally  tally
	news   string // what the user should know, "" for nothing
	closed bool
}

// place is where contracts are heard of.
type place struct {
	venue  model.Venue
	origin string
}

type shelfKey struct {
	place
	symbol string
}

// contract is what the store knows of one.
type contract struct {
	id         int64
	key        shelfKey
	asset      model.Asset
	multiplier float64
	followed   bool
	covered    [len(layouts)]cover
}

// clockReading is what a venue's clock showed at a moment of the local one.
type clockReading struct{ market, local model.Millis }

// tally counts what happened, ever.
type tally struct{ corrected, holes int64 }

// Open opens the store at path or begins a new one. A damaged file is moved
// aside; where another program writes, the store can only be read. News tells
// of both. An error means that there is no store to use, and says why.
func Open(ctx context.Context, path string, now func() time.Time) (*Store, error) {
	s := &Store{path: path, now: now}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	held, err := takeLock(ctx, path)
	switch {
	case isBusy(err):
		s.news = "another eddy writes the history; this one only reads it"
	case err != nil:
		return nil, fmt.Errorf("history: %s: %w", path, plain(err))
	}
	s.lock = held
	err = s.attach(ctx)
	if isDamage(err) && s.Writable() {
		err = s.startAfresh(ctx, err)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("history: %s: %w", path, plain(err)), s.lock.release())
	}
	return s, nil
}

// attach opens the file and reads what it knows of contracts.
func (s *Store) attach(ctx context.Context) error {
	query := reading
	if s.Writable() {
		query = writing
	}
	db, err := connect(s.path, query)
	if err != nil {
		return err
	}
	if err := prepare(ctx, db, s.Writable()); err != nil {
		return errors.Join(err, db.Close())
	}
	s.db = db
	if err := s.readIndex(ctx); err != nil {
		s.db = nil
		return errors.Join(err, db.Close())
	}
	return nil
}

// startAfresh moves a damaged file aside and begins a new one.
func (s *Store) startAfresh(ctx context.Context, why error) error {
	if s.db != nil {
		_ = s.db.Close() // the file is damaged; what closing it says is no news
		s.db = nil
	}
	aside, err := moveAside(s.path, s.now())
	if err != nil {
		return fmt.Errorf("%w, and it cannot be moved aside: %w", why, err)
	}
	s.news = fmt.Sprintf("the history was damaged (%v); it lies in %s now and is loaded anew", plain(why), filepath.Base(aside))
	return s.attach(ctx)
}

// plain returns an error without SQLite's own numbers and prefixes.
func plain(err error) error {
	switch {
	case isBusy(err):
		return errors.New("another program is using it")
	case codeOf(err) == codeNotADB:
		return errors.New("not a database")
	case codeOf(err) == codeCorrupt:
		return errors.New("the file is malformed")
	default:
		return err
	}
}

// Writable tells whether this program writes the store.
func (s *Store) Writable() bool { return s.lock != nil }

// News returns what the user should know about how the store was opened.
func (s *Store) News() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.news
}

// Path returns where the store lies.
func (s *Store) Path() string { return s.path }

// Close closes the store. What was written stays.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	return errors.Join(s.db.Close(), s.lock.release())
}

// Bytes returns the size of the store on disk.
func (s *Store) Bytes() (total int64) {
	for _, tail := range []string{"", "-wal"} {
		if info, err := os.Stat(s.path + tail); err == nil {
			total += info.Size()
		}
	}
	return total
}

// held returns what is covered of a contract, see backfill.Past.
func (s *Store) held(key shelfKey, what string) []backfill.Stretch {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.shelf[key]
	if c == nil {
		return nil
	}
	for _, of := range sorts {
		if layouts[of].what == what {
			return c.covered[of]
		}
	}
	return nil
}

// Past returns what is held of a venue at an origin, for its adapter.
func (s *Store) Past(venue model.Venue, origin string) backfill.Past {
	return past{s, place{venue, origin}}
}

type past struct {
	store *Store
	place place
}

// Held returns the stretches that need not be asked for, see backfill.Past.
func (p past) Held(symbol, what string) []backfill.Stretch {
	return p.store.held(shelfKey{p.place, symbol}, what)
}
