// Package signal holds the pure detectors behind the desk's signals: each
// takes figures of closed bars, remembers what it needs to be steady, and says
// what stands and since when.
//
// Three things are common to all. A figure that is missing decides nothing: it
// neither raises nor releases, and the reading says "unknown" until there was
// one. A level that raises is not the level that releases, so that a value that
// trembles on the line makes one signal and not ten. And nothing here knows the
// time, a venue or a sector's name: the caller brings both.
//
// The figures stand in figures.toml, each with the ledger row or the analytics
// section it comes from; none of the articles' numbers stands in code.
package signal
