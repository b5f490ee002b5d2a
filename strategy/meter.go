package strategy

import (
	"time"

	"eddy/model"
)

// meter turns a counter into a rate per second of local time.
type meter struct {
	since   model.Millis
	counted uint64
	rate    float64
	ready   bool
}

// read takes the counter at a moment and returns the rate over the last whole
// second, once there was one.
func (m *meter) read(now model.Millis, count uint64) (perSecond float64, ok bool) {
	if m.since == 0 || count < m.counted {
		*m = meter{since: now, counted: count}
	}
	if d := now.Sub(m.since); d >= time.Second {
		m.rate, m.ready = float64(count-m.counted)/d.Seconds(), true
		m.since, m.counted = now, count
	}
	return m.rate, m.ready
}
