// Package chart turns numbers into pictures made of cells: a braille canvas,
// a scatter with fading tails, sparklines, bars and bands. It knows nothing of
// markets; numbers, a size and styles go in, cells come out.
package chart
