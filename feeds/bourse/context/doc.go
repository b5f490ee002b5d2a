// Package context is the part of the embedded exchange that is no venue: the
// slow sources a desk asks for value locked, supply, yields, caps, mood and gas,
// served on loopback in the sources' own words (venues/context).
//
// On the synthetic market every figure follows the market's own prices and
// turnover, so that it fits its phases: it is as made up as they are, and the
// same seed gives the same figures. Beside recorded bars only what the folder's
// macro files tell is served, never something made up; average gas prices stand
// in for base fees there. Nothing of the future is told.
package context
