// Package size turns a playbook's shares into money, exactly: targets into
// amounts, a move into what is sold and what stays, an overlay into notional
// and margin, a hedge into a short with its band, a margin into what is left of
// the stablecoins, a rate of funding into one per eight hours or a year. All
// money is decimal and in US dollars; shares are percent where a name says so
// and fractions elsewhere. It is what the worked examples of the articles are
// computed with.
package size
