package tape

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/rest"
	"eddy/model"
)

// What was answered comes back: whole where it is short or no good, else its
// beginning, and in its place among the rest.
func TestAnswersComeBack(t *testing.T) {
	list := `["` + strings.Repeat("x", 50_000) + `"]`
	torn := strings.TrimSuffix(list, `"]`)
	huge := strings.Repeat("<p>", 1<<20)
	for _, tt := range []struct {
		name    string
		status  int
		refused bool
		body    string
		kept    int
	}{
		{"short", 200, false, `{"serverTime":1}`, 16},
		{"nothing", 204, false, "", 0},
		{"long and good", 200, false, list, goodAnswer},
		{"long and refused", 500, true, list, len(list)},
		{"long and torn", 200, false, torn, len(torn)},
		{"longer than any reason", 403, true, huge, badAnswer},
		{"no text", 200, false, "\x1b[2J\xff\x00", 6},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newStudio(t, Config{})
			s.deck.Answered(rest.Answer{From: "nobody", Body: []byte("before the tape began")})
			s.start()
			s.hear()
			body := []byte(tt.body)
			s.deck.Answered(rest.Answer{
				From: "binance", Asked: "GET /fapi/v1/klines?symbol=BTCUSDT", Status: tt.status, Refused: tt.refused,
				Body: body, Received: began.Add(time.Second),
			})
			clear(body) // they were valid during the call
			s.hear()
			s.stop()
			steps, notes, err := read(t, s.path)
			if err != nil || len(notes) > 0 {
				t.Fatal(err, notes)
			}
			var kinds []Kind
			for _, st := range steps {
				kinds = append(kinds, st.Kind)
			}
			if diff := cmp.Diff([]Kind{Afresh, Frame, Told, Answered, Frame, Told}, kinds); diff != "" {
				t.Fatal(diff)
			}
			got := steps[3]
			want := Answer{From: "binance", Asked: "GET /fapi/v1/klines?symbol=BTCUSDT", Status: tt.status, Size: len(tt.body)}
			if *got.Answer != want || got.At != model.MillisOf(began.Add(time.Second)) || len(got.Events) > 0 {
				t.Errorf("got %+v at %s", got.Answer, got.At)
			}
			if string(got.Bytes) != tt.body[:tt.kept] {
				t.Errorf("%d bytes are kept, want %d", len(got.Bytes), tt.kept)
			}
		})
	}
}

// A tape of the version before, which had no answers, is read as ever.
func TestOlderTapeIsRead(t *testing.T) {
	s := newStudio(t, Config{})
	s.start()
	s.hear()
	s.publish()
	s.stop()
	data, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(headMagic)] = 1
	if err := os.WriteFile(s.path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	steps, notes, err := read(t, s.path)
	if err != nil || len(notes) > 0 || len(steps) != 6 {
		t.Errorf("%d steps, %v, %v", len(steps), notes, err)
	}
}

// An answer that claims to be what none is, or is cut off anywhere, is damage.
func TestDamagedAnswer(t *testing.T) {
	w := newScribe()
	w.answer(rest.Answer{From: "okx", Asked: "GET /x", Status: 200, Body: []byte("null"), Received: began}, []byte("null"))
	whole, _, _ := w.cut()
	for n := 1; n < len(whole); n++ {
		r := newScript()
		r.open(bytes.Clone(whole[:n]), new([]model.Event))
		var s Step
		if ok, err := r.next(&s); err == nil {
			t.Fatalf("%d of %d bytes: %v %+v", n, len(whole), ok, s)
		}
	}
	w.answer(rest.Answer{Status: 1 << 20, Received: began}, nil)
	odd, _, _ := w.cut()
	r := newScript()
	r.open(odd, new([]model.Event))
	if _, err := r.next(new(Step)); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("got %v", err)
	}
}
