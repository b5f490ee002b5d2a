package diary

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	now      = time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)
	subjects = []string{"Infrastructure", "L1", "DeFi", "AI", "AAVE"}
)

func draft(change func(*Draft)) Draft {
	d := Draft{Kind: "regulation", Subject: "DeFi", Score: "0.5", HalfLife: "72h", Source: "sec.gov", Text: "front-ends exempted"}
	if change != nil {
		change(&d)
	}
	return d
}

func chance() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

func TestCheck(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*Draft)
		want   string
	}{
		{"fine", nil, ""},
		{"case does not matter", func(d *Draft) { d.Kind, d.Subject = "REGULATION", "defi" }, ""},
		{"market", func(d *Draft) { d.Subject = "Market" }, ""},
		{"date", func(d *Draft) { d.Time = "2026-11-20" }, ""},
		{"days", func(d *Draft) { d.HalfLife = "3d" }, ""},
		{"kind", func(d *Draft) { d.Kind = "regulaton" }, `unknown kind "regulaton", did you mean "regulation"?`},
		{"far from any kind", func(d *Draft) { d.Kind = "xyzxyz" }, `unknown kind "xyzxyz": use one of partnership, `},
		{"no kind", func(d *Draft) { d.Kind = "" }, "the event has no kind"},
		{"subject", func(d *Draft) { d.Subject = "DeFy" }, `unknown subject "DeFy", did you mean "DeFi"?`},
		{"score above", func(d *Draft) { d.Score = "1.01" }, `score "1.01": give a number from -1`},
		{"score below", func(d *Draft) { d.Score = "-2" }, "score"},
		{"score NaN", func(d *Draft) { d.Score = "NaN" }, "score"},
		{"no score", func(d *Draft) { d.Score = "" }, "score"},
		{"half-life zero", func(d *Draft) { d.HalfLife = "0h" }, "half-life"},
		{"half-life negative", func(d *Draft) { d.HalfLife = "-72h" }, "half-life"},
		{"half-life endless", func(d *Draft) { d.HalfLife = "99999d" }, "half-life"},
		{"half-life a word", func(d *Draft) { d.HalfLife = "soon" }, `half-life "soon"`},
		{"tomorrow", func(d *Draft) { d.Time = "2026-11-22" }, "lies in the future"},
		{"long ago", func(d *Draft) { d.Time = "1999-01-01" }, "before there was anything"},
		{"no time", func(d *Draft) { d.Time = "yesterday" }, `time "yesterday": write`},
		{"no source", func(d *Draft) { d.Source = " " }, "no source"},
		{"no text", func(d *Draft) { d.Text = "\x1b" }, "no text"},
		{"too long", func(d *Draft) { d.Text = strings.Repeat("a", 401) }, "400 bytes"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			j, err := draft(tc.change).Check(subjects, now)
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Fatalf("got %v, want %q", err, tc.want)
			}
			if err != nil && strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Errorf("not one clean line: %q", err)
			}
			if err == nil && (j.HalfLife != 72*time.Hour || j.Kind != "regulation" || j.Time > model.MillisOf(now)) {
				t.Errorf("got %+v", j)
			}
		})
	}
}

func TestParseLine(t *testing.T) {
	d, err := ParseLine(" exploit AAVE -0.8 3d  pool drained (via a bridge) (rekt.news) ")
	want := Draft{Kind: "exploit", Subject: "AAVE", Score: "-0.8", HalfLife: "3d", Text: "pool drained (via a bridge) ", Source: "rekt.news"}
	if diff := cmp.Diff(want, d); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for _, line := range []string{"", "exploit AAVE -0.8 3d", "exploit AAVE -0.8 3d pool drained by someone", "a b c d e) f("} {
		if _, err := ParseLine(line); !errors.Is(err, ErrForm) {
			t.Errorf("%q: %v", line, err)
		}
	}
}

// add writes an event of some text and returns it.
func add(t *testing.T, path, text string, r *rand.Rand) model.Judgement {
	t.Helper()
	j, err := draft(func(d *Draft) { d.Text = text }).Check(subjects, now)
	if err != nil {
		t.Fatal(err)
	}
	j, _, err = Add(path, j, r)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestAddListRemove(t *testing.T) {
	path, r := filepath.Join(t.TempDir(), "new folder", "events.jsonl"), chance()
	first, second := add(t, path, "one", r), add(t, path, "two", r)
	if first.ID == second.ID {
		t.Fatalf("both are called %s", first.ID)
	}
	b, err := Load(path)
	if diff := cmp.Diff([]model.Judgement{first, second}, b.Entries); diff != "" || err != nil {
		t.Fatal(diff, err)
	}
	if got, err := Remove(path, first.ID); err != nil || got.Text != "one" {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := Remove(path, first.ID); !errors.Is(err, ErrUnknown) {
		t.Errorf("taken back twice: %v", err)
	}
	b, err = Load(path)
	if diff := cmp.Diff([]model.Judgement{second}, b.Entries); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// A kill at any byte of a write loses the line being written and no other, and
// the next one goes on from there.
func TestTornAtAnyByte(t *testing.T) {
	path, r := filepath.Join(t.TempDir(), "events.jsonl"), chance()
	add(t, path, "one", r)
	whole, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	add(t, path, "two", r)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := int(whole.Size()); cut < len(data); cut++ {
		if err := os.WriteFile(path, data[:cut], 0o644); err != nil {
			t.Fatal(err)
		}
		b, err := Load(path)
		if err != nil || len(b.Entries) != 1 || b.Torn != (cut > int(whole.Size())) || b.Damaged != 0 {
			t.Fatalf("cut at %d: %+v %v", cut, b, err)
		}
		add(t, path, "three", r)
		b, err = Load(path)
		if err != nil || len(b.Entries) != 2 || b.Entries[1].Text != "three" || b.Torn || b.Damaged != 0 {
			t.Fatalf("cut at %d and gone on: %+v %v", cut, b, err)
		}
	}
}

// Lines a hand has broken are passed over and counted.
func TestDamagedLines(t *testing.T) {
	good := `{"id":"e1","time":"2026-11-20T00:00:00.000Z","kind":"exploit","subject":"AAVE","score":-1,"half_life":"24h0m0s","text":"x\u001b[2J","source":"y"}` + "\n"
	b := parse([]byte(good + "\n" + "garbage\n" + strings.Replace(strings.Replace(good, "e1", "e2", 1), `-1,`, `-7,`, 1) + strings.Replace(good, `"e1"`, `""`, 1) +
		strings.Replace(strings.Replace(good, "e1", "e3", 1), "24h0m0s", "0s", 1)))
	if len(b.Entries) != 1 || b.Damaged != 4 || b.Torn || b.Entries[0].Text != "x[2J" {
		t.Errorf("got %+v", b)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"id":"e1","time":"2026-11-20T00:00:00Z","kind":"exploit","subject":"AAVE","score":-1,"half_life":"24h","text":"x","source":"y"}` + "\n" + `{"id":"e1","removed":true}` + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, j := range parse(data).Entries {
			if w := j.Weight(j.Time); w != j.Score || j.HalfLife <= 0 || j.Text != model.CleanText(j.Text) || j.ID == "" {
				t.Fatalf("got %+v", j)
			}
		}
	})
}

// sink hands on what it is given.
type sink chan model.Judgement

func (s sink) Put(ctx context.Context, events []model.Event) error {
	for _, ev := range events {
		select {
		case s <- *ev.Detail.(*model.Judgement):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (s sink) next(t *testing.T) model.Judgement {
	t.Helper()
	select {
	case j := <-s:
		return j
	case <-time.After(time.Minute):
		t.Fatal("nothing was told")
		return model.Judgement{}
	}
}

// What another program adds or takes back shows in a running desk.
func TestWatch(t *testing.T) {
	path, r := filepath.Join(t.TempDir(), "events.jsonl"), chance()
	began := model.MillisOf(now.Add(-48 * time.Hour))
	w := &Watch{Path: path, Now: time.Now, Log: slog.New(slog.DiscardHandler), Market: func() model.Millis { return began }}
	ctx, cancel := context.WithCancel(context.Background())
	out, done := make(sink), make(chan error, 1)
	go func() { done <- w.Run(ctx, out) }()
	first := add(t, path, "one", r)
	if got := out.next(t); got.ID != first.ID || got.Time != began || got.Removed {
		t.Errorf("got %+v", got)
	}
	second := add(t, path, "two", r)
	if got := out.next(t); got.ID != second.ID {
		t.Errorf("got %+v", got)
	}
	if _, err := Remove(path, first.ID); err != nil {
		t.Fatal(err)
	}
	if got := out.next(t); got.ID != first.ID || !got.Removed {
		t.Errorf("got %+v", got)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A full disk, here a folder in the place of the file, is an error and harms
// nothing.
func TestNowhereToWrite(t *testing.T) {
	j, err := draft(nil).Check(subjects, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Add(t.TempDir(), j, chance()); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
}

func Example() {
	d, _ := ParseLine("partnership AI 0.6 2w chip maker joins (press release)")
	j, err := d.Check([]string{"AI"}, now)
	fmt.Printf("%s %s %.1f, %.2f two weeks later, %v\n", j.Kind, j.Subject, j.Score, j.Weight(j.Time.Add(14*24*time.Hour)), err)
	// Output: partnership AI 0.6, 0.30 two weeks later, <nil>
}
