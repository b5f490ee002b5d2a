package condition

import (
	"eddy/model"
	"eddy/strategy/input"
)

// Evidence appends what each comparison and flag of the condition says in a
// frame: value, threshold, and whether it speaks for the condition, against it
// or is not known, with the reason. It allocates nothing while dst has room.
func (c *Condition) Evidence(f *input.Frame, dst []model.Evidence) []model.Evidence {
	for k, i := range c.clauses {
		n, e := &c.nodes[i], c.evidence[k]
		t := c.clause(n, f)
		e.Value, e.State = c.measured(n, f), t.State()
		e.Shown = answer(n, e.Value)
		switch t {
		case True:
			e.Vote = model.Known(1)
		case False:
			e.Vote = model.Known(0)
		default:
			e.Vote = model.Unknown(e.Value.Why())
		}
		dst = append(dst, e)
	}
	return dst
}

// Threshold returns the number the k-th comparison is measured against, absent
// for a flag.
func (c *Condition) Threshold(k int, f *input.Frame) model.Num {
	if k < 0 || k >= len(c.clauses) {
		return model.Num{}
	}
	n := &c.nodes[c.clauses[k]]
	if n.op == opFlag || n.op == opNoFlag {
		return model.Num{}
	}
	if y, known := c.number(n.b, f); known {
		return model.Known(y)
	}
	return model.Unknown(c.missing(n.b, f))
}

// measured returns the left side of a comparison or a flag's value. A stale
// input stays visible as such.
func (c *Condition) measured(n *node, f *input.Frame) model.Num {
	if n.op == opFlag || n.op == opNoFlag {
		return present(f.Get(n.id))
	}
	if left := &c.nodes[n.a]; left.op == opInput {
		return present(f.Get(left.id))
	}
	if x, known := c.number(n.a, f); known {
		return model.Known(x)
	}
	return model.Unknown(c.missing(n.a, f))
}

// answer says in a word what a flag says; an amount has none.
func answer(n *node, value model.Num) string {
	v, known := value.Value()
	switch {
	case !known || n.op != opFlag && n.op != opNoFlag:
		return ""
	case v > 0:
		return "yes"
	default:
		return "no"
	}
}

// present makes an absent figure an unknown one: it was asked for.
func present(v model.Num) model.Num {
	if v.State() == model.NumAbsent {
		return model.Unknown("not measured")
	}
	return v
}

// missing says why a number cannot be told: the reason of the first input that
// is not known.
func (c *Condition) missing(i int32, f *input.Frame) string {
	n := &c.nodes[i]
	switch n.op {
	case opConst:
		return ""
	case opInput:
		if v := present(f.Get(n.id)); !v.Fresh() {
			return v.Why()
		}
		return ""
	case opNegate, opAbs:
		return c.missing(n.a, f)
	}
	if why := c.missing(n.a, f); why != "" {
		return why
	}
	if why := c.missing(n.b, f); why != "" {
		return why
	}
	return "divided by zero"
}

// describe prepares what every clause always says.
func (c *Condition) describe() {
	for _, i := range c.clauses {
		n := &c.nodes[i]
		e := model.Evidence{Weight: 1 / float64(len(c.clauses))}
		spec := c.leading(n)
		e.ID, e.Text, e.Source, e.Threshold = c.subject(n, byName), spec.Meaning, spec.Source, c.threshold(n, byName)
		c.evidence = append(c.evidence, e)
	}
	c.plain = c.words(c.root, c.nodes[c.root].op, plainly)
}

// leading returns the first input of a clause.
func (c *Condition) leading(n *node) input.Spec {
	switch n.op {
	case opFlag, opNoFlag, opInput:
		spec, _ := c.catalogue.Spec(n.id) // checked when compiled
		return spec
	case opConst:
		return input.Spec{}
	case opNegate, opAbs:
		return c.leading(&c.nodes[n.a])
	}
	if spec := c.leading(&c.nodes[n.a]); spec.Name != "" {
		return spec
	}
	return c.leading(&c.nodes[n.b])
}

// Inputs returns every figure the condition uses, in reading order, once each.
func (c *Condition) Inputs() []input.Spec {
	var list []input.Spec
	seen := make(map[input.ID]bool)
	for i := range c.nodes {
		n := &c.nodes[i]
		uses := n.op == opInput || n.op == opFlag || n.op == opNoFlag
		if !uses || seen[n.id] {
			continue
		}
		seen[n.id] = true
		spec, _ := c.catalogue.Spec(n.id) // checked when compiled
		list = append(list, spec)
	}
	return list
}
