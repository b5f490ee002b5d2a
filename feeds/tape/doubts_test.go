package tape

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"eddy/feeds/rest"
	"eddy/model"
)

// long is a good answer of a venue of so many bytes.
func long(from string, at time.Time, size int) rest.Answer {
	body := fmt.Appendf(nil, "[%s1]", strings.Repeat("1,", (size-3)/2))
	return rest.Answer{From: from, Asked: "GET /klines", Status: 200, Body: body, Received: at}
}

// A long answer that is good JSON is wanted whole when its source cannot make
// sense of it, and only then.
func TestLongAnswerThatIsMisread(t *testing.T) {
	fault := model.Event{Kind: model.KindError, Venue: model.Binance, Text: "klines of BTCUSDT: expected a string"}
	series := model.Event{Kind: model.KindContext, Detail: &model.Context{Source: "fear_greed", State: model.ContextError}}
	const size = 300_001
	for _, tt := range []struct {
		name  string
		from  string
		after time.Duration
		told  model.Event
		whole bool
	}{
		{"by its venue", "binance", time.Second, fault, true},
		{"by its slow source", "fear_greed", time.Second, series, true},
		{"another venue's fault", "bybit", time.Second, fault, false},
		{"a fault of later", "binance", doubtFor + time.Second, fault, false},
		{"no fault", "binance", time.Second, model.Event{Kind: model.KindLink, Venue: model.Binance, Link: model.LinkLive}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newStudio(t, Config{})
			s.start()
			answer := long(tt.from, began, size)
			want := bytes.Clone(answer.Body)
			s.deck.Answered(answer)
			clear(answer.Body) // they were valid during the call
			s.deck.config.Now = func() time.Time { return began.Add(tt.after) }
			s.tell(tt.told, tt.told) // of the second nothing is left to write
			s.stop()
			steps, notes, err := read(t, s.path)
			if err != nil || len(notes) > 0 {
				t.Fatal(err, notes)
			}
			var answers []Step
			for _, st := range steps {
				if st.Kind == Answered {
					answers = append(answers, st)
				}
			}
			if !bytes.Equal(answers[0].Bytes, want[:goodAnswer]) {
				t.Errorf("at first %d bytes are kept", len(answers[0].Bytes))
			}
			if again := len(answers) == 2 && bytes.Equal(answers[1].Bytes, want); again != tt.whole || len(answers) > 2 {
				t.Errorf("%d answers, the last of %d bytes", len(answers), len(answers[len(answers)-1].Bytes))
			}
		})
	}
}

// Hundreds of them at once take no more memory than a few, and what is not kept of them
// is counted.
func TestLongAnswersByTheHundred(t *testing.T) {
	const many, size = 400, 100_001
	s := newStudio(t, Config{})
	s.start()
	for range many {
		s.deck.Answered(long("binance", began, size))
		if s.deck.doubts.bytes > mostDoubt {
			t.Fatalf("%d bytes are kept", s.deck.doubts.bytes)
		}
	}
	s.tell(model.Event{Kind: model.KindError, Venue: model.Binance})
	s.stop()
	steps, _, err := read(t, s.path)
	if err != nil {
		t.Fatal(err)
	}
	whole := 0
	for _, st := range steps {
		if st.Kind == Answered && len(st.Bytes) == size {
			whole++
		}
	}
	if st := s.deck.Status(); st.Fault != "" || whole == 0 || uint64(whole)+st.Unsure != many {
		t.Errorf("%d whole, %+v", whole, st)
	}
}
