package input

import (
	"strings"

	"eddy/model/universe"
)

// subject is what a group of figures is repeated for: its name in conditions and
// the one people know it by.
type subject struct {
	slug string
	name string // "" where the figures say themselves what they are of
}

// label is what a figure is called in a sentence.
func (l *line) label(of string) (label, denial string) {
	label = l.Label
	if label == "" {
		label = l.Meaning
	}
	if of != "" && !strings.Contains(label, "{of}") {
		label = "{of}: " + label
	}
	if denial = l.Denial; denial == "" {
		denial = "not: " + label
	}
	return strings.ReplaceAll(label, "{of}", of), strings.ReplaceAll(denial, "{of}", of)
}

// Amount writes a value of the figure with its unit.
func (s Spec) Amount(v float64, write func(float64) string) string {
	switch s.Unit {
	case "fraction":
		return write(v*100) + " %"
	case "pct":
		return write(v) + " %"
	case "bps":
		return write(v) + " bp"
	case "usd":
		return "$" + write(v)
	case "gwei":
		return write(v) + " gwei"
	case "z":
		return many(write(v), "standard deviations")
	case "days", "closes", "bars", "seconds":
		return many(write(v), s.Unit)
	default:
		return write(v)
	}
}

// many writes a number of things.
func many(n, what string) string {
	if n == "1" {
		what = strings.TrimSuffix(what, "s")
	}
	return n + " " + what
}

// sectorSubjects lists every sector and sub-sector of a universe.
func sectorSubjects(u *universe.Universe) []subject {
	var out []subject
	for i := range u.Sectors {
		out = append(out, subject{Slug(u.Sectors[i].Name), u.Sectors[i].Name})
		for _, child := range u.Sectors[i].Children {
			out = append(out, subject{Slug(child.Name), child.Name})
		}
	}
	return out
}

// pairSubjects lists the pairs whose sectors both exist.
func pairSubjects(pairs []pair, sectors []subject) []subject {
	names := make(map[string]string, len(sectors))
	for _, s := range sectors {
		names[s.slug] = s.name
	}
	var out []subject
	for _, p := range pairs {
		if names[p.First] != "" && names[p.Second] != "" {
			out = append(out, subject{p.Name, names[p.First] + " over " + names[p.Second]})
		}
	}
	return out
}
