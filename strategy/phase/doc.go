// Package phase tells the market's phase: Accumulation, Expansion, Late or Bear
// (ledger C-1), and why.
//
// Nine features of the market index, of breadth and of funding feed four scores
// (analytics §4.2). Scoring is a pure function of the Features, so that what
// would flip the phase can be solved for; all its figures are data in Params. A
// switch rule with a margin, a confirmation and a dwell turns the scores of
// daily closes into a phase, with an override for crashes. A feature that is
// missing takes its term out of the scores and lowers the confidence; it is
// never replaced. With fewer daily bars than the slowest average needs the
// phase is unknown, not a guess.
//
// A flip is the least that would make a close speak for another phase: one
// feature alone, or the two that together need least, ranked in daily standard
// deviations of each. Along a straight path the scores are polynomials between
// the places where a vote bends, so that flips are solved for, not searched for.
//
// The thresholds were tuned on 2021-10 to 2025-11 and are no evidence of future
// profit.
package phase
