package hyperliquid

import (
	"testing"
	"time"

	"eddy/feeds/wire"
	"eddy/model"
)

// suspectsOf returns the suspects of a line that is not connected.
func suspectsOf(t *testing.T) *suspects {
	t.Helper()
	s := newSuspects(func(string) {})
	session, err := wire.New(wire.Config{
		Name: "test", URL: "ws://localhost",
		Handle: func(*wire.Session, []byte, time.Time) (string, error) { return "", nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	s.session = session
	return s
}

// contracts names coins as contracts.
func contracts(coins ...string) []model.Instrument {
	list := make([]model.Instrument, len(coins))
	for i, c := range coins {
		list[i] = model.Instrument{Symbol: c, Asset: model.Asset(c)}
	}
	return list
}

// ticks lets so many glances pass.
func (s *suspects) ticks(n int) {
	for range n {
		s.tick()
	}
}

// A coin given up is tried again, alone, after a pause that doubles; the list
// of refusals follows.
func TestSentenceEnds(t *testing.T) {
	s := suspectsOf(t)
	s.want(topics(contracts("BTC", "FAKE")))
	for _, sentence := range []int{firstSentence, 2 * firstSentence, 4 * firstSentence} {
		s.giveUp("FAKE")
		s.begin()
		for _, name := range topics(contracts("BTC")) { // the next connection serves the others
			s.answered(name.Name)
		}
		if n := len(s.session.Stats().Refused); s.lost() != 1 || n != len(streams) {
			t.Fatalf("%d coins lost, %d streams refused", s.lost(), n)
		}
		s.ticks(sentence - 1)
		if s.lost() != 1 || s.trying != "" {
			t.Fatalf("tried early: %q", s.trying)
		}
		s.tick()
		if s.lost() != 0 || s.trying != "FAKE" || len(s.session.Stats().Refused) != 0 {
			t.Fatalf("after %d glances: lost %d, trying %q", sentence, s.lost(), s.trying)
		}
	}
	s.answered(topics(contracts("FAKE"))[0].Name)
	if len(s.guilty) != 0 || s.trying != "" || len(s.due()) != 2*len(streams) {
		t.Errorf("a coin that is heard is not guilty: %v", s.guilty)
	}
}

func TestSentenceIsLimited(t *testing.T) {
	s := suspectsOf(t)
	s.want(topics(contracts("FAKE")))
	s.guilty["FAKE"] = verdict{times: 100}
	s.giveUp("FAKE")
	if got := s.guilty["FAKE"].wait; got != longSentence {
		t.Errorf("%d glances, want %d", got, longSentence)
	}
}

// A new list of contracts is a reason to try again soon, and a coin that left
// it is forgotten.
func TestNewListEndsSentences(t *testing.T) {
	s := suspectsOf(t)
	s.want(topics(contracts("BTC", "FAKE")))
	s.giveUp("FAKE")
	s.want(topics(contracts("BTC", "FAKE", "ETH")))
	if s.lost() != 1 {
		t.Error("not tried among others")
	}
	s.tick()
	if s.lost() != 0 || len(s.doubted) != 1 || s.doubted[0] != "FAKE" {
		t.Errorf("lost %d, doubted %v", s.lost(), s.doubted)
	}
	s.giveUp("FAKE")
	s.want(topics(contracts("BTC")))
	if len(s.guilty) != 0 {
		t.Errorf("still guilty: %v", s.guilty)
	}
}
