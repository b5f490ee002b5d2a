package alert

import (
	"time"

	"eddy/model"
)

// Rule is one rule as a file writes it.
type Rule struct {
	ID    string   `toml:"id"`
	Title string   `toml:"title"` // {subject}, {value}, {threshold}, {figure} and {note} are filled in
	Past  string   `toml:"past"`  // the title once the figure is 0 or below, {value} being how far; "" keeps the title
	End   string   `toml:"end"`   // how it ended, with {subject} and {lasted}; "" keeps the title
	Each  Subjects `toml:"each"`
	For   []string `toml:"for"` // only these sectors or coins, as conditions call them
	Of    string   `toml:"of"`  // only coins of this sector, as conditions call it

	On      Tempo  `toml:"on"`
	When    string `toml:"when"`
	Release string `toml:"release"` // "" = when the condition no longer holds

	Closes   int    `toml:"closes"`   // daily closes in a row it must hold for; on = "close" only
	Hold     string `toml:"hold"`     // time it must hold for; not on closed bars
	Cooldown string `toml:"cooldown"` // least time between two alerts of one subject

	Severity model.Severity `toml:"severity"`
	Escalate []Escalation   `toml:"escalate"`
	Do       string         `toml:"do"`
	Source   string         `toml:"source"`

	Replaces []string `toml:"replaces"` // triggers of playbooks that would say the same
	Off      bool     `toml:"off"`      // a user's way to be rid of a rule that ships
}

// Escalation makes an open alert worse when a condition holds.
type Escalation struct {
	When     string         `toml:"when"`
	Severity model.Severity `toml:"severity"`
}

// Subjects says what a rule is asked about.
type Subjects string

// The subjects of rules. Sectors and coins are called this in conditions; the
// others have figures of their own name.
const (
	Once    Subjects = ""       // the market, the account, the data
	Sectors Subjects = "sector" // every sector, or those of For
	Coins   Subjects = "coin"   // every coin, or those of For or Of
	Legs    Subjects = "leg"    // every futures leg that is held
	Margins Subjects = "margin" // every venue's futures account
	Hedges  Subjects = "hedge"  // every hedge the playbook names now
	Buckets Subjects = "bucket" // every bucket of the allocation
	Venues  Subjects = "venue"  // every enabled venue
	Plans   Subjects = "plan"   // the proposed rotation
)

// dynamic tells whether subjects come and go.
func (s Subjects) dynamic() bool {
	switch s {
	case Legs, Margins, Hedges, Buckets, Venues, Plans:
		return true
	default:
		return false
	}
}

func (s Subjects) valid() bool {
	return s == Once || s == Sectors || s == Coins || s.dynamic()
}

// Tempo says when a rule is asked.
type Tempo string

// The tempos of rules.
const (
	OnClose Tempo = "close" // at closed bars, on closed bars; the default
	Live    Tempo = "live"  // with the open bars, at each publication
	OnQuote Tempo = "quote" // at every quote of the coin it is about, as well
)

// Defaults of rules that do not say.
const (
	closeCooldown = 24 * time.Hour
	liveCooldown  = 15 * time.Minute
)

// leastCooldown is the least a live rule may ask for: one that flaps with every
// quote of every coin would bury what matters.
const leastCooldown = time.Minute

// maxSpan is the longest hold or cooldown a rule may ask for.
const maxSpan = 90 * 24 * time.Hour

// rank orders severities.
func rank(s model.Severity) int {
	switch s {
	case model.Critical:
		return 3
	case model.Warning:
		return 2
	case model.Info:
		return 1
	default:
		return 0
	}
}
