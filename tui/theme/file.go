package theme

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"eddy/model"
	"eddy/model/stricttoml"
	"eddy/tui/grid"
)

// file is a theme of the reader's own: a shipped one with other colours.
//
//	base = "dark"
//	background = "#101418"
//	[colours]
//	gain = "#6fcf97"
//	critical = "#ff5555 bold"
type file struct {
	Base       string            `toml:"base"`
	Background string            `toml:"background"`
	Colours    map[string]string `toml:"colours"`
}

// styleNames are the styles as a theme file calls them, in their order.
var styleNames = [...]string{
	Muted: "muted", Label: "label", Header: "header", Strong: "strong",
	Border: "border", BorderFocused: "border-focused", Title: "title", TitleFocused: "title-focused",
	Number: "number", NumberFocused: "number-focused", Brand: "brand", Key: "key", Hint: "hint",
	Cursor: "cursor", Caret: "caret",
	Gain: "gain", Loss: "loss", Flat: "flat", Good: "good", Warn: "warn", Critical: "critical", Stale: "stale", Unknown: "unknown",
	BarFill: "bar", BarTrack: "bar-track", BarExcess: "bar-excess", Target: "target", Axis: "axis", Spark: "spark",
	BadgeDemo: "badge-demo", BadgeLive: "badge-live", BadgeReplay: "badge-replay", BadgePaused: "badge-paused", BadgeAlarm: "badge-alarm",
	PhaseACC: "phase-acc", PhaseEXP: "phase-exp", PhaseLATE: "phase-late", PhaseBEAR: "phase-bear", PhaseUnknown: "phase-unknown",
	LinkLive: "link-live", LinkStale: "link-stale", LinkDown: "link-down", LinkBusy: "link-busy", LinkOff: "link-off",
	leading0: "leading", weakening0: "weakening", lagging0: "lagging", improving0: "improving",
	sector0: "sector-1", sector1: "sector-2", sector2: "sector-3", sector3: "sector-4", sector4: "sector-5", sector5: "sector-6",
}

// readFile reads a theme of the reader's own.
func readFile(path string) (*palette, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	p, err := parse(data, path)
	if err != nil {
		return nil, fmt.Errorf("theme: %s: %w", path, err)
	}
	return p, nil
}

func parse(data []byte, name string) (*palette, error) {
	f := file{Base: darkPalette.name}
	if err := stricttoml.Decode(data, &f); err != nil {
		return nil, err
	}
	base, err := shipped(f.Base)
	if err != nil {
		return nil, at(data, "base", err)
	}
	back := base.back
	if f.Background != "" {
		if back, err = parseHex(f.Background); err != nil {
			return nil, at(data, "background", err)
		}
	}
	looks := make(map[grid.Style]look, len(f.Colours))
	for _, key := range sortedKeys(f.Colours) {
		st, l, err := parseLook(base, key, f.Colours[key])
		if err != nil {
			return nil, at(data, key, err)
		}
		looks[st] = l
	}
	p := derive(name, base, back, looks)
	return &p, nil
}

func shipped(name string) (*palette, error) {
	for _, p := range palettes {
		if p.name == name {
			return p, nil
		}
	}
	return nil, fmt.Errorf("theme %q does not ship with eddy: base is one of %s", model.CleanText(name), strings.Join(Names(), ", "))
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// parseLook reads one line: a colour, and attributes instead of the base's.
func parseLook(base *palette, key, value string) (grid.Style, look, error) {
	st := grid.Style(slices.Index(styleNames[:], key))
	if key == "" || int(st) >= len(styleNames) {
		hint := ""
		if near := stricttoml.Nearest(key, styleNames[:]); near != "" {
			hint = fmt.Sprintf(", did you mean %q?", near)
		}
		return 0, look{}, fmt.Errorf("%q is nothing that has a colour%s", model.CleanText(key), hint)
	}
	words := strings.Fields(value)
	if len(words) == 0 {
		return 0, look{}, fmt.Errorf("%s is empty: write a colour such as #6fcf97", key)
	}
	hex, err := parseHex(words[0])
	if err != nil {
		return 0, look{}, err
	}
	l := base.looks[st]
	l.hex, l.ansi = hex, nearest16(hex)
	if len(words) > 1 {
		l.attrs = 0
	}
	for _, w := range words[1:] {
		a, known := attrNames[w]
		if !known {
			return 0, look{}, fmt.Errorf("%q is no attribute: bold, faint, underline, reverse or plain", model.CleanText(w))
		}
		l.attrs |= a
	}
	return st, l, nil
}

var attrNames = map[string]attr{"bold": bold, "faint": faint, "underline": underline, "reverse": reverse, "plain": 0}

func parseHex(s string) (uint32, error) {
	digits, ok := strings.CutPrefix(s, "#")
	v, err := strconv.ParseUint(digits, 16, 32)
	if !ok || len(digits) != 6 || err != nil {
		return 0, fmt.Errorf("%q is no colour: write six digits such as #6fcf97", model.CleanText(s))
	}
	return max(uint32(v), 1), nil // 0 stands for the terminal's own colour
}

// basic are the sixteen colours as most terminals show them.
var basic = [16]uint32{
	0x000000, 0xcd3131, 0x0dbc79, 0xe5e510, 0x2472c8, 0xbc3fbc, 0x11a8cd, 0xe5e5e5,
	0x666666, 0xf14c4c, 0x23d18b, 0xf5f543, 0x3b8eea, 0xd670d6, 0x29b8db, 0xffffff,
}

// nearest16 is the one of the sixteen colours nearest to hex.
func nearest16(hex uint32) int8 {
	distance := func(a uint32) int {
		return square(int(a>>16&0xff)-int(hex>>16&0xff)) + square(int(a>>8&0xff)-int(hex>>8&0xff)) + square(int(a&0xff)-int(hex&0xff))
	}
	best := 0
	for i, c := range basic {
		if distance(c) < distance(basic[best]) {
			best = i
		}
	}
	return int8(best)
}

// at puts the line of a key in front of what is wrong with it.
func at(data []byte, key string, err error) error {
	for i, line := range strings.Split(string(data), "\n") {
		name, _, found := strings.Cut(line, "=")
		if found && strings.Trim(strings.TrimSpace(name), `"'`) == key {
			return fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return err
}
