package theme

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"eddy/model"
	"eddy/tui/grid"
)

func TestEveryStyleHasALook(t *testing.T) {
	for _, p := range palettes {
		for st := Plain + 1; st < count; st++ {
			if p.looks[st] == (look{}) {
				t.Errorf("%s: style %d has no look", p.name, st)
			}
		}
	}
}

// paramPattern matches an escape prefix as Screen expects it: one sequence that
// begins with a reset.
var paramPattern = regexp.MustCompile(`^\x1b\[0(;[0-9]+)*m$`)

func TestPrefixes(t *testing.T) {
	colour := regexp.MustCompile(`;(3[0-9]|4[0-9]|9[0-9]|38|48)`)
	for _, p := range palettes {
		for _, profile := range []Profile{NoColour, Colours16, Colours256, TrueColour} {
			th, err := New(Choice{Name: p.name, Profile: profile})
			if err != nil {
				t.Fatal(err)
			}
			for st, prefix := range th.Look().Prefix {
				if prefix != "" && !paramPattern.MatchString(prefix) {
					t.Errorf("%s profile %d style %d: %q", p.name, profile, st, prefix)
				}
				if profile == NoColour && colour.MatchString(prefix) {
					t.Errorf("%s style %d uses colour without colour: %q", p.name, st, prefix)
				}
			}
		}
	}
}

// Text that must be read has at least the contrast WCAG asks of large text, 3 to
// 1, and figures and alarms that of body text, 4.5 to 1.
func TestContrast(t *testing.T) {
	body := []grid.Style{Label, Strong, Gain, Loss, Warn, Critical, TitleFocused, PhaseACC, PhaseEXP, PhaseLATE, PhaseBEAR, leading0, weakening0, lagging0, improving0}
	large := []grid.Style{Muted, Header, Title, Hint, Unknown, Key, leading1, weakening1, lagging1, improving1}
	for _, p := range palettes {
		for _, st := range body {
			for _, back := range []uint32{p.back, underCursor(p)} {
				if c := contrast(p.looks[st].hex, back); c < 4.5 {
					t.Errorf("%s: style %d has a contrast of %.1f on %06x, want 4.5", p.name, st, c, back)
				}
			}
		}
		for _, st := range large {
			backs := []uint32{p.back, underCursor(p)}
			if st >= leading0 { // tails are in no row
				backs = backs[:1]
			}
			for _, back := range backs {
				if c := contrast(p.looks[st].hex, back); c < 3 {
					t.Errorf("%s: style %d has a contrast of %.1f on %06x, want 3", p.name, st, c, back)
				}
			}
		}
	}
}

// underCursor is what the figures of the row the reader is on stand on; a row in
// reverse has one colour, and leaves them theirs nowhere.
func underCursor(p *palette) uint32 {
	if p.looks[Cursor].attrs&reverse != 0 {
		return p.back
	}
	return p.looks[Cursor].hex
}

// The row the reader is on keeps the colours of its figures where there is a tint
// to put behind them, and is reversed as a whole where there is none.
func TestCursor(t *testing.T) {
	for _, tt := range []struct {
		name    string
		theme   string
		profile Profile
		want    string
	}{
		{"a tint", "dark", TrueColour, "\x1b[48;2;40;52;69m"},
		{"the nearest tint there is", "dark", Colours256, "\x1b[48;5;237m"},
		{"too few colours", "dark", Colours16, "\x1b[0;7m"},
		{"no colours: bold and faint stay", "dark", NoColour, "\x1b[7m"},
		{"as strong as can be", "contrast", TrueColour, "\x1b[0;7;38;2;255;255;255m"},
		{"as strong without colours", "contrast", NoColour, "\x1b[7m"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			th, err := New(Choice{Name: tt.theme, Profile: tt.profile})
			if err != nil {
				t.Fatal(err)
			}
			if got := th.Look().Cursor; got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// contrast is the WCAG 2.1 contrast ratio of two sRGB colours.
func contrast(a, b uint32) float64 {
	hi, lo := max(luminance(a), luminance(b)), min(luminance(a), luminance(b))
	return (hi + 0.05) / (lo + 0.05)
}

func luminance(hex uint32) float64 {
	linear := func(c uint32) float64 {
		v := float64(c&0xff) / 255
		if v <= 0.03928 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(hex>>16) + 0.7152*linear(hex>>8) + 0.0722*linear(hex)
}

func TestGlyphsTakeOneCell(t *testing.T) {
	for name, g := range map[string]*Glyphs{"unicode": &unicodeGlyphs, "blocks": &blockGlyphs, "ascii": &asciiGlyphs} {
		for _, r := range glyphRunes(g) {
			if grid.Width(string(r)) != 1 {
				t.Errorf("%s: %q is not one cell wide", name, r)
			}
			if name == "ascii" && r > 0x7e {
				t.Errorf("%q is not ASCII", r)
			}
		}
	}
}

func glyphRunes(g *Glyphs) []rune {
	runes := []rune{
		g.Up, g.Down, g.Flat, g.Minus, g.TopLeft, g.TopRight, g.BottomRight, g.BottomLeft, g.Horizontal, g.Vertical, g.Cross,
		g.Track, g.Rail, g.Excess, g.Target, g.Marker, g.Band, g.Head, g.ChildHead, g.Developing,
		g.Live, g.Stale, g.Lost, g.Connecting, g.Off, g.For, g.Against, g.Missing, g.Yes, g.No, g.Bang, g.Alarm,
	}
	runes = append(runes, g.Eighths[:]...)
	runes = append(runes, g.Thin[:]...)
	runes = append(runes, g.Levels[:]...)
	return append(runes, []rune(g.Ellipsis+g.Dot+g.Arrow)...)
}

func TestDetectProfile(t *testing.T) {
	tests := []struct {
		name string
		env  map[string]string
		want Profile
	}{
		{"nothing set", nil, NoColour},
		{"dumb", map[string]string{"TERM": "dumb", "COLORTERM": "truecolor"}, NoColour},
		{"asked for none", map[string]string{"TERM": "xterm-256color", "NO_COLOR": "1"}, NoColour},
		{"says so", map[string]string{"TERM": "xterm-256color", "COLORTERM": "truecolor"}, TrueColour},
		{"says so otherwise", map[string]string{"TERM": "tmux-256color", "COLORTERM": "24bit"}, TrueColour},
		{"known by name", map[string]string{"TERM": "xterm-kitty"}, TrueColour},
		{"256", map[string]string{"TERM": "screen-256color"}, Colours256},
		{"plain", map[string]string{"TERM": "xterm"}, Colours16},
		{"console", map[string]string{"TERM": "linux"}, Colours16},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := DetectProfile(func(k string) string { return tt.env[k] }); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestNeedsASCII(t *testing.T) {
	tests := []struct {
		name string
		env  map[string]string
		want bool
	}{
		{"nothing set", nil, false},
		{"utf-8", map[string]string{"LANG": "en_US.UTF-8"}, false},
		{"utf8", map[string]string{"LANG": "C.utf8"}, false},
		{"posix", map[string]string{"LANG": "POSIX"}, true},
		{"first that is set wins", map[string]string{"LC_ALL": "C", "LANG": "en_US.UTF-8"}, true},
		{"latin", map[string]string{"LC_CTYPE": "de_DE.ISO-8859-1"}, true},
		{"console", map[string]string{"TERM": "linux", "LANG": "en_US.UTF-8"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := NeedsASCII(func(k string) string { return tt.env[k] }); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// Reference: the xterm 256-colour chart.
func TestNearest256(t *testing.T) {
	for hex, want := range map[uint32]int{
		0x000000: 16, 0xffffff: 231, 0xff0000: 196, 0x00ff00: 46, 0x0000ff: 21, 0x808080: 244, 0x121212: 233, 0x87afd7: 110, 0xffd700: 220,
	} {
		if got := nearest256(hex); got != want {
			t.Errorf("nearest256(%06x) = %d, want %d", hex, got, want)
		}
	}
}

func TestMix(t *testing.T) {
	for _, tt := range []struct {
		share float64
		want  uint32
	}{{1, 0xff8000}, {0, 0x000040}, {0.5, 0x804020}} {
		if got := mix(0xff8000, 0x000040, tt.share); got != tt.want {
			t.Errorf("mix(%v) = %06x, want %06x", tt.share, got, tt.want)
		}
	}
}

func TestFadesAreDistinct(t *testing.T) {
	for _, q := range []model.Quadrant{model.Leading, model.Weakening, model.Lagging, model.Improving} {
		seen := map[uint32]bool{}
		for age := range Fades {
			hex := darkPalette.looks[Quadrant(q, age)].hex
			if hex == 0 || seen[hex] {
				t.Errorf("%s at age %d looks like another age", q, age)
			}
			seen[hex] = true
		}
		if Quadrant(q, -1) != Quadrant(q, 0) || Quadrant(q, 99) != Quadrant(q, Fades-1) {
			t.Errorf("%s: ages beyond the ends are not held", q)
		}
	}
}

func TestChoice(t *testing.T) {
	for _, tt := range []struct {
		name   string
		choice Choice
		want   string
	}{
		{"auto on dark", Choice{Dark: true}, "dark"}, {"auto on light", Choice{Name: "auto"}, "light"},
		{"by name", Choice{Name: " Dark "}, "dark"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			th, err := New(tt.choice)
			if err != nil || th.Name != tt.want {
				t.Errorf("got %v, %v, want %s", th, err, tt.want)
			}
		})
	}
	if _, err := New(Choice{Name: "neon"}); err == nil || !strings.Contains(err.Error(), "dark, light, contrast") {
		t.Errorf("an unknown theme gives %v", err)
	}
}

func TestMeaningsOfUnknownValues(t *testing.T) {
	if Phase("XXX") != PhaseUnknown || Link(model.LinkUnset) != LinkOff || Quadrant("", 0) != Muted || Severity("x") != Label {
		t.Error("a value nobody knows does not get the quiet style")
	}
	if Signed(0) != Flat || Signed(1) != Gain || Signed(-1) != Loss {
		t.Error("signs have the wrong style")
	}
	if Sector(0) == Sector(1) || Sector(0) != Sector(sectorColours) || Sector(-3) != Sector(0) {
		t.Error("sector colours do not go round")
	}
}

// Where there is no colour, tails fade all the same: what is young is plain, what
// is old is faint, and the present is bold.
func TestFadesWithoutColour(t *testing.T) {
	th, err := New(Choice{Name: "dark", Profile: NoColour})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []model.Quadrant{model.Leading, model.Weakening, model.Lagging, model.Improving} {
		for age, want := range [Fades]string{"\x1b[0;1m", "", "\x1b[0;2m", "\x1b[0;2m"} {
			if got := th.sgr[Quadrant(q, age)]; got != want {
				t.Errorf("%s of age %d is written with %q, want %q", q, age, got, want)
			}
		}
	}
}
