package signal

import (
	"time"

	"eddy/model"
)

// Expiry grades the time a dated contract has left (S2-DER-1): days to its end,
// the severity, and whether it is near enough to say anything. A contract that
// is past its end is critical.
func (f *ExpiryFigures) Expiry(now, end model.Millis) (days float64, s model.Severity, near bool) {
	days = end.Sub(now).Hours() / (24 * time.Hour).Hours()
	switch {
	case days <= f.Critical.Value:
		return days, model.Critical, true
	case days <= f.Warn.Value:
		return days, model.Warning, true
	default:
		return days, model.Info, false
	}
}
