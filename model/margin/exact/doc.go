// Package exact does decimal arithmetic without allocating.
//
// A Num is a decimal whose coefficient fits 128 bits, which money, prices and
// their products do; what does not fit is carried by shopspring/decimal inside
// the Num. Every operation gives exactly the result shopspring/decimal gives,
// only sooner: a risk preview is some hundred thousand operations, and at two
// allocations each they would miss its time by far.
package exact
