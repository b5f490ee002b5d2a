// Package plan turns what is held and what a playbook wants into an ordered list
// of legs: sells before buys, a hedge before the exposure it covers and unwound
// pro rata after it (C-11), futures with margin from stablecoins, the core never
// touched (S2-CONS-1). Every leg has its reason, cost, edge, stop, exit and
// guards; what is refused is listed with the figure that speaks against it.
//
// A plan is a value. What the user decides about its legs is a list of steps,
// and Revise folds them: undoing is dropping the last. Quantities, prices and
// money are decimal. Statistics (volatility, beta, momentum) are floats and
// cross into decimal only as rates on a notional, in package cost, and as prices
// heard, in market.go.
package plan
