package model

// Venue is an exchange, by its lower-case name in the configuration.
type Venue string

// The venues eddy knows.
const (
	Binance     Venue = "binance"
	Bybit       Venue = "bybit"
	OKX         Venue = "okx"
	Hyperliquid Venue = "hyperliquid"
	BingX       Venue = "bingx"
	MEXC        Venue = "mexc"
	WEEX        Venue = "weex"
)

// AllVenues lists the venues in the order they appear on screen.
var AllVenues = []Venue{Binance, Bybit, OKX, Hyperliquid, BingX, MEXC, WEEX}

// Asset is a coin by its common ticker in upper case ("BTC", "PEPE"),
// whatever a venue calls the contract on it.
type Asset string

// Valid tells whether v is one of AllVenues.
func (v Venue) Valid() bool {
	for _, known := range AllVenues {
		if v == known {
			return true
		}
	}
	return false
}
