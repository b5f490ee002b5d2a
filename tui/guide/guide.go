package guide

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/grid"
	"eddy/tui/job"
	"eddy/tui/theme"
)

// Choice is one of the things to choose from.
type Choice struct {
	Value string
	Text  string // what it means
	On    bool   // chosen unless the reader says otherwise
}

// Offer is everything there is to choose from.
type Offer struct {
	Path      string // where the answers will be kept
	Again     bool   // they were given before: these are the settings, not the first start
	Demo      bool   // the demo is what stands chosen
	Venues    []Choice
	Playbooks []Choice
	Profiles  []Choice
}

// Answers are what was chosen.
type Answers struct {
	Left     bool // the reader left without answering
	Demo     bool
	Venues   []string
	Playbook string
	Profile  string
}

// question is one step.
type question struct {
	title string
	note  string
	many  bool // several may be chosen
	list  []Choice
	at    int // where the reader is
}

// The values of the first question.
const (
	live = "live"
	demo = "demo"
)

// guide is the steps as a Bubble Tea model. It is not the desk: it runs before
// there is one.
type guide struct {
	offer  Offer
	steps  []question
	step   int
	theme  *theme.Theme
	screen *grid.Screen
	w, h   int

	left bool
	done bool
}

func newGuide(o Offer, th *theme.Theme) *guide {
	g := &guide{
		offer: o, theme: th, screen: grid.NewScreen(th.Look()),
		steps: []question{
			{title: "What should eddy watch?", list: []Choice{
				{Value: live, Text: "the real exchanges, by their public data; no account, no key", On: !o.Demo},
				{Value: demo, Text: "a market made inside the program; no network", On: o.Demo},
			}},
			{title: "Which exchanges?", note: "a price is the median of all that are on: one that stalls does no harm", many: true, list: slices.Clone(o.Venues)},
			{title: "Which rules?", note: "eddy playbook show NAME prints one in full", list: slices.Clone(o.Playbooks)},
			{title: "How much in futures?", list: slices.Clone(o.Profiles)},
		},
	}
	for i := range g.steps {
		q := &g.steps[i]
		if on := slices.IndexFunc(q.list, func(c Choice) bool { return c.On }); on > 0 && !q.many {
			q.at = on
		}
	}
	return g
}

// Init asks for nothing.
func (g *guide) Init() tea.Cmd { return nil }

// Update takes a key or a size.
func (g *guide) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		g.w, g.h = msg.Width, msg.Height
	case tea.KeyMsg:
		return g, g.onKey(msg)
	}
	return g, nil
}

func (g *guide) onKey(msg tea.KeyMsg) tea.Cmd {
	if msg.Paste {
		return nil
	}
	switch msg.String() {
	case "esc", "q", "ctrl+c":
		g.left = true
		return tea.Quit
	case "enter", "right", "l":
		return g.next()
	case "left", "h", "backspace":
		g.back()
	case "down", "j", "tab":
		g.move(1)
	case "up", "k", "shift+tab":
		g.move(-1)
	case " ", "x":
		g.toggle()
	case "ctrl+z":
		return stopped()
	}
	return nil
}

// stopped gives the terminal to the shell until fg, where a system can; the guide
// stands as it stood when it is back, and when no shell is there.
func stopped() tea.Cmd {
	if !job.CanStop {
		return nil
	}
	return job.Stop(func(error) tea.Msg { return nil })
}

// isLast tells whether the answers are on show, to be kept or not.
func (g *guide) isLast() bool { return g.step == len(g.steps) }

func (g *guide) move(by int) {
	if g.isLast() {
		return
	}
	q := &g.steps[g.step]
	q.at = (q.at + by + len(q.list)) % len(q.list)
	if !q.many {
		q.choose(q.at)
	}
}

// toggle switches one of several on or off; of a single choice it is the choice.
func (g *guide) toggle() {
	if g.isLast() {
		return
	}
	q := &g.steps[g.step]
	if q.many {
		q.list[q.at].On = !q.list[q.at].On
		return
	}
	q.choose(q.at)
}

func (q *question) choose(at int) {
	for i := range q.list {
		q.list[i].On = i == at
	}
}

// chosen lists the values that are on.
func (q *question) chosen() []string {
	var values []string
	for _, c := range q.list {
		if c.On {
			values = append(values, c.Value)
		}
	}
	return values
}

// next goes on to the next question that applies, or ends behind the last. A
// question of which nothing is chosen stays.
func (g *guide) next() tea.Cmd {
	if g.isLast() {
		g.done = true
		return tea.Quit
	}
	if len(g.steps[g.step].chosen()) == 0 {
		return nil
	}
	g.step++
	if g.skips() {
		g.step++
	}
	return nil
}

func (g *guide) back() {
	if g.step == 0 {
		return
	}
	g.step--
	if g.skips() {
		g.step--
	}
}

// venuesStep is the question that a demo does not need.
const venuesStep = 1

// place tells which question of how many the reader is on, of those that apply.
func (g *guide) place() (at, of int) {
	at, of = g.step+1, len(g.steps)
	if g.demo() {
		of--
		if g.step > venuesStep {
			at--
		}
	}
	return at, of
}

func (g *guide) skips() bool { return g.step == venuesStep && g.demo() }

func (g *guide) demo() bool { return slices.Contains(g.steps[0].chosen(), demo) }

// answers reads what is chosen.
func (g *guide) answers() Answers {
	one := func(i int) string {
		if values := g.steps[i].chosen(); len(values) > 0 {
			return values[0]
		}
		return ""
	}
	return Answers{Left: g.left || !g.done, Demo: g.demo(), Venues: g.steps[venuesStep].chosen(), Playbook: one(2), Profile: one(3)}
}
