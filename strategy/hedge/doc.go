// Package hedge works hedges out: how much to sell against what is held, how
// well that would work, what it costs and what it earns or pays.
//
// Three ratios of hedge to spot, all by value, stand side by side and are never
// mixed (C-37): the rule's, which an article names; the beta-matched one, which
// takes the market out; and the minimum-variance one, which leaves the least
// noise. Formulas are from the project's margin reference §7 ("margin §7") and
// analytics reference §7 and §10.
package hedge
