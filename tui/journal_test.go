package tui

import (
	"errors"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/layout"
	"eddy/tui/tuitest"
)

// noted is the Journal view with a place for what is done.
func noted(t *testing.T) (app *App, acts *[]model.AlertAct, files map[string]string) {
	t.Helper()
	app = show(t, tuitest.Market(), 160, 40)
	acts, files = new([]model.AlertAct), map[string]string{}
	app.act = func(act model.AlertAct) error { *acts = append(*acts, act); return nil }
	app.save = func(name string, data []byte) (string, error) {
		files[name] = string(data)
		return "/state/" + name, nil
	}
	press(app, char('7'))
	app.View()
	return app, acts, files
}

// do presses a key and does what it asks for.
func do(app *App, k tea.KeyMsg) {
	if cmd := press(app, k); cmd != nil {
		app.Update(cmd())
	}
	app.View()
}

func TestJournal(t *testing.T) {
	for _, tt := range []struct {
		name, keys string
		says, not  []string
	}{
		{"in the order of time, all sorts", "", []string{"DeFi entered leading", "decided", "regulation: front-ends exempted", "! AI funding"}, nil},
		{"only alerts", "f", []string{"Journal · alerts", "AAVE long"}, []string{"front-ends", "phase EXPANSION confirmed"}},
		{"only events", "ff", []string{"front-ends exempted", "your own word", "+0.50, worth +0.48 now"}, []string{"AAVE long"}},
		{"only decisions", "fff", []string{"phase EXPANSION confirmed"}, []string{"AAVE long"}},
		{"the rules", "ffff", []string{"Journal · rules", "liquidation AAVE long bybit: it fired", "pivot DeFi: DeFi has not broken out"}, []string{"front-ends"}},
		{"why not, of the alert under the cursor", "jw", []string{"liquidation AAVE", "fires when"}, []string{"pivot DeFi"}},
		{"and all again", "fffff", []string{"front-ends", "AAVE long"}, nil},
		{"what it came from, as it was", "j", []string{"What it came from, as it was", "+ 9.8 %", "distance to liquidation (< 10 %)", "? ?", "okx is silent", "cut the leverage, or add margin", "no day has closed since"}, nil},
		{"found", "/front\r", []string{"front-ends"}, []string{"AAVE long"}},
		{"nothing found", "/zzz\r", []string{`no row holds "zzz"`}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			app, _, _ := noted(t)
			for _, r := range tt.keys {
				k := char(r)
				if r == '\r' {
					k = special(tea.KeyEnter)
				}
				do(app, k)
			}
			got := plain(app)
			got = got[strings.Index(got, "Journal"):]
			for _, want := range tt.says {
				if !strings.Contains(got, want) {
					t.Errorf("does not say %q:\n%s", want, got)
				}
			}
			for _, bad := range tt.not {
				if strings.Contains(got, bad) {
					t.Errorf("says %q:\n%s", bad, got)
				}
			}
		})
	}
}

func TestAcknowledge(t *testing.T) {
	app, acts, _ := noted(t)
	do(app, char('j'))
	do(app, char('a'))
	if len(*acts) != 1 || (*acts)[0] != (model.AlertAct{ID: "a4", Verb: model.Acknowledge}) {
		t.Fatalf("acts: %+v", *acts)
	}
	// A new alert pushes the rows down; the reader stays on the one they are on.
	s := tuitest.Market()
	s.Alerts = append([]model.AlertRow{{ID: "a9", Rule: "venue", Since: s.AsOf, Text: "bybit silent"}}, s.Alerts...)
	app.Update(snapshotMsg{s})
	app.View()
	do(app, char('a'))
	if len(*acts) != 2 || (*acts)[1].ID != "a4" {
		t.Errorf("acts after a new alert: %+v", *acts)
	}
	app.act = func(model.AlertAct) error { return errors.New("the engine is busy") }
	do(app, char('a'))
	if got := plain(app); !strings.Contains(got, "the engine is busy") {
		t.Errorf("a refusal is not told:\n%s", got)
	}
	do(app, char('f'))
	do(app, char('f'))
	do(app, char('a'))
	if got := plain(app); !strings.Contains(got, "only alerts can be acknowledged") {
		t.Errorf("an event cannot be acknowledged, and nothing says so:\n%s", got)
	}
}

func TestExport(t *testing.T) {
	app, _, files := noted(t)
	do(app, char('x'))
	got := files["journal.csv"]
	for _, want := range []string{
		"time,kind,severity,rule,subject,text,",
		`2026-03-04T13:20:20.000Z,alert,critical,liquidation,AAVE,AAVE long: 9.8 % to liquidation,9.800000,10.000000,,no,S2-CONS-2,distance to liquidation 9.8 % (< 10 %)`,
		"decision,info,phase,EXP,phase EXPANSION confirmed, day 12",
		"event,,,DeFi,front-ends exempted,0.500000",
	} {
		if !strings.Contains(strings.ReplaceAll(got, `"phase EXPANSION confirmed, day 12"`, "phase EXPANSION confirmed, day 12"), want) {
			t.Errorf("the export does not hold %q:\n%s", want, got)
		}
	}
	if frame := plain(app); !strings.Contains(frame, "written to /state/journal.csv") {
		t.Errorf("where it went is not told:\n%s", frame)
	}
	app.save = func(string, []byte) (string, error) { return "", errors.New("no room on the disk") }
	do(app, char('x'))
	if frame := plain(app); !strings.Contains(frame, "no room on the disk") {
		t.Errorf("a failure is not told:\n%s", frame)
	}
}

// Without a journal's places the keys say so, and nothing is done.
func TestJournalWithoutPlaces(t *testing.T) {
	app := show(t, tuitest.NoPhase(), 120, 36)
	app.desk.open(layout.JournalView)
	app.View()
	for _, k := range "axjG" {
		do(app, char(k))
	}
	if got := plain(app); !strings.Contains(got, "there is no place to export to") || !strings.Contains(got, "nothing has fired yet") {
		t.Errorf("does not say so:\n%s", got)
	}
}
