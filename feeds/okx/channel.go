package okx

import (
	"bytes"

	"eddy/model"
)

// channel is a stream of the venue that is followed.
type channel uint8

// The channels that are followed (venues/okx §3). Those of bars have the length
// in their name.
const (
	otherChannel channel = iota
	tickersChannel
	bboChannel
	markChannel
	indexChannel
	fundingChannel
	interestChannel
	candleChannel
	markCandleChannel
	indexCandleChannel
	statusChannel

	channels // how many there are
)

// channelOf returns the channel of a name and, for bars, what follows it.
func channelOf(name []byte) (ch channel, rest []byte) {
	switch string(name) {
	case "tickers":
		return tickersChannel, nil
	case "bbo-tbt":
		return bboChannel, nil
	case "mark-price":
		return markChannel, nil
	case "index-tickers":
		return indexChannel, nil
	case "funding-rate":
		return fundingChannel, nil
	case "open-interest":
		return interestChannel, nil
	case "status":
		return statusChannel, nil
	}
	for _, p := range barPrefixes {
		if rest, found := bytes.CutPrefix(name, p.text); found {
			return p.channel, rest
		}
	}
	return otherChannel, nil
}

var barPrefixes = []struct {
	text    []byte
	channel channel
}{
	{[]byte("candle"), candleChannel},
	{[]byte("mark-price-candle"), markCandleChannel},
	{[]byte("index-candle"), indexCandleChannel},
}

// TopicName returns the name under which a channel of an instrument is asked
// for and counted: "mark-price:BTC-USDT-SWAP".
func TopicName(channel, inst string) string { return channel + ":" + inst }

// topic is TopicName, remembered.
func (c *contract) topic(ch channel, name []byte) string {
	known := c.topics[ch]
	if len(known) == len(name)+1+len(c.Symbol) && known[:len(name)] == string(name) {
		return known
	}
	c.topics[ch] = TopicName(model.CleanText(string(name)), c.Symbol)
	return c.topics[ch]
}
