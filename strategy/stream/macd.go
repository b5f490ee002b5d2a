package stream

import "fmt"

// MACDValue is one reading of a MACD or PPO.
type MACDValue struct {
	Line      float64 // fast average minus slow average
	Signal    float64 // average of the line
	Histogram float64 // line minus signal
	HasSignal bool    // the signal is past its own warm-up
}

// MACD is the difference of two exponential averages and its own average
// (analytics §3.4). Each average starts from its own mean: the line is defined
// from index slow-1, the signal from slow+signal-2. As a PPO the line is
// 100*(fast-slow)/slow in percent, which can be compared across sectors.
type MACD struct {
	fast, slow, signal EMA
	percent            bool
	line               float64
	hasLine            bool
	missed             bool
}

// MACDParams are the periods in bars. The usual ones are 12, 26 and 9.
type MACDParams struct {
	Fast, Slow, Signal int
	Seed               Seed
}

// NewMACD returns a MACD in the units of the input. It returns an error unless
// 1 <= Fast < Slow and 1 <= Signal.
func NewMACD(p MACDParams) (*MACD, error) { return newMACD(p, false) }

// NewPPO returns the percentage price oscillator; parameters as for NewMACD.
func NewPPO(p MACDParams) (*MACD, error) { return newMACD(p, true) }

func newMACD(p MACDParams, percent bool) (*MACD, error) {
	if p.Fast >= p.Slow {
		return nil, fmt.Errorf("stream: MACD: fast period %d is not below the slow one, %d", p.Fast, p.Slow)
	}
	m := MACD{percent: percent}
	for _, part := range []struct {
		to *EMA
		n  int
	}{{&m.fast, p.Fast}, {&m.slow, p.Slow}, {&m.signal, p.Signal}} {
		e, err := makeEMA(part.n, p.Seed)
		if err != nil {
			return nil, fmt.Errorf("stream: MACD: %w", err)
		}
		*part.to = e
	}
	return &m, nil
}

// Push commits a closed bar.
func (m *MACD) Push(x float64) {
	m.missed = !finite(x)
	if m.missed {
		return
	}
	m.fast.Push(x)
	m.slow.Push(x)
	f, ok := m.fast.Value()
	s, both := m.slow.Value()
	m.line, m.hasLine = m.lineOf(f, s, ok && both)
	if m.hasLine {
		m.signal.Push(m.line)
	}
}

// Peek previews the open bar.
func (m *MACD) Peek(x float64) (MACDValue, bool) {
	f, ok := m.fast.Peek(x)
	s, both := m.slow.Peek(x)
	line, ok := m.lineOf(f, s, ok && both)
	if !ok {
		return MACDValue{}, false
	}
	signal, has := m.signal.Peek(line)
	return reading(line, signal, has), true
}

// Value returns the reading at the last pushed bar.
func (m *MACD) Value() (MACDValue, bool) {
	if m.missed || !m.hasLine {
		return MACDValue{}, false
	}
	signal, has := m.signal.Value()
	return reading(m.line, signal, has), true
}

func (m *MACD) lineOf(fast, slow float64, ok bool) (float64, bool) {
	if m.percent {
		return defined(100*((fast-slow)/slow), ok)
	}
	return defined(fast-slow, ok)
}

func reading(line, signal float64, has bool) MACDValue {
	v := MACDValue{Line: line}
	if has {
		v.Signal, v.Histogram, v.HasSignal = signal, line-signal, true
	}
	return v
}
