package hyperliquid

import (
	"slices"
	"sync"

	"eddy/feeds/wire"
)

// suspects keeps one bad name from killing every other subscription for ever:
// the venue closes the socket over a coin it does not know and says nothing
// (venues/hyperliquid §2). Whatever was asked for and not confirmed when a line
// broke is doubted. The next connection asks for everything else first and then
// for the doubted ones, one at a time. One that breaks the line while nothing
// else is under way is refused with its whole coin.
type suspects struct {
	session *wire.Session
	refused func(coin string) // told of a coin that is given up

	mu      sync.Mutex
	wanted  []wire.Topic
	doubted []string        // to be tried alone, in this order
	trying  string          // the one of them that is asked for now
	pending map[string]bool // asked for and not confirmed on this connection
	proven  bool            // the venue answered something on this connection
	waited  int             // ticks since something was answered
	guilty  map[string]bool // coins given up
}

// patience is how many ticks the venue may take to confirm before it is
// believed that it will not say so any more.
const patience = 3

func newSuspects(refused func(coin string)) *suspects {
	return &suspects{refused: refused, pending: make(map[string]bool), guilty: make(map[string]bool)}
}

// want says what is to be heard from now on. Coins given up stay given up.
func (s *suspects) want(topics []wire.Topic) {
	s.mu.Lock()
	defer s.mu.Unlock()
	topics = slices.DeleteFunc(slices.Clone(topics), func(t wire.Topic) bool { return s.guilty[coinOf(t.Name)] })
	for _, t := range topics {
		if !s.wants(t.Name) {
			s.pending[t.Name] = true
		}
	}
	s.wanted = topics
	s.doubted = slices.DeleteFunc(s.doubted, func(name string) bool { return !s.wants(name) })
	if !slices.Contains(s.doubted, s.trying) {
		s.trying = ""
	}
	s.ask()
}

func (s *suspects) wants(name string) bool {
	return slices.ContainsFunc(s.wanted, func(t wire.Topic) bool { return t.Name == name })
}

// ask brings the session's intent up to date: everything but the doubted ones
// whose turn has not come. What is new to it is pending.
func (s *suspects) ask() {
	list := make([]wire.Topic, 0, len(s.wanted))
	for _, t := range s.wanted {
		if t.Name == s.trying || !slices.Contains(s.doubted, t.Name) {
			list = append(list, t)
		}
	}
	s.session.SetTopics(list)
	if s.trying != "" {
		s.pending[s.trying] = true
	}
}

// answered notes that the venue confirmed a topic, or with "" that it answered
// a ping.
func (s *suspects) answered(topic string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.proven, s.waited = true, 0
	delete(s.pending, topic)
	if topic != "" && topic == s.trying {
		s.acquit()
	}
	s.next()
}

// acquit takes the one being tried off the list.
func (s *suspects) acquit() {
	name := s.trying
	s.doubted = slices.DeleteFunc(s.doubted, func(d string) bool { return d == name })
	s.trying = ""
}

// next tries the next of the doubted once nothing else is under way.
func (s *suspects) next() {
	if s.trying == "" && len(s.doubted) > 0 && s.proven && len(s.pending) == 0 {
		s.trying = s.doubted[0]
		s.ask()
	}
}

// tick is called every few seconds: a confirmation that does not come holds
// nothing up for ever, and where nothing at all was asked for a ping proves the
// line.
func (s *suspects) tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
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
		s.acquit()
	}
	s.next()
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
	for _, t := range s.wanted {
		if !slices.Contains(s.doubted, t.Name) || t.Name == s.trying {
			s.pending[t.Name] = true
		}
	}
}

// down judges after a line broke.
func (s *suspects) down() {
	s.mu.Lock()
	open := slices.DeleteFunc(s.session.Unanswered(), func(name string) bool { return !s.wants(name) })
	convicted := ""
	if s.trying != "" && s.proven && len(open) == 1 && open[0] == s.trying {
		convicted = coinOf(s.trying)
		s.giveUp(convicted)
	}
	for _, name := range open {
		if s.wants(name) && !slices.Contains(s.doubted, name) {
			s.doubted = append(s.doubted, name)
		}
	}
	if s.trying != "" { // no verdict: the others go first
		name := s.trying
		s.acquit()
		s.doubted = append(s.doubted, name)
	}
	s.begin()
	s.ask()
	s.mu.Unlock()
	if convicted != "" {
		s.refused(convicted)
	}
}

// giveUp refuses every topic of a coin.
func (s *suspects) giveUp(coin string) {
	s.guilty[coin] = true
	s.trying = ""
	of := func(name string) bool { return coinOf(name) == coin }
	s.doubted = slices.DeleteFunc(s.doubted, of)
	s.wanted = slices.DeleteFunc(s.wanted, func(t wire.Topic) bool {
		if !of(t.Name) {
			return false
		}
		s.session.Refuse(t.Name, "the venue breaks the line over it")
		return true
	})
}

// lost returns how many coins were given up.
func (s *suspects) lost() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.guilty)
}
