package bybit

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// asked reads a request.
func asked(t testing.TB, frame []byte) command {
	t.Helper()
	var c command
	if err := json.Unmarshal(frame, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSettle(t *testing.T) {
	names := []string{"a", "b", "c"}
	for _, tc := range []struct {
		name  string
		names []string
		a     answer
		want  verdict
	}{
		{"accepted", names, answer{success: true}, verdict{accepted: names}},
		{"one is not known", names, answer{message: []byte("error:handler not found,topic:b")},
			verdict{refused: []string{"b"}, again: [][]string{{"a", "c"}}, reason: "error:handler not found,topic:b"}},
		{"one is there already", names, answer{message: []byte("error:already subscribed,topic:a")},
			verdict{accepted: []string{"a"}, again: [][]string{{"b", "c"}}, reason: "error:already subscribed,topic:a"}},
		{"the only one is not known", names[:1], answer{message: []byte("error:handler not found,topic:a")},
			verdict{refused: []string{"a"}, reason: "error:handler not found,topic:a"}},
		{"nobody is named", names, answer{message: []byte("no")}, verdict{again: [][]string{{"a"}, {"b", "c"}}, reason: "no"}},
		{"a stranger is named", names[:2], answer{message: []byte("no,topic:x")}, verdict{again: [][]string{{"a"}, {"b"}}, reason: "no,topic:x"}},
		{"nobody is named, one is left", names[:1], answer{message: []byte("no")}, verdict{refused: []string{"a"}, reason: "no"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			q := newRequests()
			tc.a.id = []byte(asked(t, q.subscribe(tc.names)[0]).ID)
			if d := cmp.Diff(tc.want, q.settle(&tc.a), cmp.AllowUnexported(verdict{})); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if again := q.settle(&tc.a); len(again.accepted)+len(again.refused)+len(again.again) > 0 {
				t.Errorf("an answer counts once, got %+v", again)
			}
		})
	}
	q := newRequests()
	id := asked(t, q.subscribe(names)[0]).ID
	q.restart()
	if v := q.settle(&answer{success: true, id: []byte(id)}); v.accepted != nil {
		t.Errorf("an answer from the connection before: got %+v", v)
	}
}

// TestBisection plays a venue that refuses whole requests, with or without
// naming a culprit: in the end it serves exactly the topics it knows.
func TestBisection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bad := rapid.SliceOfNDistinct(rapid.IntRange(0, 59), 0, 12, rapid.ID).Draw(t, "bad")
		names := rapid.Bool().Draw(t, "names")
		topics := make([]string, 60)
		for i := range topics {
			topics[i] = "tickers." + string(rune('A'+i))
		}
		q := newRequests()
		var served, refused []string
		queue := q.subscribe(topics)
		for rounds := 0; len(queue) > 0; rounds++ {
			if rounds > 500 {
				t.Fatal("no end")
			}
			var c command
			if err := json.Unmarshal(queue[0], &c); err != nil {
				t.Fatal(err)
			}
			queue = queue[1:]
			a := answer{success: true, id: []byte(c.ID)}
			for _, n := range c.Args {
				if slices.Contains(bad, slices.Index(topics, n)) {
					a.success = false
					if a.message = []byte("error"); names {
						a.message = []byte("error:handler not found,topic:" + n)
					}
					break
				}
			}
			v := q.settle(&a)
			served, refused = append(served, v.accepted...), append(refused, v.refused...)
			for _, rest := range v.again {
				queue = append(queue, q.subscribe(rest)...)
			}
		}
		if len(refused) != len(bad) || len(served) != len(topics)-len(bad) || len(q.open) != 0 {
			t.Fatalf("served %d, refused %v of %v", len(served), refused, bad)
		}
	})
}

func TestRequestsAreCutToSize(t *testing.T) {
	names := make([]string, 45)
	for i := range names {
		names[i] = "x"
	}
	names[0] = `tickers.龙虾USDT"`
	frames := newRequests().subscribe(names)
	if len(frames) != 3 || len(asked(t, frames[2]).Args) != 5 || asked(t, frames[0]).Args[0] != names[0] {
		t.Fatalf("got %s", frames)
	}
	if want := `{"req_id":"u1","op":"unsubscribe","args":["x"]}`; string(unsubscribe(names[1:2])[0]) != want {
		t.Errorf("got %s, want %s", unsubscribe(names[1:2])[0], want)
	}
	if string(ping()) != `{"req_id":"ping","op":"ping"}` || newRequests().subscribe(nil) != nil {
		t.Errorf("got %s", ping())
	}
}
