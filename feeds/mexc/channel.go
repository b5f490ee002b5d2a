package mexc

import (
	"bytes"

	"eddy/model"
)

// channel is a stream of the venue that is understood.
type channel uint8

// The channels that are understood (venues/mexc §5).
const (
	noChannel channel = iota // a REST body, or a reply
	otherChannel
	tickerChannel
	tickersChannel
	fairChannel
	indexChannel
	fundingChannel
	klineChannel
	bookChannel // whole books
	depthChannel
	dealChannel
	contractChannel
	replyChannel // answers and refusals
	pongChannel

	channels // how many there are
)

// channelOf returns the channel of a name.
func channelOf(name []byte) channel {
	switch string(name) {
	case "":
		return noChannel
	case "push.ticker":
		return tickerChannel
	case "push.tickers":
		return tickersChannel
	case "push.fair.price":
		return fairChannel
	case "push.index.price":
		return indexChannel
	case "push.funding.rate":
		return fundingChannel
	case "push.kline":
		return klineChannel
	case "push.depth.full":
		return bookChannel
	case "push.depth", "push.depth.step":
		return depthChannel
	case "push.deal":
		return dealChannel
	case "push.contract":
		return contractChannel
	case "pong":
		return pongChannel
	}
	if bytes.HasPrefix(name, []byte("rs.")) {
		return replyChannel
	}
	return otherChannel
}

// TopicName returns the name under which a stream of a contract is asked for
// and counted: "ticker:BTC_USDT". Bars are those of one hour.
func TopicName(stream, symbol string) string { return stream + ":" + symbol }

// streamNames are the channels a subscription can ask for, without "push.".
var streamNames = [channels]string{tickerChannel: "ticker", klineChannel: "kline", fundingChannel: "funding.rate"}

// topic is TopicName, remembered; "" for channels that are not asked for.
func (c *contract) topic(ch channel) string {
	if c.topics[ch] == "" && streamNames[ch] != "" {
		c.topics[ch] = TopicName(streamNames[ch], c.Symbol)
	}
	return c.topics[ch]
}

// unfollowed says that a channel is not followed.
func (d *Decoder) unfollowed(h *head) {
	c := &nobody
	if known, err := d.contracts.Of(h.symbol); err == nil {
		c = known
	}
	d.build.Say(&c.Subject, model.KindIgnored, "not followed: "+model.CleanText(string(h.channel)))
}
