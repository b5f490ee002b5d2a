package theme

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestThemeFile(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", ""},
		{"one colour", "base = 'light'\n[colours]\ngain = '#00aa00'", ""},
		{"with attributes", "[colours]\ncritical = '#ff5555 bold underline'\nleading = '#00ff00 plain'", ""},
		{"unknown base", "\nbase = 'drak'", `line 2: theme "drak" does not ship`},
		{"unknown key", "colors = 1", "line 1 column 1: unknown key"},
		{"unknown style", "[colours]\ngian = '#00aa00'", `line 2: "gian" is nothing that has a colour, did you mean "gain"?`},
		{"no colour", "[colours]\ngain = 'green'", `line 2: "green" is no colour`},
		{"short colour", "[colours]\ngain = '#0a0'", "is no colour"},
		{"empty colour", "[colours]\ngain = ''", "gain is empty"},
		{"attribute", "[colours]\ngain = '#00aa00 blink'", `"blink" is no attribute`},
		{"background", "background = 'x'", `line 1: "x" is no colour`},
		{"not TOML", "[colours", "line 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "own.toml")
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := New(Choice{Name: path, Profile: TrueColour})
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := New(Choice{Name: "./none.toml"}); err == nil {
		t.Error("a missing file is no error")
	}
}

func TestThemeFileColours(t *testing.T) {
	p, err := parse([]byte("[colours]\ngain = '#00aa00'\ncritical = '#ff5555 underline'\nleading = '#0000ff'"), "own")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		what, got, want string
	}{
		{"gain", sgr(p.looks[Gain], TrueColour), "\x1b[0;38;2;0;170;0m"},
		{"gain in sixteen", sgr(p.looks[Gain], Colours16), "\x1b[0;32m"},
		{"critical", sgr(p.looks[Critical], TrueColour), "\x1b[0;4;38;2;255;85;85m"},
		{"leading keeps its weight", sgr(p.looks[leading0], TrueColour), "\x1b[0;1;38;2;0;0;255m"},
		{"loss is the base's", sgr(p.looks[Loss], TrueColour), sgr(darkPalette.looks[Loss], TrueColour)},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.what, tt.got, tt.want)
		}
	}
	if p.looks[leading0+1].hex == darkPalette.looks[leading0+1].hex {
		t.Error("the older ages of a tail do not fade from the new colour")
	}
}

func TestSwap(t *testing.T) {
	usual, _ := New(Choice{Name: "dark", Profile: TrueColour})
	swapped, err := New(Choice{Name: "dark", Profile: TrueColour, Swap: true})
	if err != nil {
		t.Fatal(err)
	}
	if usual.sgr[Gain] != swapped.sgr[Loss] || usual.sgr[Loss] != swapped.sgr[Gain] {
		t.Error("gains and losses do not change places")
	}
}

// Readers who see fewer colours must tell gain from loss and the quadrants from
// each other: simulated, they stay far apart.
func TestColourBlindPalettes(t *testing.T) {
	for _, tt := range []struct {
		palette *palette
		see     func(uint32) [3]float64
	}{
		{&redGreenPalette, deuteranope}, {&redGreenPalette, protanope}, {&bluePalette, tritanope},
	} {
		p := tt.palette
		pairs := [][2]uint32{
			{p.looks[Gain].hex, p.looks[Loss].hex},
			{p.looks[LinkLive].hex, p.looks[LinkDown].hex},
			{p.looks[PhaseEXP].hex, p.looks[PhaseBEAR].hex},
		}
		for i := range quadrantHeads {
			for k := range i {
				pairs = append(pairs, [2]uint32{p.looks[quadrantHeads[k]].hex, p.looks[quadrantHeads[i]].hex})
			}
		}
		for _, pair := range pairs {
			a, b := tt.see(pair[0]), tt.see(pair[1])
			apart := 0.0
			for c := range a {
				apart += (a[c] - b[c]) * (a[c] - b[c])
			}
			if apart < 50*50 {
				t.Errorf("%s: %06x and %06x look alike: %.0f and %.0f", p.name, pair[0], pair[1], a, b)
			}
		}
	}
}

// The matrices are those of Machado, Oliveira and Fernandes (2009) at full
// severity, on sRGB values.
func deuteranope(hex uint32) [3]float64 {
	return through(hex, [9]float64{0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881})
}

func protanope(hex uint32) [3]float64 {
	return through(hex, [9]float64{0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998})
}

func tritanope(hex uint32) [3]float64 {
	return through(hex, [9]float64{1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900})
}

func through(hex uint32, m [9]float64) (seen [3]float64) {
	c := [3]float64{float64(hex >> 16 & 0xff), float64(hex >> 8 & 0xff), float64(hex & 0xff)}
	for row := range seen {
		for k := range c {
			seen[row] += m[3*row+k] * c[k]
		}
	}
	return seen
}
