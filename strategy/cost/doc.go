// Package cost says what a trade costs, what it may earn, and whether it may be
// made at all: fee, half spread, square-root impact, funding, no-trade bands,
// limits on turnover, the liquidity gate, and the gate of edge over cost.
//
// Everything here is a pure function. Rates are float fractions of the notional
// (0.0005 is five basis points), because they come from statistics; Bill is the
// border where a rate meets decimal money. Formulas and figures are from the
// project's analytics reference, quoted as "analytics §n".
package cost
