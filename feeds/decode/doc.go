// Package decode is what `eddy decode` does: raw frames of a venue in, one JSON
// object a line out, through the very decoders the live feed uses. It is for
// bug reports, for checks, and for looking at what a venue really sent.
package decode
