package station

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/rest"
	"eddy/feeds/roster"
	"eddy/feeds/wire"
	"eddy/model"
)

// Setup is what every adapter is given beside its addresses.
type Setup struct {
	Assets  []model.Asset          // candidates; those the venue lists are followed
	History []backfill.Want        // nil: backfill.Usual
	Past    backfill.Past          // what is held of it; nil: nothing
	Pace    func() <-chan struct{} // when to read more, see wire.Config; nil: as it comes
	Tap     wire.Tap               // is shown every frame; nil: nobody looks
	Answers rest.Tap               // is shown every answer by REST; nil: nobody looks

	Now  func() time.Time // local clock; nil: time.Now
	Rand *rand.Rand       // seeds the jitter; nil: seeded by chance
	Log  *slog.Logger     // nil: silent
}

// Filled returns the setup with its defaults, the assets by importance.
func (s Setup) Filled() Setup {
	if s.History == nil {
		s.History = backfill.Usual
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Rand == nil {
		s.Rand = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	s.Assets = roster.ByImportance(s.Assets)
	return s
}

// Choose picks the contracts to follow from a venue's list, see roster.Choose. A
// list that has none of the assets is an error, which begins with where the list
// is from.
func (s Setup) Choose(from string, listed []model.Instrument) ([]model.Instrument, error) {
	list := roster.Choose(listed, s.Assets)
	if len(list) == 0 && len(s.Assets) > 0 {
		return nil, fmt.Errorf("%s: none of the %d assets is listed", from, len(s.Assets))
	}
	return list, nil
}

// Session returns a socket's configuration with what the setup says of it.
func (s Setup) Session(c wire.Config) wire.Config {
	c.Now, c.Rand, c.Log, c.Tap, c.Pace = s.Now, s.Rand, s.Log, s.Tap, s.Pace
	return c
}

// Client returns a REST client's configuration with what the setup says of it.
func (s Setup) Client(c rest.Config) rest.Config {
	c.Now, c.Rand, c.Tap = s.Now, s.Rand, s.Answers
	return c
}

// Address is a given address, or the real exchange's where none is given,
// without the slash at its end.
func Address(given, real string) string {
	if given == "" {
		given = real
	}
	return strings.TrimRight(given, "/")
}
