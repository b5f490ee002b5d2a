package hyperliquid

import (
	"slices"
	"sync"
	"time"

	"eddy/feeds/wire"
)

// suspects keeps one bad name from killing every other subscription for ever:
// the venue closes the socket over a coin it does not know and says nothing
// (venues/hyperliquid §2). Every coin of which something was asked for and not
// confirmed when a line broke is doubted. The next connection asks for
// everything else first and then for the doubted coins, one at a time. One that
// breaks the line while nothing else is under way is given up, and tried again
// after a pause that doubles with each verdict: a coin may be listed for good
// later than its name.
type suspects struct {
	session *wire.Session
	refused func(coin string) // told of a coin that is given up

	mu      sync.Mutex
	named   []wire.Topic       // what is to be heard, guilty or not
	wanted  []wire.Topic       // of that, what is not given up
	doubted []string           // coins to be tried alone, in this order
	trying  string             // the one of them whose topics are asked for now
	pending map[string]bool    // topics asked for and not confirmed on this connection
	proven  bool               // the venue answered something on this connection
	waited  int                // ticks since something was answered
	guilty  map[string]verdict // coins given up
}

// verdict is what became of a coin that breaks the line.
type verdict struct {
	times int // it was found guilty
	wait  int // ticks until it is tried again; 0: it is on trial
}

// patience is how many ticks the venue may take to confirm before it is
// believed that it will not say so any more.
const patience = 3

// Ticks a coin stays given up after its first verdict and at most: each trial
// of a guilty coin costs the others a reconnect.
const (
	firstSentence = int(10 * time.Minute / glanceEvery)
	longSentence  = int(6 * time.Hour / glanceEvery)
)

func newSuspects(refused func(coin string)) *suspects {
	return &suspects{refused: refused, pending: make(map[string]bool), guilty: make(map[string]verdict)}
}

// want says what is to be heard from now on. Coins given up are tried soon: the
// venue's list has changed. One that left the list begins anew.
func (s *suspects) want(topics []wire.Topic) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.named = topics
	for coin, v := range s.guilty {
		switch {
		case !slices.ContainsFunc(topics, isOf(coin)):
			delete(s.guilty, coin)
		case v.wait > 0:
			v.wait = 1
			s.guilty[coin] = v
		}
	}
	topics = s.innocent()
	for _, t := range topics {
		if !s.wants(coinOf(t.Name)) {
			s.pending[t.Name] = true
		}
	}
	s.wanted = topics
	s.doubted = slices.DeleteFunc(s.doubted, func(coin string) bool { return !s.wants(coin) })
	if !slices.Contains(s.doubted, s.trying) {
		s.trying = ""
	}
	s.ask()
}

func (s *suspects) wants(coin string) bool { return slices.ContainsFunc(s.wanted, isOf(coin)) }

// isOf recognises the topics of a coin.
func isOf(coin string) func(wire.Topic) bool {
	return func(t wire.Topic) bool { return coinOf(t.Name) == coin }
}

// innocent returns what is to be heard without the coins given up.
func (s *suspects) innocent() []wire.Topic {
	return slices.DeleteFunc(slices.Clone(s.named), func(t wire.Topic) bool { return s.guilty[coinOf(t.Name)].wait > 0 })
}

// due returns what is to be asked for: everything but the doubted coins whose
// turn has not come.
func (s *suspects) due() []wire.Topic {
	list := make([]wire.Topic, 0, len(s.wanted))
	for _, t := range s.wanted {
		if coin := coinOf(t.Name); coin == s.trying || !slices.Contains(s.doubted, coin) {
			list = append(list, t)
		}
	}
	return list
}

func (s *suspects) ask() { s.session.SetTopics(s.due()) }

// answered notes that the venue confirmed a topic, or with "" that it answered
// a ping.
func (s *suspects) answered(topic string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.proven, s.waited = true, 0
	delete(s.pending, topic)
	if topic != "" && coinOf(topic) == s.trying {
		s.absolve()
	}
	s.next()
}

// absolve ends the trial of a coin that did not break the line.
func (s *suspects) absolve() {
	delete(s.guilty, s.trying)
	s.acquit()
}

// acquit takes the coin being tried off the list.
func (s *suspects) acquit() {
	coin := s.trying
	s.doubted = slices.DeleteFunc(s.doubted, func(d string) bool { return d == coin })
	s.trying = ""
}

// next tries the next of the doubted coins once nothing else is under way.
func (s *suspects) next() {
	if s.trying != "" || len(s.doubted) == 0 || !s.proven || len(s.pending) > 0 {
		return
	}
	s.trying = s.doubted[0]
	for _, t := range s.wanted {
		if coinOf(t.Name) == s.trying {
			s.pending[t.Name] = true
		}
	}
	s.ask()
}

// tick is called every few seconds: a confirmation that does not come holds
// nothing up for ever, and where nothing at all was asked for a ping proves the
// line.
func (s *suspects) tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serve()
	if len(s.doubted) == 0 {
		return
	}
	if !s.proven {
		_ = s.session.SendNow(ping()) // without a line there is nothing to prove
		return
	}
	if s.waited++; s.waited < patience {
		return
	}
	s.waited = 0
	clear(s.pending)
	if s.trying != "" {
		s.absolve()
	}
	s.next()
}

// serve counts down how long coins stay given up. Whoever's time is over is
// doubted, so that it is tried alone.
func (s *suspects) serve() {
	released := false
	for coin, v := range s.guilty {
		if v.wait == 0 {
			continue
		}
		v.wait--
		s.guilty[coin] = v
		released = released || v.wait == 0
	}
	if !released {
		return
	}
	s.wanted = s.innocent()
	for _, t := range s.wanted { // in the order of the topics
		if coin := coinOf(t.Name); s.isReleased(coin) && !slices.Contains(s.doubted, coin) {
			s.doubted = append(s.doubted, coin)
		}
	}
	s.next()
}

// isReleased tells whether a coin that was given up is on trial again. It stays
// so until the next verdict or until it is heard.
func (s *suspects) isReleased(coin string) bool {
	v, known := s.guilty[coin]
	return known && v.wait == 0
}

// connecting notes that a line begins anew: everything will be asked for again.
func (s *suspects) connecting() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begin()
}

func (s *suspects) begin() {
	s.proven, s.waited = false, 0
	clear(s.pending)
	for _, t := range s.due() {
		s.pending[t.Name] = true
	}
}

// down judges after a line broke.
func (s *suspects) down() {
	if coin := s.judge(); coin != "" {
		s.refused(coin)
	}
}

// judge returns the coin that was proven guilty, if any, and doubts the coins
// that may have been. A coin whose trial ended without a verdict is tried last.
func (s *suspects) judge() (convicted string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var open []string // coins of which something was under way
	for _, topic := range s.session.Unanswered() {
		if coin := coinOf(topic); s.wants(coin) && !slices.Contains(open, coin) {
			open = append(open, coin)
		}
	}
	if s.trying != "" && s.proven && len(open) == 1 && open[0] == s.trying {
		convicted = s.trying
		s.giveUp(convicted)
		open = nil
	}
	if coin := s.trying; coin != "" {
		s.acquit()
		s.doubted = append(s.doubted, coin)
	}
	for _, coin := range open {
		if !slices.Contains(s.doubted, coin) {
			s.doubted = append(s.doubted, coin)
		}
	}
	s.begin()
	s.ask()
	return convicted
}

// giveUp refuses every topic of a coin.
func (s *suspects) giveUp(coin string) {
	times := s.guilty[coin].times
	s.guilty[coin] = verdict{times + 1, min(firstSentence<<min(times, 8), longSentence)}
	s.acquit()
	s.wanted = slices.DeleteFunc(s.wanted, func(t wire.Topic) bool {
		if coinOf(t.Name) != coin {
			return false
		}
		s.session.Refuse(t.Name, "the venue breaks the line over it")
		return true
	})
}

// lost returns how many coins are given up.
func (s *suspects) lost() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, v := range s.guilty {
		if v.wait > 0 {
			n++
		}
	}
	return n
}
