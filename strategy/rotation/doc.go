// Package rotation places a sector on the rotation graph: how strong it is
// against the benchmark (ratio) and whether that strength grows (momentum).
//
// It is the definition of analytics §1.4: the relative trend of the logarithm
// of sector over benchmark, scaled by its own root mean square about zero, so
// that 100 keeps its meaning of "no trend". Every figure of a bar uses bars up
// to that bar and never changes later. The graph says nothing about absolute
// returns: a leader can fall, only slower than the rest (analytics §1.6).
package rotation
