package condition

import (
	"strconv"
	"strings"

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
		e.ID, e.Text, e.Source, e.Threshold = c.subject(n), spec.Meaning, spec.Source, c.threshold(n)
		c.evidence = append(c.evidence, e)
	}
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

// subject names what a clause measures.
func (c *Condition) subject(n *node) string {
	if n.op == opFlag || n.op == opNoFlag {
		return c.leading(n).Name
	}
	return c.spell(n.a)
}

var comparisonWords = map[opcode]string{
	opLess: "below ", opNotLess: "at least ", opMore: "above ", opNotMore: "at most ", opEqual: "equal to ", opUnequal: "other than ",
}

// threshold says what a clause asks for: "above 80", "yes", "no".
func (c *Condition) threshold(n *node) string {
	switch n.op {
	case opFlag:
		return "yes"
	case opNoFlag:
		return "no"
	}
	return comparisonWords[n.op] + c.spell(n.b)
}

var signs = map[opcode]string{opAdd: " + ", opSubtract: " - ", opMultiply: " * ", opDivide: " / "}

// spell writes a number's side of a comparison.
func (c *Condition) spell(i int32) string {
	n := &c.nodes[i]
	switch n.op {
	case opConst:
		return strconv.FormatFloat(n.value, 'f', -1, 64)
	case opInput:
		return c.leading(n).Name
	case opNegate:
		return "-" + c.spell(n.a)
	case opAbs:
		return "abs(" + c.spell(n.a) + ")"
	case opMin, opMax:
		name := "min("
		if n.op == opMax {
			name = "max("
		}
		return name + c.spell(n.a) + ", " + c.spell(n.b) + ")"
	}
	return c.grouped(n.a, n.op) + signs[n.op] + c.grouped(n.b, n.op)
}

// grouped puts a sum in brackets where it stands inside a product.
func (c *Condition) grouped(i int32, outer opcode) string {
	text := c.spell(i)
	inner := c.nodes[i].op
	if (inner == opAdd || inner == opSubtract) && outer != opAdd {
		return "(" + text + ")"
	}
	return text
}

// Words returns the condition as people read it, without what each figure means.
func (c *Condition) Words() string { return c.words(c.root, c.nodes[c.root].op) }

func (c *Condition) words(i int32, outer opcode) string {
	n := &c.nodes[i]
	switch n.op {
	case opTruth:
		return map[Truth]string{True: "always", False: "never"}[Truth(n.a)] //nolint:gosec // written from a Truth
	case opAnd, opOr:
		word := " and "
		if n.op == opOr {
			word = " or "
		}
		text := c.words(n.a, n.op) + word + c.words(n.b, n.op)
		if n.op != outer && n.op == opOr {
			return "(" + text + ")"
		}
		return text
	case opFlag:
		return c.leading(n).Name
	case opNoFlag:
		return "not " + c.leading(n).Name
	default:
		return c.subject(n) + " " + strings.TrimSpace(c.threshold(n))
	}
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
