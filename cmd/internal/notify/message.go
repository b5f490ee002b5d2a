package notify

import (
	"encoding/json"
	"fmt"
	"strings"

	"eddy/model"
)

// Event says why an alert is told.
type Event string

// The events.
const (
	Raised    Event = "raised"
	Escalated Event = "escalated"
	Reminded  Event = "reminded" // it was snoozed, and stands
	Test      Event = "test"
)

// Message is an alert on its way out. Its JSON is what a command finds on its
// standard input and a webhook in its body.
type Message struct {
	Event Event          `json:"event"`
	Alert model.AlertRow `json:"alert"`
}

// JSON writes the message in one line.
func (m Message) JSON() ([]byte, error) {
	b, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("write the alert: %w", err)
	}
	return append(b, '\n'), nil
}

// longestText is how much of an alert's text a notification carries.
const longestText = 300

// Words returns the message as a title and a line.
func (m Message) Words() (title, text string) {
	title = "eddy: " + strings.ToUpper(string(m.Alert.Severity))
	if m.Event == Test {
		title = "eddy: test"
	}
	text = model.CleanText(m.Alert.Text)
	if r := []rune(text); len(r) > longestText {
		text = string(r[:longestText-1]) + "…"
	}
	return title, text
}

// TestMessage is what the test key sends.
func TestMessage(now model.Millis) Message {
	return Message{Test, model.AlertRow{
		ID: "test", Rule: "test", Severity: model.Info, Since: now, Text: "this is a test of eddy's alerts",
	}}
}
