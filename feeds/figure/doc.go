// Package figure is what every adapter's decoder is made of: reading a figure
// that a frame may or may not carry, remembering the contracts frames are
// about, and building events of figures that are usable. What a venue's frames
// mean is for its adapter to say.
package figure
