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
		"Legs are marked at the spot bars; every coin is taken to have a perpetual. Coins are those of the folder: who chose it knew which ones would live.",
		"Triggers act by their weight: a warning on a sector stops purchases of it, a critical one takes its share one rung down, and what names the ladder takes a rung. What else they say in words is not traded. The gate of edge over cost, opt-in legs and tranches are left out.",
	}
	if r.Unfunded > 0 {
		out = append(out, fmt.Sprintf("Funding is not known for %.0f %% of the time legs stood; nothing is charged for it.", r.Unfunded*100))
	}
	if n := len(r.Never); n > 0 {
		out = append(out, fmt.Sprintf("%d of %d conditions were known at no close, for the recording lacks what they ask for: %s.", n, r.Asked, some(r.Never, 6)))
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
