package diary

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"eddy/model"
	"eddy/model/stricttoml"
)

// Kinds are what an event can be of; a playbook's conditions know them by these
// names (event.defi.regulation).
var Kinds = []string{"partnership", "regulation", "exploit", "social", "technology", "unlock", "other"}

// Draft is an event as it was typed.
type Draft struct {
	Kind, Subject string
	Score         string // -1 to 1
	HalfLife      string // "72h", "3d", "2w"
	Time          string // a date or RFC 3339; "" for now
	Source, Text  string
}

// Limits of an event.
const (
	longestText = 400
	longestHalf = 10 * 365 * 24 * time.Hour
	clockSlack  = time.Minute // how far a time may lie ahead: clocks differ
)

// market is the subject that is no sector and no coin.
const market = "market"

// Check turns a draft into an event, or says in one line what is wrong with it.
// Subjects are the sectors, sub-sectors and coins there are; case does not
// matter, and hyphens stand for spaces.
func (d Draft) Check(subjects []string, now time.Time) (model.Judgement, error) {
	j := model.Judgement{Text: tidy(d.Text), Source: tidy(d.Source)}
	var err error
	if j.Kind, err = known("kind", d.Kind, Kinds); err != nil {
		return j, err
	}
	if j.Subject, err = known("subject", d.Subject, append([]string{market}, subjects...)); err != nil {
		return j, err
	}
	if j.Score, err = score(d.Score); err != nil {
		return j, err
	}
	if j.HalfLife, err = halfLife(d.HalfLife); err != nil {
		return j, err
	}
	if j.Time, err = moment(d.Time, now); err != nil {
		return j, err
	}
	return j, words(j)
}

func tidy(s string) string { return strings.TrimSpace(model.CleanText(s)) }

// words refuses an event that says nothing, or not where it is from.
func words(j model.Judgement) error {
	switch {
	case j.Text == "":
		return errors.New("the event has no text: say in a few words what happened")
	case j.Source == "":
		return errors.New("the event has no source: say where you have it from")
	case len(j.Text) > longestText || len(j.Source) > longestText:
		return fmt.Errorf("text and source may have %d bytes each", longestText)
	default:
		return nil
	}
}

// known finds a word in a list, however it is written.
func known(what, word string, list []string) (string, error) {
	word = tidy(word)
	plain := slug(word)
	slugs := make([]string, len(list))
	for i, w := range list {
		slugs[i] = slug(w)
		if slugs[i] == plain {
			return w, nil
		}
	}
	if word == "" {
		return "", fmt.Errorf("the event has no %s", what)
	}
	hint := ""
	if near := stricttoml.Nearest(plain, slugs); near != "" {
		hint = fmt.Sprintf(", did you mean %q?", list[slices.Index(slugs, near)])
	} else if len(list) <= 10 {
		hint = ": use one of " + strings.Join(list, ", ")
	}
	return "", fmt.Errorf("unknown %s %q%s", what, word, hint)
}

func slug(s string) string {
	return strings.NewReplacer(" ", "-", "_", "-").Replace(strings.ToLower(s))
}

func score(s string) (float64, error) {
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(v) || v < -1 || v > 1 {
		return 0, fmt.Errorf("score %q: give a number from -1 (bad for the subject) to 1 (good)", tidy(s))
	}
	return v, nil
}

// halfLife reads a duration that may be in days or weeks.
func halfLife(s string) (time.Duration, error) {
	s = strings.TrimSpace(s)
	d, err := time.ParseDuration(s)
	for unit, hours := range map[string]float64{"d": 24, "w": 7 * 24} {
		if n, cut := strings.CutSuffix(s, unit); cut {
			var v float64
			if v, err = strconv.ParseFloat(n, 64); err == nil && math.Abs(v) < 1e5 {
				d = time.Duration(v * hours * float64(time.Hour))
			}
		}
	}
	if err != nil || d < time.Minute || d > longestHalf {
		return 0, fmt.Errorf("half-life %q: give a time from 1m to 10 years, such as 72h, 3d or 2w", tidy(s))
	}
	return d, nil
}

// layouts are the ways a time may be written, in UTC.
var layouts = []string{time.RFC3339, "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly}

func moment(s string, now time.Time) (model.Millis, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return model.MillisOf(now), nil
	}
	for _, layout := range layouts {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if t.After(now.Add(clockSlack)) {
			return 0, fmt.Errorf("time %s lies in the future", t.UTC().Format(time.RFC3339))
		}
		if t.Year() < 2009 {
			return 0, fmt.Errorf("time %s lies before there was anything to trade", t.UTC().Format(time.DateOnly))
		}
		return model.MillisOf(t), nil
	}
	return 0, fmt.Errorf("time %q: write 2026-01-31 or 2026-01-31T15:04:05Z", tidy(s))
}

// ErrForm says how an event is typed in one line.
var ErrForm = errors.New("type: kind subject score half-life what happened (source), such as regulation DeFi 0.5 72h front-ends exempted (sec.gov)")

// ParseLine reads an event typed in one line.
func ParseLine(line string) (Draft, error) {
	words := strings.Fields(line)
	if len(words) < 6 {
		return Draft{}, ErrForm
	}
	rest := strings.Join(words[4:], " ")
	open := strings.LastIndex(rest, "(")
	if open < 0 || !strings.HasSuffix(rest, ")") {
		return Draft{}, ErrForm
	}
	return Draft{
		Kind: words[0], Subject: words[1], Score: words[2], HalfLife: words[3],
		Text: rest[:open], Source: rest[open+1 : len(rest)-1],
	}, nil
}
