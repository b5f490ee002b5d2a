// Package stream holds numerics that cost the same on every bar, however long
// the history is.
//
// Every estimator follows one contract:
//
//   - Push commits a closed bar. It never allocates.
//   - Peek previews the open bar on the state the last Push left. It changes
//     nothing, never allocates, and agrees bit for bit with the Value that the
//     same Push would leave behind.
//   - Value returns the figure of the last pushed bar. Its second result is
//     false during the warm-up and where the figure is not defined; zero is a
//     number like any other.
//
// An input that is NaN or infinite is a missing bar: the state stays as it was,
// Value is undefined for that bar, and the next good bar continues as if the
// missing one had not been there (analytics §3.2). Rolling extremes are the one
// exception, stated there: their window counts missing bars. NaN and infinity
// never come out.
//
// Constructors refuse parameters that make no sense with an error; the zero
// value of an estimator is not usable unless its doc says so. None of the types
// is safe for concurrent use. The package knows no market and imports nothing
// of the program.
package stream
