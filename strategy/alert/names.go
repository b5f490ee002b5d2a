package alert

import (
	"slices"
	"strings"

	"eddy/model"
	"eddy/strategy/input"
)

// checkNames tells of names in For and Of that nothing has: the rule would be in
// force and never asked. Rules that ship may name sectors of another taxonomy.
func (b *builder) checkNames(r *Rule) {
	switch {
	case b.src.ships:
	case r.Each != Sectors && r.Each != Coins:
		if len(r.For) > 0 || r.Of != "" {
			b.find("for", "for and of go with each = \"sector\" or \"coin\"")
		}
		return
	case r.Of != "" && r.Each != Coins:
		b.find("of", "of goes with each = \"coin\"")
	case r.Of != "" && !b.isSector(r.Of):
		b.find("of", "no sector is called %q", model.CleanText(r.Of))
	case len(r.For) > 0:
		b.checkFor(r)
	}
}

// checkFor tells which of the names in For nothing has.
func (b *builder) checkFor(r *Rule) {
	all := *r
	all.For = nil
	known := b.subjects(&all)
	if r.Each == Sectors {
		known = b.sectors(true)
	}
	for _, name := range r.For {
		if !slices.ContainsFunc(known, func(s subject) bool { return s.slug == name || s.name == name }) {
			b.find("for", "no %s is called %q", r.Each, model.CleanText(name))
		}
	}
}

func (b *builder) isSector(slug string) bool {
	return slices.ContainsFunc(b.sectors(true), func(s subject) bool { return s.slug == slug })
}

// kindly are the subjects whose figures are there only while one of them is
// asked about.
var kindly = []Subjects{Legs, Margins, Hedges, Buckets, Venues}

// checkFigures tells of figures that are of another kind of subject than the
// rule: it would read what the last one left.
func (b *builder) checkFigures(it *item) {
	for _, c := range it.conditions() {
		for _, in := range c.Inputs() {
			if kind := kindOf(in); kind != Once && kind != it.rule.Each {
				b.find("when", "%s is of one %s: each = %q", in.Name, kind, kind)
				return
			}
		}
	}
}

// kindOf is the kind of subject a figure is of, Once for one of no such kind.
func kindOf(in input.Spec) Subjects {
	for _, kind := range kindly {
		if strings.HasPrefix(in.Name, string(kind)+".") {
			return kind
		}
	}
	return Once
}
