package model

import "math"

// Bar is one candle. Prices are US dollars for one coin; Volume counts coins
// and is only meaningful when HasVolume is set (mark and index candles have
// none).
type Bar struct {
	OpenTime  Millis   `json:"open_time"`
	Interval  Interval `json:"interval"`
	Open      float64  `json:"open"`
	High      float64  `json:"high"`
	Low       float64  `json:"low"`
	Close     float64  `json:"close"`
	Volume    float64  `json:"volume"`
	HasVolume bool     `json:"-"`
	Closed    bool     `json:"closed"`
}

// End returns the first moment after the bar.
func (b Bar) End() Millis { return b.OpenTime.Add(b.Interval.Duration()) }

// Consistent tells whether the four prices are finite, positive and in order,
// and the volume is not negative.
func (b Bar) Consistent() bool {
	for _, p := range [...]float64{b.Open, b.High, b.Low, b.Close} {
		if !ValidPrice(p) {
			return false
		}
	}
	if b.HasVolume && (math.IsNaN(b.Volume) || math.IsInf(b.Volume, 0) || b.Volume < 0) {
		return false
	}
	return b.High >= b.Open && b.High >= b.Close && b.Low <= b.Open && b.Low <= b.Close
}

// ValidPrice tells whether p can be a price: finite and above zero.
func ValidPrice(p float64) bool { return p > 0 && !math.IsInf(p, 0) }
