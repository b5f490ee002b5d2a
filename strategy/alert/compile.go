package alert

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/input"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/condition"
)

// item is a rule for one subject, or for subjects that come and go, ready to be
// asked.
type item struct {
	rule    *Rule
	subject string      // as the desk calls it; "" for the market
	slug    string      // as conditions call it
	coin    model.Asset // a live rule that stands on this coin alone
	stages  []string    // stages of the playbook it belongs to; empty: all

	when, release *condition.Condition
	steps         []step
	closes        int
	hold          time.Duration
	cooldown      time.Duration

	held bool // it is about a coin and asks what is held of it
}

// step is an escalation ready to be asked.
type step struct {
	when     *condition.Condition
	severity model.Severity
}

// subject is a sector or coin by both its names.
type subject struct{ name, slug string }

// builder compiles files of rules and notes what is wrong with them.
type builder struct {
	universe  *universe.Universe
	catalogue *input.Catalogue
	out       *Rules
	problems  playbook.Problems

	src      *source
	at       string // the rule at hand: "rule[3]"
	replaced []string
}

func (b *builder) find(key, format string, args ...any) {
	place, known := b.src.places[b.at+"."+key]
	if !known {
		place = b.src.places[b.at]
	}
	b.problems = append(b.problems, playbook.Problem{
		File: b.src.name, Line: max(place.Line, 1), Column: max(place.Column, 1), What: fmt.Sprintf(format, args...),
	})
}

// add checks and compiles one rule of a file.
func (b *builder) add(s *source, i int) {
	b.src, b.at = s, fmt.Sprintf("rule[%d]", i)
	r := s.rules[i]
	r.tidy()
	before := len(b.problems)
	proto := b.check(&r)
	if slices.ContainsFunc(b.out.rules, func(o *Rule) bool { return o.ID == r.ID }) {
		b.find("id", "rule %q stands twice", r.ID)
	}
	if len(b.problems) > before || r.Off {
		return
	}
	b.out.rules = append(b.out.rules, &r)
	b.replaced = append(b.replaced, r.Replaces...)
	b.checkNames(&r)
	for _, at := range b.subjects(&r) {
		it := proto
		it.rule, it.subject, it.slug = &r, at.name, at.slug
		b.compile(&it)
		if len(b.problems) > before {
			return // the same fault for every subject is told once
		}
		b.out.items = append(b.out.items, &it)
	}
}

// tidy cleans what is shown of a rule and fills in its defaults.
func (r *Rule) tidy() {
	for _, text := range []*string{&r.ID, &r.Title, &r.Past, &r.End, &r.Do, &r.Source} {
		*text = model.CleanText(*text)
	}
	if r.On == "" {
		r.On = OnClose
		if r.Each.dynamic() {
			r.On = Live
		}
	}
	if r.Severity == "" {
		r.Severity = model.Info
	}
	if r.Title == "" {
		r.Title = r.ID
	}
}

// check looks at everything of a rule but its conditions.
func (b *builder) check(r *Rule) (it item) {
	switch {
	case r.ID == "" || strings.ContainsAny(r.ID, " \t"):
		b.find("id", "a rule needs an id without spaces")
		return it
	case r.Off:
		return it
	case !r.Each.valid():
		b.find("each", "each %q is not known: use sector, coin, leg, margin, hedge, bucket, venue or plan", model.CleanText(string(r.Each)))
	case r.On != OnClose && r.On != Live && r.On != OnQuote:
		b.find("on", "on %q is not known: use close, live or quote", model.CleanText(string(r.On)))
	case r.On == OnQuote && r.Each != Coins:
		b.find("on", "quotes are of coins: each = \"coin\"")
	case r.Each.dynamic() && r.On != Live:
		b.find("on", "a %s is asked live", r.Each)
	case rank(r.Severity) == 0:
		b.find("severity", "severity %q is not known: use info, warning or critical", model.CleanText(string(r.Severity)))
	case r.Closes < 0 || r.Closes > 60 || r.Closes > 1 && r.On != OnClose:
		b.find("closes", "closes go from 1 to 60 and with on = \"close\" only; a live rule has hold")
	case r.Hold != "" && r.On == OnClose:
		b.find("hold", "hold goes with live rules; a rule on closed bars has closes")
	}
	it.closes = max(1, r.Closes)
	it.hold = b.span("hold", r.Hold, 0)
	otherwise := closeCooldown
	if r.On != OnClose {
		otherwise = liveCooldown
	}
	it.cooldown = b.span("cooldown", r.Cooldown, otherwise)
	if r.On != OnClose && it.cooldown < leastCooldown {
		b.find("cooldown", "a cooldown below %s makes storms: live rules rest at least that long", leastCooldown)
	}
	return it
}

func (b *builder) span(key, text string, otherwise time.Duration) time.Duration {
	d, err := span(text, otherwise)
	if err != nil {
		b.find(key, "%s %v", key, err)
	}
	return d
}

// compile reads the conditions of a rule for one subject.
func (b *builder) compile(it *item) {
	r, scope := it.rule, condition.Scope{This: it.slug}
	it.when = b.condition("when", r.When, scope)
	if r.Release != "" {
		it.release = b.condition("release", r.Release, scope)
	}
	for i, e := range r.Escalate {
		if rank(e.Severity) <= rank(r.Severity) {
			b.find("escalate", "an escalation goes beyond %s", r.Severity)
		}
		it.steps = append(it.steps, step{b.condition(fmt.Sprintf("escalate[%d].when", i), e.When, scope), e.Severity})
	}
	b.checkFigures(it)
	it.held = r.Each == Coins && asksHoldings(it)
	if r.On == OnQuote {
		if it.coin = standsOn(it); it.coin == "" {
			b.find("on", "a rule on quotes may use figures of its own coin alone, such as this.price")
		}
	}
}

// conditions lists everything a rule asks.
func (it *item) conditions() []*condition.Condition {
	all := []*condition.Condition{it.when, it.release}
	for _, s := range it.steps {
		all = append(all, s.when)
	}
	return slices.DeleteFunc(all, func(c *condition.Condition) bool { return c == nil })
}

// standsOnAny tells whether a rule asks for one of some figures.
func (it *item) standsOnAny(figures []input.ID) bool {
	return slices.ContainsFunc(it.conditions(), func(c *condition.Condition) bool {
		return slices.ContainsFunc(c.Inputs(), func(in input.Spec) bool { return slices.Contains(figures, in.ID) })
	})
}

// asksHoldings tells whether a rule asks what is held of the coin looked at.
func asksHoldings(it *item) bool {
	for _, c := range it.conditions() {
		for _, in := range c.Inputs() {
			if strings.HasPrefix(in.Name, "holding.") {
				return true
			}
		}
	}
	return false
}

// standsOn returns the coin all of a rule's figures are of, "" when they need
// more.
func standsOn(it *item) model.Asset {
	prefix := it.slug + "."
	for _, c := range it.conditions() {
		for _, in := range c.Inputs() {
			if !strings.HasPrefix(in.Name, prefix) {
				return ""
			}
		}
	}
	return model.Asset(it.subject)
}

// condition compiles one text and tells its fault where it stands in the file.
func (b *builder) condition(key, text string, scope condition.Scope) *condition.Condition {
	c, err := condition.Compile(text, b.catalogue, scope)
	var fault *condition.Error
	switch {
	case err == nil:
		return c
	case !errors.As(err, &fault):
		b.find(key, "%v", err)
		return nil
	}
	b.find(key, "%s", fault.What)
	if _, here := b.src.places[b.at+"."+key]; here {
		p := &b.problems[len(b.problems)-1]
		if strings.Contains(text, "\n") {
			p.Line, p.Column = p.Line+fault.Line, fault.Column
		} else {
			p.Column += fault.Column
		}
	}
	return nil
}

// subjects lists what a rule is asked about; subjects that come and go are
// compiled once.
func (b *builder) subjects(r *Rule) []subject {
	var all []subject
	switch r.Each {
	case Sectors:
		all = b.sectors(len(r.For) > 0)
	case Coins:
		for _, a := range b.universe.Candidates() {
			home, child, _ := b.universe.Home(a)
			if r.Of == "" || r.Of == input.Slug(home) || r.Of == input.Slug(child) {
				all = append(all, subject{string(a), "coin." + string(a)})
			}
		}
	default:
		return []subject{{}}
	}
	all = slices.DeleteFunc(all, func(s subject) bool { return b.catalogue.ID(s.slug+".z28") == input.None }) // of another taxonomy
	if len(r.For) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(s subject) bool {
		return !slices.Contains(r.For, s.slug) && !slices.Contains(r.For, s.name)
	})
}

// sectors lists the universe's sectors, with their sub-sectors where asked.
func (b *builder) sectors(children bool) (list []subject) {
	for i := range b.universe.Sectors {
		s := &b.universe.Sectors[i]
		list = append(list, subject{s.Name, input.Slug(s.Name)})
		if !children {
			continue
		}
		for _, c := range s.Children {
			list = append(list, subject{c.Name, input.Slug(c.Name)})
		}
	}
	return list
}

// addPlaybook makes rules of a playbook's triggers, exits and moves.
func (b *builder) addPlaybook(p *playbook.Playbook, off []string) {
	names := make(map[string]string)
	for _, s := range b.sectors(true) {
		names[s.slug] = s.name
	}
	files, made := make(map[string]bool), make(map[string]*Rule)
	for _, r := range b.out.rules {
		files[r.ID] = true // a file's rule goes before a playbook's of the same name
	}
	for _, pr := range p.Conditions() {
		if !raises(pr.Role) || slices.Contains(off, pr.Owner) || slices.Contains(b.replaced, pr.Owner) || files[pr.Owner] {
			continue
		}
		it := &item{
			when: pr.Condition, subject: names[pr.Subject], slug: pr.Subject,
			closes: 1, cooldown: closeCooldown, stages: stagesOf(p, pr),
		}
		if release := p.Condition(strings.TrimSuffix(pr.ID, string(pr.Role)) + string(playbook.RoleRelease)); release != nil {
			it.release = release.Condition
		}
		if it.rule = made[pr.Owner]; it.rule == nil {
			it.rule = &Rule{
				ID: pr.Owner, Title: title(pr) + "{figure}", On: OnClose, When: pr.Condition.Text(),
				Severity: pr.Severity, Do: pr.Do, Source: pr.Source,
			}
			made[pr.Owner] = it.rule
			b.out.rules = append(b.out.rules, it.rule)
		}
		b.out.items = append(b.out.items, it)
	}
}

// raises tells whether a condition of a playbook is a rule: opening and closing
// legs is what plans are for.
func raises(r playbook.Role) bool {
	return r == playbook.RoleTrigger || r == playbook.RoleExit || r == playbook.RoleMove
}

// title says what a playbook's condition means when it holds.
func title(r *playbook.Rule) string {
	switch r.Role {
	case playbook.RoleExit:
		return "the stage " + r.Stage + " is over: " + r.Condition.Plain()
	case playbook.RoleMove:
		return "a move is due: " + r.Title
	default:
		return r.Title
	}
}

// stagesOf lists the stages a condition belongs to.
func stagesOf(p *playbook.Playbook, r *playbook.Rule) []string {
	if r.Role == playbook.RoleMove {
		for i := range p.Moves {
			if p.Moves[i].ID == r.Owner {
				return p.Moves[i].Stages
			}
		}
	}
	if r.Stage == "" {
		return nil
	}
	return []string{r.Stage}
}
