package theme

import (
	"fmt"
	"strings"

	"eddy/model"
	"eddy/tui/grid"
)

// Theme is a palette resolved for one terminal.
type Theme struct {
	Name   string
	Glyphs *Glyphs
	from   *palette
	sgr    [count]string
	cursor string
	flash  string
}

// Choice is what a user or a terminal asks of the theme.
type Choice struct {
	Name    string // a palette's name or the file of one; "" and "auto" follow Dark
	Dark    bool   // what auto means
	Profile Profile
	ASCII   bool
	Blocks  bool // draw dots as block characters, for fonts without braille
	Swap    bool // rises in the colour of falls and the other way round
	Still   bool // nothing flashes
}

// New resolves a palette. The error names the palettes there are.
func New(c Choice) (*Theme, error) {
	p, err := find(c)
	if err != nil {
		return nil, err
	}
	return resolve(p, c), nil
}

// As resolves the theme's palette anew, for another choice of everything but the
// palette.
func (t *Theme) As(c Choice) *Theme { return resolve(t.from, c) }

func resolve(p *palette, c Choice) *Theme {
	t := &Theme{Name: p.name, Glyphs: &unicodeGlyphs, from: p}
	switch {
	case c.ASCII:
		t.Glyphs = &asciiGlyphs
	case c.Blocks:
		t.Glyphs = &blockGlyphs
	}
	profile := c.Profile
	if profile == Auto {
		profile = TrueColour
	}
	looks := p.looks
	if c.Swap {
		looks[Gain], looks[Loss] = looks[Loss], looks[Gain]
	}
	if profile == NoColour {
		looks = faintFades(looks)
	}
	for st := range t.sgr {
		t.sgr[st] = sgr(looks[st], profile)
	}
	t.cursor = cursor(looks[Cursor], profile)
	if !c.Still {
		t.flash = flash(p, profile)
	}
	return t
}

// Look returns how a grid.Screen writes the theme.
func (t *Theme) Look() grid.Look {
	look := grid.Look{Prefix: t.sgr[:], Cursor: t.cursor, Flash: t.flash, Lively: lively[:]}
	if t.Glyphs.IsASCII {
		look.Fold = fold
	}
	return look
}

func find(c Choice) (*palette, error) {
	name := strings.ToLower(strings.TrimSpace(c.Name))
	if name == "" || name == "auto" {
		name = lightPalette.name
		if c.Dark {
			name = darkPalette.name
		}
	}
	for _, p := range palettes {
		if p.name == name {
			return p, nil
		}
	}
	if strings.ContainsAny(c.Name, `/\.`) {
		return readFile(c.Name)
	}
	return nil, fmt.Errorf("theme %q is not known: choose auto, %s, or a file", model.CleanText(c.Name), strings.Join(Names(), ", "))
}

// Names lists the palettes in the order they are offered.
func Names() []string {
	names := make([]string, len(palettes))
	for i, p := range palettes {
		names[i] = p.name
	}
	return names
}
