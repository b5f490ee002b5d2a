package theme

import "eddy/tui/grid"

// attr is a set of text attributes.
type attr uint8

const (
	bold attr = 1 << iota
	faint
	reverse
	underline
)

// look is how one style appears: a colour for terminals with many, one of the
// sixteen for the others, and attributes for all of them. hex 0 leaves the
// terminal's own colour.
type look struct {
	hex   uint32
	ansi  int8 // 0..15, -1 for the terminal's own
	attrs attr
}

// palette is a theme as data.
type palette struct {
	name  string
	back  uint32 // what faded colours fade into
	looks [count]look
}

// ink is a plain coloured look.
func ink(hex uint32, ansi int8, attrs ...attr) look {
	l := look{hex: hex, ansi: ansi}
	for _, a := range attrs {
		l.attrs |= a
	}
	return l
}

// palettes lists the themes by name.
var palettes = []*palette{&darkPalette, &lightPalette, &contrastPalette, &redGreenPalette, &bluePalette}

// darkPalette is for a dark background: quiet blue greys, one accent, and
// colours of even lightness so that none shouts but the alarm.
var darkPalette = palette{
	name: "dark",
	back: 0x14171f,
	looks: fadeAll(0x14171f, [count]look{
		Muted:  ink(0x7d879c, 8),
		Label:  ink(0xc3cad9, 7),
		Header: ink(0x7a849b, 8),
		Strong: ink(0xf2f5fb, 15, bold),

		Border:        ink(0x3b4356, 8),
		BorderFocused: ink(0x5e81ac, 4),
		Title:         ink(0xaab4c8, 7),
		TitleFocused:  ink(0x9fd3ff, 14, bold),
		Number:        ink(0x6b758c, 8),
		NumberFocused: ink(0xffd479, 11, bold),

		Brand: ink(0x9fd3ff, 14, bold),
		Key:   ink(0xffd479, 11),
		Hint:  ink(0x7d879c, 8),

		Cursor: ink(0x283445, 7),
		Caret:  ink(0xf2f5fb, 15, reverse),

		Gain:     ink(0x6fcf97, 2),
		Loss:     ink(0xf07a7a, 1),
		Flat:     ink(0x9aa4b8, 7),
		Good:     ink(0x6fcf97, 2),
		Warn:     ink(0xf2c14e, 3),
		Critical: ink(0xff6b6b, 9, bold),
		Stale:    ink(0x6b7389, 8, faint),
		Unknown:  ink(0xb0a0d8, 5),

		BarFill:   ink(0x6ea8dc, 4),
		BarTrack:  ink(0x2c3342, 8),
		BarExcess: ink(0xf2c14e, 3),
		Target:    ink(0xf2f5fb, 15, bold),
		Axis:      ink(0x465068, 8),
		Spark:     ink(0x7fb3d9, 6),

		BadgeDemo:   ink(0xc79bf2, 5, bold, reverse),
		BadgeLive:   ink(0x6fcf97, 2, bold, reverse),
		BadgeReplay: ink(0x6ea8dc, 4, bold, reverse),
		BadgePaused: ink(0xf2c14e, 3, bold, reverse),
		BadgeAlarm:  ink(0xff6b6b, 1, bold, reverse),

		PhaseACC:     ink(0x6ec1ff, 12, bold),
		PhaseEXP:     ink(0x6fdc8c, 10, bold),
		PhaseLATE:    ink(0xf7b955, 11, bold),
		PhaseBEAR:    ink(0xff7b72, 9, bold),
		PhaseUnknown: ink(0xb0a0d8, 13, bold),

		LinkLive:  ink(0x6fcf97, 2),
		LinkStale: ink(0xf2c14e, 3),
		LinkDown:  ink(0xff6b6b, 1, bold),
		LinkBusy:  ink(0x6ea8dc, 4),
		LinkOff:   ink(0x5a6377, 8),

		leading0:   ink(0x7ee2a0, 10),
		weakening0: ink(0xf7c65f, 11),
		lagging0:   ink(0xff8578, 9),
		improving0: ink(0x74b9ff, 12),

		sector0: ink(0x8fc7ff, 14, bold),
		sector1: ink(0xd9a7ff, 13, bold),
		sector2: ink(0xffb38a, 11, bold),
		sector3: ink(0x8ee6c8, 10, bold),
		sector4: ink(0xf4a6c8, 13, bold),
		sector5: ink(0xd7d38a, 11, bold),
	}),
}

// lightPalette is for a light background.
var lightPalette = palette{
	name: "light",
	back: 0xffffff,
	looks: fadeAll(0xffffff, [count]look{
		Muted:  ink(0x6a7386, 8),
		Label:  ink(0x2f3747, 0),
		Header: ink(0x666f82, 8),
		Strong: ink(0x0b0f18, 0, bold),

		Border:        ink(0xc3c9d5, 7),
		BorderFocused: ink(0x2f6fb0, 4),
		Title:         ink(0x4a5468, 0),
		TitleFocused:  ink(0x0f5fa8, 4, bold),
		Number:        ink(0x8891a3, 8),
		NumberFocused: ink(0xa05a00, 3, bold),

		Brand: ink(0x0f5fa8, 4, bold),
		Key:   ink(0xa05a00, 3),
		Hint:  ink(0x6a7386, 8),

		Cursor: ink(0xe7f0fa, 0),
		Caret:  ink(0x0b0f18, 0, reverse),

		Gain:     ink(0x117a3d, 2),
		Loss:     ink(0xb3261e, 1),
		Flat:     ink(0x5b6477, 8),
		Good:     ink(0x117a3d, 2),
		Warn:     ink(0x8a5a00, 3),
		Critical: ink(0xc0120b, 1, bold),
		Stale:    ink(0x949caa, 8, faint),
		Unknown:  ink(0x6a4bb0, 5),

		BarFill:   ink(0x2f74b5, 4),
		BarTrack:  ink(0xd9dee7, 7),
		BarExcess: ink(0xc98a00, 3),
		Target:    ink(0x0b0f18, 0, bold),
		Axis:      ink(0xb4bccb, 7),
		Spark:     ink(0x2f74b5, 6),

		BadgeDemo:   ink(0x7a3fc0, 5, bold, reverse),
		BadgeLive:   ink(0x117a3d, 2, bold, reverse),
		BadgeReplay: ink(0x2f74b5, 4, bold, reverse),
		BadgePaused: ink(0x8a5a00, 3, bold, reverse),
		BadgeAlarm:  ink(0xc0120b, 1, bold, reverse),

		PhaseACC:     ink(0x0f5fa8, 4, bold),
		PhaseEXP:     ink(0x117a3d, 2, bold),
		PhaseLATE:    ink(0x8a5a00, 3, bold),
		PhaseBEAR:    ink(0xc0120b, 1, bold),
		PhaseUnknown: ink(0x6a4bb0, 5, bold),

		LinkLive:  ink(0x117a3d, 2),
		LinkStale: ink(0x8a5a00, 3),
		LinkDown:  ink(0xc0120b, 1, bold),
		LinkBusy:  ink(0x2f74b5, 4),
		LinkOff:   ink(0xa3abb9, 8),

		leading0:   ink(0x117a3d, 2),
		weakening0: ink(0x946000, 3),
		lagging0:   ink(0xb3261e, 1),
		improving0: ink(0x1f66b8, 4),

		sector0: ink(0x0f5fa8, 4, bold),
		sector1: ink(0x7a3fc0, 5, bold),
		sector2: ink(0xa84a10, 1, bold),
		sector3: ink(0x0c7a5c, 6, bold),
		sector4: ink(0xa8326e, 5, bold),
		sector5: ink(0x6d6600, 3, bold),
	}),
}

// quadrantHeads are the styles the older ages of a tail fade from.
var quadrantHeads = [...]grid.Style{leading0, weakening0, lagging0, improving0}

// fadeShare is how much of a quadrant's colour is left at each age.
var fadeShare = [Fades]float64{1, 0.74, 0.52, 0.34}

// fadeAll fills in the older ages of the quadrants' colours.
func fadeAll(back uint32, looks [count]look) [count]look {
	for _, head := range quadrantHeads {
		young := looks[head]
		for age := 1; age < Fades; age++ {
			old := young
			old.hex = mix(young.hex, back, fadeShare[age])
			if age == Fades-1 {
				old.ansi = 8 // bright black, the only fade sixteen colours have
			} else if old.ansi > 8 {
				old.ansi -= 8
			}
			looks[head+grid.Style(age)] = old
		}
		looks[head].attrs |= bold
	}
	return looks
}

// faintFades lets the older half of the fades be faint where there is no colour
// to fade.
func faintFades(looks [count]look) [count]look {
	for _, head := range quadrantHeads {
		for age := Fades / 2; age < Fades; age++ {
			looks[head+grid.Style(age)].attrs |= faint
		}
	}
	return looks
}

// mix blends share of a with the rest of b, channel by channel.
func mix(a, b uint32, share float64) uint32 {
	blend := func(shift uint) uint32 {
		p, q := float64(a>>shift&0xff), float64(b>>shift&0xff)
		return uint32(p*share+q*(1-share)+0.5) << shift
	}
	return blend(16) | blend(8) | blend(0)
}
