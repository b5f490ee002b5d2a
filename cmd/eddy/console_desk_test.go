package main

import (
	"fmt"
	"strings"
	"testing"

	"eddy/tui/layout"
)

// shows tells whether a view is on show: its name begins the last line.
func shows(v layout.View) func(screen string) bool {
	return func(screen string) bool {
		return whole(screen) && strings.HasPrefix(lastLine(screen), " "+v.String()+" ")
	}
}

func lastLine(screen string) string { return screen[strings.LastIndexByte(screen, '\n')+1:] }

// whole tells whether a screen is a whole frame: the banner above, the keys
// below, no pane that failed.
func whole(screen string) bool {
	top, _, _ := strings.Cut(screen, "\n")
	return strings.Contains(top, "eddy") && strings.Contains(lastLine(screen), "quit") && !strings.Contains(screen, "failed to draw")
}

// The program is started, driven with keys through every view, resized in each,
// and ended, and every time what a person would see is looked at.
func TestDeskDrivenOnATerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program")
	}
	c := startConsole(t, 120, 36, "demo", "--seed", "24", "--venues", "binance,bybit")
	c.see("eddy", "DEMO", "Rotation", "Sectors", "DeFi", "binance ●", "bybit ●", "q quit")
	c.see("runner-up") // the past has come in and the phase is known

	for _, v := range layout.Views() {
		c.press(fmt.Sprint(int(v)))
		c.await(v.String(), shows(v))
		for _, size := range [][2]int{{80, 24}, {200, 60}, {50, 16}, {120, 36}} {
			c.resize(size[0], size[1])
			c.await(fmt.Sprintf("a whole %s of %d by %d", v, size[0], size[1]), whole)
		}
		c.press("?")
		c.await("the help over "+v.String(), func(s string) bool { return strings.Contains(s, " Help ") })
		c.press("\x1b")
		c.await(v.String()+" again", func(s string) bool { return !strings.Contains(s, " Help ") && shows(v)(s) })
	}

	c.press("1")
	c.await("the desk", shows(layout.Desk))
	for _, step := range []struct{ keys, shows, hides string }{
		{"\t/nft\r", "/nft", "· L1 "},       // of the sectors only the rows that hold a word
		{"\x1b", "· L1 ", "/nft"},           // all of them
		{"z", "esc back", "Rotation ·"},     // the pane alone
		{"\x1b", "Rotation ·", "esc back"},  // and the others again
		{"p", "PAUSED", "\x00"},             // the picture stands
		{"p", "DEMO", "PAUSED"},             // and goes on
		{":jour\r", " journal ", ":jour"},   // a view by its name
		{"1", " desk ", " journal "},        // and by its digit
		{":theme\r", "Rotation ·", ":them"}, // another theme
	} {
		c.press(step.keys)
		c.await(step.shows, func(s string) bool { return strings.Contains(s, step.shows) && !strings.Contains(s, step.hides) })
	}
	c.press("q")
	if code := c.ended(); code != exitDone {
		t.Errorf("exit %d", code)
	}
	if !c.screen.GivenBack() {
		t.Error("the terminal is not given back as it was")
	}
}

// A terminal too small for anything says so in a sentence, and the desk comes
// back with the room.
func TestDeskOnATinyTerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program")
	}
	c := startConsole(t, 24, 6, "demo")
	c.see("eddy needs")
	c.resize(90, 28)
	c.see("Rotation", "q quit")
	c.press("\x03")
	if code := c.ended(); code != exitDone {
		t.Errorf("exit %d after ctrl+c", code)
	}
}

// Whoever looks at the settings and changes nothing comes back to the session that
// went on meanwhile; what is changed begins one anew.
func TestSettingsOnATerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program")
	}
	c := startConsole(t, 120, 36, "demo")
	clock := func() string {
		c.see("DEMO", " UTC", "runner-up", "q quit")
		top, _, _ := strings.Cut(c.screen.Text(), "\n")
		return top[strings.LastIndex(top, "20"):]
	}
	before := clock()
	c.press("C")
	c.see("settings", "What should eddy watch?")
	c.press("\x1b")
	if after := clock(); after < before {
		t.Errorf("the market is at %s after the settings, and was at %s before", after, before)
	}
	c.press("C")
	c.see("settings", "1 of 4")
	c.press("\r")
	c.see("2 of 4")
	c.press("\r")
	c.see("3 of 4", "s0-matrix")
	c.press("\x1b[B\r")
	c.see("4 of 4")
	c.press("\r")
	c.see("rules     s0-matrix", "kept in")
	c.press("\r")
	c.see("DEMO", "s0-matrix", "q quit")
	c.press("q")
	if code := c.ended(); code != exitDone {
		t.Errorf("exit %d", code)
	}
}
