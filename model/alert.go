package model

// AlertRow is something that happened and deserves a look. What fired it is
// kept as it was; only how it goes on changes.
type AlertRow struct {
	ID           string   `json:"id"`
	Rule         string   `json:"rule"`
	Severity     Severity `json:"severity"`
	Since        Millis   `json:"since"`
	Text         string   `json:"text"`
	Subject      string   `json:"subject,omitempty"`
	Value        Num      `json:"value,omitzero"`
	Threshold    Num      `json:"threshold,omitzero"`
	Cleared      Millis   `json:"cleared,omitzero"`
	Acknowledged bool     `json:"acknowledged"`
	Source       string   `json:"source,omitempty"` // ledger id

	Heard Millis `json:"heard,omitzero"`  // when it began by the local clock; Since is market time
	World string `json:"world,omitempty"` // the demo it belongs to, whose time is its own; "" = the real market

	Do       string     `json:"do,omitempty"`             // what the rule asks for
	Standing bool       `json:"standing,omitempty"`       // it stood already when eddy first looked: no news
	Times    int        `json:"times,omitempty"`          // how often its cause came back while the rule kept quiet
	Snoozed  Millis     `json:"snoozed_until,omitzero"`   // local clock
	Inputs   []Evidence `json:"inputs,omitempty"`         // what fired it, as it was
	Worse    []Evidence `json:"worse_inputs,omitempty"`   // what made it worse, as it was
	AfterPct Num        `json:"after_pct,omitzero"`       // what its subject, or the market, did afterwards, in closed days, at most seven
	Settled  bool       `json:"aftermath_over,omitempty"` // AfterPct changes no more
	Tape     string     `json:"tape,omitempty"`           // where it stands on a tape that ran: "FILE@OFFSET"
}

// HeardAt is when the alert began by the local clock, as far as it is known.
func (a *AlertRow) HeardAt() Millis {
	if a.Heard.Known() {
		return a.Heard
	}
	return a.Since
}

// IsOpen tells whether the cause of the alert still stands.
func (a *AlertRow) IsOpen() bool { return a.Cleared == 0 }

// IsSnoozed tells whether the user wants to hear no more of it before a moment
// of the local clock.
func (a *AlertRow) IsSnoozed(now Millis) bool { return a.Snoozed > now }

// AlertAct is what the user does with an alert.
type AlertAct struct {
	ID    string
	Verb  AlertVerb
	Until Millis // of a snooze, local clock
	Text  string // of a fault and of its end, in a sentence

	Severity Severity // of a fault; "" = it is over
}

// AlertVerb is what can be done with an alert.
type AlertVerb string

// The verbs.
const (
	Acknowledge  AlertVerb = "acknowledge"
	Snooze       AlertVerb = "snooze"
	TestChannels AlertVerb = "test"  // of the ways alerts leave by; it never reaches the engine
	Fault        AlertVerb = "fault" // ID names a channel that fails, or the keeping of alerts
	Taped        AlertVerb = "taped" // of the recorder: Text says where the alert stands on the tape that runs
)

// RuleView is how an alert rule stands with one of its subjects: why it did or
// did not fire.
type RuleView struct {
	Rule     string     `json:"rule"`
	Subject  string     `json:"subject,omitempty"`
	Title    string     `json:"title"`
	State    string     `json:"state"` // open, quiet, holding, false, unknown, other stage
	Why      string     `json:"why"`   // what is missing for it to fire, in words
	When     string     `json:"when"`
	Severity Severity   `json:"severity"`
	Source   string     `json:"source,omitempty"`
	Evidence []Evidence `json:"evidence"`
}
