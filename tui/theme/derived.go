package theme

import "eddy/tui/grid"

// derive makes a palette from another by changing some of its looks.
func derive(name string, base *palette, back uint32, looks map[grid.Style]look) palette {
	p := palette{name: name, back: back, looks: base.looks}
	for st, l := range looks {
		p.looks[st] = l
	}
	for _, head := range quadrantHeads {
		p.looks[head].attrs &^= bold
	}
	p.looks = fadeAll(back, p.looks)
	return p
}

// contrastPalette is white and full colours on black: every text has a contrast
// of at least 7 to 1 (WCAG 2.1 AAA).
var contrastPalette = derive("contrast", &darkPalette, 0x000000, map[grid.Style]look{
	Muted:  ink(0xc8ced8, 7),
	Label:  ink(0xffffff, 15),
	Header: ink(0xc8ced8, 7),
	Strong: ink(0xffffff, 15, bold),

	Border:        ink(0x9aa2b1, 7),
	BorderFocused: ink(0xffffff, 15, bold),
	Title:         ink(0xffffff, 15),
	TitleFocused:  ink(0xffff5f, 11, bold, underline),
	Hint:          ink(0xc8ced8, 7),
	Key:           ink(0xffff5f, 11, bold),
	Brand:         ink(0xffffff, 15, bold),
	Cursor:        ink(0xffffff, 15, reverse),

	Gain:     ink(0x5fff87, 10, bold),
	Loss:     ink(0xff9b9b, 9, bold),
	Flat:     ink(0xffffff, 15),
	Good:     ink(0x5fff87, 10),
	Warn:     ink(0xffd75f, 11, bold),
	Critical: ink(0xff9b9b, 9, bold, underline),
	Stale:    ink(0xb4bac6, 7),
	Unknown:  ink(0xd7c3ff, 13),
	BarTrack: ink(0x6c7484, 8),
	Axis:     ink(0x9aa2b1, 7),

	PhaseACC:  ink(0x87d7ff, 14, bold),
	PhaseEXP:  ink(0x5fff87, 10, bold),
	PhaseLATE: ink(0xffd75f, 11, bold),
	PhaseBEAR: ink(0xff9b9b, 9, bold),

	leading0:   ink(0x5fff87, 10),
	weakening0: ink(0xffd75f, 11),
	lagging0:   ink(0xff9b9b, 9),
	improving0: ink(0x87d7ff, 14),
})

// redGreenPalette is for readers who do not tell red from green (deuteranopia,
// protanopia): gains are blue, losses orange, after the colours of Okabe and
// Ito, "Color Universal Design" (2008), lightened for a dark background.
var redGreenPalette = derive("red-green", &darkPalette, 0x14171f, map[grid.Style]look{
	Gain:     ink(0x6cb8ff, 12),
	Loss:     ink(0xf2a03d, 3),
	Good:     ink(0x6cb8ff, 12),
	Warn:     ink(0xf0e442, 11),
	Critical: ink(0xffb454, 11, bold, underline),

	PhaseACC:  ink(0x56d4e8, 14, bold),
	PhaseEXP:  ink(0x6cb8ff, 12, bold),
	PhaseLATE: ink(0xf0e442, 11, bold),
	PhaseBEAR: ink(0xf2a03d, 3, bold),

	LinkLive:  ink(0x6cb8ff, 12),
	LinkStale: ink(0xf0e442, 11),
	LinkDown:  ink(0xf2a03d, 3, bold),

	BadgeLive:  ink(0x6cb8ff, 12, bold, reverse),
	BadgeAlarm: ink(0xf2a03d, 3, bold, reverse),

	leading0:   ink(0x6cb8ff, 12),
	weakening0: ink(0xf0e442, 11),
	lagging0:   ink(0xf2a03d, 3),
	improving0: ink(0xe8eef8, 15),
})

// bluePalette is for readers who do not tell blue from yellow (tritanopia):
// gains are teal, losses red, and what elsewhere is yellow is pink or white.
var bluePalette = derive("blue-yellow", &darkPalette, 0x14171f, map[grid.Style]look{
	Gain:     ink(0x3fd6c6, 14),
	Loss:     ink(0xff7a85, 9),
	Good:     ink(0x3fd6c6, 14),
	Warn:     ink(0xffa9c4, 13),
	Critical: ink(0xff7a85, 9, bold, underline),
	Key:      ink(0xf2f5fb, 15, bold),

	PhaseACC:  ink(0x9fe8ff, 14, bold),
	PhaseEXP:  ink(0x3fd6c6, 6, bold),
	PhaseLATE: ink(0xffa9c4, 13, bold),
	PhaseBEAR: ink(0xff7a85, 9, bold),

	LinkLive:  ink(0x3fd6c6, 14),
	LinkStale: ink(0xffa9c4, 13),
	LinkDown:  ink(0xff7a85, 9, bold),

	BadgeLive: ink(0x3fd6c6, 6, bold, reverse),

	leading0:   ink(0x3fd6c6, 14),
	weakening0: ink(0xffa9c4, 13),
	lagging0:   ink(0xff7a85, 9),
	improving0: ink(0xd5e3ff, 15),
})
