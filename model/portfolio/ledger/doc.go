// Package ledger keeps the user's paper books: cash, spot lots with their cost,
// futures legs, fills, fees, funding and transfers, in exact decimals, in a file
// that only ever grows.
//
// A Group is what is written at once: all of its entries count or none does.
// The State is the fold of all groups. Nothing is ever changed or deleted: a
// mistake is undone by a group that reverses an earlier one, and the fold then
// leaves that one out. Before a group is written it is folded in and the
// invariants are checked: cash adds up, no spot below zero, core is untouched
// (S2-CONS-1), every futures leg has a stop (S0-RISK-4).
//
// All money is in US dollars: the stablecoins of the venues count at par.
package ledger
