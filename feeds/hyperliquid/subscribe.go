package hyperliquid

import (
	"encoding/json"
	"strings"
	"time"

	"eddy/feeds/wire"
	"eddy/model"
)

// stream is one kind of subscription: its type, the row it counts under in
// health, and how long it may be silent. Contexts come every second; the others
// wait for orders and trades, which a quiet coin may lack for a while.
type stream struct {
	kind     string
	interval string
	group    string
	silence  time.Duration
}

var streams = []stream{
	{"activeAssetCtx", "", "mark", 10 * time.Second},
	{"bbo", "", "book", 3 * time.Minute},
	{"candle", "1h", "bars", 15 * time.Minute},
}

// topicName names a subscription as Decoder.Stream does.
func topicName(kind, coin, interval string) string {
	name := kind + ":" + coin
	if interval != "" {
		name += ":" + interval
	}
	return name
}

// coinOf returns the coin a topic is about.
func coinOf(topic string) string {
	_, rest, _ := strings.Cut(topic, ":")
	coin, _, _ := strings.Cut(rest, ":")
	return coin
}

// topics names the subscriptions of contracts, the most important contract
// first.
func topics(of []model.Instrument) []wire.Topic {
	list := make([]wire.Topic, 0, len(streams)*len(of))
	for _, in := range of {
		for _, s := range streams {
			list = append(list, wire.Topic{
				Name: topicName(s.kind, in.Symbol, s.interval), Group: s.group, MaxSilence: s.silence,
				Symbol: in.Symbol, Asset: in.Asset,
			})
		}
	}
	return list
}

// command is a client frame. The venue takes one subscription in each.
type command struct {
	Method       string        `json:"method"`
	Subscription *subscription `json:"subscription,omitempty"`
}

type subscription struct {
	Type     string `json:"type"`
	Coin     string `json:"coin"`
	Interval string `json:"interval,omitempty"`
}

// subscribe renders a request for each topic.
func subscribe(names []string) [][]byte { return requests("subscribe", names) }

// unsubscribe renders a request to stop each topic.
func unsubscribe(names []string) [][]byte { return requests("unsubscribe", names) }

func requests(method string, names []string) [][]byte {
	frames := make([][]byte, 0, len(names))
	for _, name := range names {
		kind, rest, _ := strings.Cut(name, ":")
		coin, interval, _ := strings.Cut(rest, ":")
		frame, err := json.Marshal(command{method, &subscription{kind, coin, interval}})
		if err != nil {
			continue // cannot happen: names are text
		}
		frames = append(frames, frame)
	}
	return frames
}

// ping renders the keep-alive.
func ping() []byte { return []byte(`{"method":"ping"}`) }
