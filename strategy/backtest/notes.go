package backtest

import (
	"fmt"
	"strings"

	"eddy/model"
)

// Notes says in words what the figures leave out.
func (r *Result) Notes() []string {
	out := []string{
		"Decisions stand on closed bars and trade at the next opening of the coin. A bar that reaches a liquidation price takes the margin, even where a stop lay before it.",
		"Legs are marked at the spot bars; every coin is taken to have a perpetual. Coins are those of the folder: who chose it knew which ones would live. A coin that begins later takes a seat once it trades.",
		"Triggers act by their weight: a warning on a sector stops purchases and new longs of it, a critical one closes its longs and takes its share one rung down, and what names the ladder takes a rung. What else they say in words is not traded.",
		fmt.Sprintf("What is bought must be expected to gain %g times what it costs, by a weak estimate (a correlation of 0.05 over 14 days); where its signal is not known nothing speaks against it. %d purchases and legs were refused by this or another limit; the core and what cuts risk are not asked.", r.EdgeOverCost, r.Refused()),
		"Fees are those of today over all years; what venues took at the time is not on file.",
		r.tranchesNote(),
		r.optInNote(),
		"Spot is bought by the weights of its sector's index, where a plan picks at most two coins. What a plan lets pass against a word (volatility, net beta, edge) is refused here, for nobody is asked; the core is bought once, at the first decision.",
	}
	for _, f := range leftOut {
		out = append(out, "Left out: "+f.what+", "+f.why+".")
	}
	if r.GrossWarned > 0 {
		out = append(out, fmt.Sprintf("Gross futures stood above %g %% of equity on %d days: a warning, not a limit.", r.GrossWarn, r.GrossWarned))
	}
	if r.Unfunded > 0 {
		out = append(out, fmt.Sprintf("Funding is not known for %.0f %% of the time legs stood; nothing is charged for it.", r.Unfunded*100))
	}
	if n := len(r.Never); n > 0 {
		out = append(out, fmt.Sprintf("%d of %d conditions were known at no close, for the recording lacks what they ask for: %s.", n, r.Asked, some(r.Never, 6)))
	}
	if r.Beyond != 0 {
		out = append(out, fmt.Sprintf("Strength is measured against a coin whose bars end on %s, and so does this run: what others traded until %s is left out.", dateOf(r.End), dateOf(r.Beyond)))
	}
	for i := range r.Seams {
		m := &r.Seams[i]
		what := "fell silent after " + money(m.Last)
		if m.Spliced {
			what = fmt.Sprintf("opened at %s after %s: taken as one coin that ended and another that began", money(m.Opened), money(m.Last))
		}
		out = append(out, fmt.Sprintf("%s %s: %s.", dateOf(m.At), m.Asset, what))
	}
	if len(r.Left) > 0 {
		out = append(out, "Outside the universe and left out: "+joinAssets(r.Left)+".")
	}
	return out
}

// leftOut are figures of playbooks that a run over history makes nothing of.
var leftOut = []struct{ what, why string }{
	{"roll_warning_days", "perpetuals do not expire"},
	{"amber_turnover_usd", "it only marks a leg as thin"},
	{"lists of coins for the reader (parabolic, fundamental-stop)", "exploits and value locked are in no recording; half of what doubled is sold, shorts stand on the most overleveraged coins, and thin coins are not bought"},
	{"the words of a stage, an exit or a trigger", "only conditions, targets and weights are traded"},
}

func (r *Result) tranchesNote() string {
	if r.Step == model.Day1 {
		return "A bar of a day holds all tranches of a purchase: they lie hours apart."
	}
	return "Purchases and legs for gain are made in the playbook's tranches, the later ones while their signal stands."
}

func (r *Result) optInNote() string {
	if r.Rules.OptIn {
		return "Legs that are only offered are taken too."
	}
	return "Legs that are only offered are not taken (--opt-in takes them)."
}

// Refused counts what was not done, each once as long as it went on being
// refused.
func (r *Result) Refused() (n int) {
	for i := range r.Decisions {
		n += b2i(r.Decisions[i].Kind == KindRefused)
	}
	return n
}

func some(list []string, n int) string {
	if len(list) <= n {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:n], ", "), len(list)-n)
}

func joinAssets(list []model.Asset) string {
	words := make([]string, len(list))
	for i, a := range list {
		words[i] = string(a)
	}
	return some(words, 20)
}
