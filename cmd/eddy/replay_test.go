package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eddy/cmd/internal/playback"
)

// taped records a short demo with faults to order, and with an alert rule of the
// user's own, and returns its file.
func taped(t *testing.T, flags ...string) string {
	t.Helper()
	config := write(t, "config.toml", "")
	if err := os.WriteFile(filepath.Join(filepath.Dir(config), "alerts.toml"), []byte(alarmRule), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "x.tape")
	code, _, stderr := eddy(t, "", append([]string{"--config", config, "record", file, "--demo", "--speed", "3600"}, flags...)...)
	if code != exitDone {
		t.Fatalf("record: exit %d: %s", code, stderr)
	}
	if !strings.Contains(stderr, "MB, ") {
		t.Errorf("nothing is said of the size: %q", stderr)
	}
	return file
}

// verdictOf plays a tape twice.
func verdictOf(t *testing.T, file string) (code int, v map[string]any) {
	t.Helper()
	code, stdout, stderr := eddy(t, "", "replay", file, "--verify", "--json")
	if err := json.Unmarshal([]byte(stdout), &v); err != nil {
		t.Fatalf("exit %d, %v: %s%s", code, err, stdout, stderr)
	}
	return code, v
}

// Live is replay: a tape recorded from several venues that misbehave gives the
// same snapshots twice, and those that were shown while it was recorded.
func TestLiveIsReplay(t *testing.T) {
	var file string
	var v map[string]any
	for _, span := range []string{"8s", "20s", "45s"} { // a slow machine takes longer to load what alerts wait for
		file = taped(t, "--for", span, "--venues", "binance,bybit", "--faults", "binance:garbage@2s,bybit:cut@3s,bybit:silent@6s+2s")
		var code int
		if code, v = verdictOf(t, file); code != exitDone || v["difference"] != nil || v["from_the_start"] != true {
			t.Fatalf("exit %d: %v", code, v)
		}
		if v["plans"].(float64) > 0 && v["bars"].(float64) > 1 && hasPlacedAlerts(t, file) {
			break
		}
	}
	if v["frames"].(float64) < 100 || v["bars"].(float64) < 2 || v["compared"].(float64) < 2 {
		t.Errorf("too little to prove anything: %v", v)
	}
	if v["alerts"].(float64) < 1 || v["plans"].(float64) < 1 {
		t.Errorf("no alerts or no plans to compare: %v", v)
	}
	if digests, ok := v["bar_digests"].([]any); !ok || len(digests) < int(v["bars"].(float64)) {
		t.Errorf("%d digests of %v bars", len(digests), v["bars"])
	}
	code, again := verdictOf(t, file)
	if code != exitDone || again["digest"] != v["digest"] {
		t.Errorf("exit %d: another digest: %v, %v", code, again["digest"], v["digest"])
	}
	replaysAsJSON(t, file)
	showsAnswers(t, file)
	endsWhereItIsCut(t, file)
}

// hasPlacedAlerts tells whether alerts on a tape say where they stand on it,
// which takes a moment longer than the alerts.
func hasPlacedAlerts(t *testing.T, file string) bool {
	t.Helper()
	code, stdout, stderr := eddy(t, "", "replay", file, "--json", "--every", "2s")
	if code != exitDone {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	return strings.Contains(stdout, placed)
}

// placed is what the JSON of an alert that stands on the tape has.
const placed = `"tape":"x.tape@`

func replaysAsJSON(t *testing.T, file string) {
	t.Helper()
	code, stdout, stderr := eddy(t, "", "replay", file, "--json", "--every", "2s")
	if code != exitDone {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	lines := bufio.NewScanner(strings.NewReader(stdout))
	lines.Buffer(nil, 8<<20)
	count, last := 0, map[string]any{}
	for lines.Scan() {
		count++
		last = map[string]any{}
		if err := json.Unmarshal(lines.Bytes(), &last); err != nil {
			t.Fatal(err)
		}
	}
	if assets, ok := last["assets"].([]any); count < 3 || last["mode"] != "replay" || !ok || len(assets) < 10 {
		t.Errorf("%d snapshots, the last of mode %v with %d assets", count, last["mode"], len(assets))
	}
	if alerts, _ := json.Marshal(last["alerts"]); !strings.Contains(string(alerts), placed) {
		t.Errorf("no alert says where it stands on the tape: %s", alerts)
	}
}

// showsAnswers checks that what was answered by REST is on a tape, of venues and
// of slow sources.
func showsAnswers(t *testing.T, file string) {
	t.Helper()
	code, stdout, stderr := eddy(t, "", "replay", file, "--answers")
	if code != exitDone {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	of := map[string]int{}
	for line := range strings.Lines(stdout) {
		var a answerLine
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		if a.At == 0 || a.Size < len(a.Body) || a.Status == 200 && (a.Cut != (a.Size > len(a.Body)) || a.Body == "") {
			t.Fatalf("%+v", a)
		}
		of[a.From+" "+strings.SplitN(a.Asked, "?", 2)[0]]++
	}
	for _, want := range []string{"binance GET /fapi/v1/exchangeInfo", "binance GET /fapi/v1/klines", "bybit GET /v5/market/kline", "fear_greed GET /fng/"} {
		if of[want] == 0 {
			t.Errorf("no answer to %q: %v", want, of)
		}
	}
}

func endsWhereItIsCut(t *testing.T, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	short := write(t, "short.tape", string(data[:len(data)-7]))
	code, stdout, stderr := eddy(t, "", "replay", short, "--verify")
	if code != exitDone || !strings.Contains(stdout, "same: both passes agree") || !strings.Contains(stderr, "was cut short at byte") {
		t.Errorf("cut short: exit %d: %s%s", code, stdout, stderr)
	}
	data[len(data)*9/10] ^= 4
	bad := write(t, "bad.tape", string(data))
	code, stdout, stderr = eddy(t, "", "replay", bad, "--verify")
	if code != exitFoundWrong || !strings.Contains(stderr, "damaged") || !strings.Contains(stderr, "plays up to there") || strings.Count(stderr, "\n") != 1 {
		t.Errorf("flipped: exit %d: %s%s", code, stdout, stderr)
	}
}

// A difference says which eddy recorded the tape, where it was another.
func TestVerdictNamesWhoRecorded(t *testing.T) {
	v := &playback.Verdict{Difference: "snapshot 2", Program: "0.0.1\x1b[2J"}
	if got := verdictText("x.tape", v, 0); !strings.Contains(got, "eddy 0.0.1[2J recorded it, this is "+versionText()) {
		t.Errorf("got %q", got)
	}
	v.Program = versionText()
	if got := verdictText("x.tape", v, 0); strings.Contains(got, "recorded it") {
		t.Errorf("got %q", got)
	}
}

// Of a tape from the middle of a session the verdict says how far it shows what
// the desk showed, and where it cannot.
func TestVerdictFromTheMiddle(t *testing.T) {
	v := &playback.Verdict{Compared: 5, Agreed: 4, Places: 700}
	const same = "same: both passes agree.\nThe tape begins in the middle of a session: of 5 snapshots it remembers of the desk, 4 are the same in every place, their running number apart"
	if got := verdictText("x.tape", v, 0); !strings.Contains(got, same+"\ndigest") {
		t.Errorf("got %q", got)
	}
	v.Apart = []string{"plan.as_of", "plan.digest", "alerts[0]"}
	want := same + ";\nthe last one is in 697 of 700, and in the others rests on what came before the tape: plan 2, alerts 1\ndigest"
	if got := verdictText("x.tape", v, 0); !strings.Contains(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A tape of several files is one tape.
func TestTapeOfSeveralFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.tape")
	code, _, told := eddy(t, "", "record", file, "--demo", "--for", "2s", "--file-size", "100KB")
	if code != exitDone || !strings.Contains(told, " MB in ") {
		t.Fatalf("record: exit %d: %s", code, told)
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(file), "x*.tape"))
	if err != nil || len(files) < 2 || !strings.Contains(told, fmt.Sprintf(" in %d files,", len(files))) {
		t.Errorf("%v, %v: %s", files, err, told)
	}
	code, stdout, stderr := eddy(t, "", "replay", file, "--verify")
	if code != exitDone || stderr != "" || !strings.Contains(stdout, "same: both passes agree, and with") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
}

func TestReplayMistakes(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none.tape")
	text := write(t, "text.tape", "not a tape at all, but long enough")
	for _, tt := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"no file", []string{"replay", none, "--verify"}, exitUnreachable, "none.tape"},
		{"no tape", []string{"replay", text, "--verify"}, exitUsage, "not a tape"},
		{"speed", []string{"replay", text, "--speed", "fast"}, exitUsage, "--speed"},
		{"speed zero", []string{"replay", text, "--speed", "0"}, exitUsage, "--speed"},
		{"no tape on the desk", []string{"replay", text}, exitUsage, "not a tape"},
		{"written over", []string{"record", text, "--demo", "--for", "1s"}, exitUsage, "exists already"},
		{"no folder", []string{"record", filepath.Join(none, "x.tape"), "--demo", "--for", "1s"}, exitUnreachable, "no such file"},
		{"answers and a proof", []string{"replay", text, "--answers", "--verify"}, exitUsage, "--answers"},
		{"answers of no tape", []string{"replay", text, "--answers"}, exitUsage, "not a tape"},
		{"for", []string{"record", none, "--for", "-1s"}, exitUsage, "--for"},
		{"file size", []string{"record", none, "--file-size", "64"}, exitUsage, "--file-size"},
		{"small files", []string{"record", none, "--file-size", "1KB"}, exitUsage, "100KB at least"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, _, stderr := eddy(t, "", tt.args...)
			if code != tt.code || !strings.Contains(stderr, tt.says) || strings.Count(stderr, "\n") != 1 {
				t.Errorf("exit %d: %q", code, stderr)
			}
		})
	}
}
