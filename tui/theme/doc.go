// Package theme says what things look like by what they mean. A pane asks for
// Gain or Stale, never for a colour; the palette that answers is data, resolved
// once into escape prefixes for what the terminal can show.
//
// Colour is never the only carrier of meaning: signs, arrows, letters and words
// say the same thing, so that the desk reads as well without colour.
package theme
