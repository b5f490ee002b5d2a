package okx

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"eddy/feeds/wire"
	"eddy/model"
)

// stream is one kind of channel, the row it counts under in health, and how
// long it may be silent. Marks come every ten seconds even when nothing
// changes, the index every minute, funding every 30 to 90 seconds, open
// interest every ten at most (venues/okx §3); tickers and bars wait for trades,
// which a quiet coin may lack for a while.
type stream struct {
	channel string
	group   string
	silence time.Duration
}

var (
	publicStreams = []stream{
		{"tickers", "ticker", 10 * time.Minute},
		{"mark-price", "mark", 20 * time.Second},
		{indexTickers, "index", 3 * time.Minute},
		{"funding-rate", "funding", 5 * time.Minute},
		{"open-interest", "interest", 2 * time.Minute},
	}
	businessStreams = []stream{{"candle1H", "bars", 15 * time.Minute}}
)

// Tickers of the contracts everyone trades never rest: they come ten times a
// second when anything changes (venues/okx §3).
var busiest = []model.Asset{"BTC", "ETH"}

const busiestSilence = 10 * time.Second

// indexTickers is the channel that is asked for by the name of an index.
const indexTickers = "index-tickers"

// topics names the streams of contracts, the most important contract first.
// Silence of a contract that was only guessed at is no fault.
func topics(streams []stream, instruments []model.Instrument, guessed bool) []wire.Topic {
	list := make([]wire.Topic, 0, len(streams)*len(instruments))
	for _, in := range instruments {
		for _, s := range streams {
			inst := in.Symbol
			if s.channel == indexTickers {
				if inst = in.Index; inst == "" {
					continue // the list names none
				}
			}
			t := wire.Topic{Name: TopicName(s.channel, inst), Group: s.group, MaxSilence: s.silence, Symbol: in.Symbol, Asset: in.Asset}
			switch {
			case guessed:
				t.MaxSilence = 0
			case s.group == "ticker" && slices.Contains(busiest, in.Asset):
				t.MaxSilence = busiestSilence
			}
			list = append(list, t)
		}
	}
	return list
}

// subscribe renders requests for streams.
func subscribe(names []string) [][]byte { return requests("subscribe", names) }

// unsubscribe renders requests to stop streams.
func unsubscribe(names []string) [][]byte { return requests("unsubscribe", names) }

// isData tells data from what answers requests and pings.
func isData(frame []byte) bool { return bytes.Contains(frame, []byte(`"data":`)) }

// ping renders the heartbeat, which is bare text.
func ping() []byte { return []byte("ping") }

// command is a client frame.
type command struct {
	Op   string `json:"op"`
	Args []arg  `json:"args"`
}

// arg is one stream in a command.
type arg struct {
	Channel string `json:"channel"`
	InstID  string `json:"instId"`
}

// requests renders as few requests as can be. The venue answers each argument
// by itself, so one bad stream costs no other.
func requests(op string, names []string) [][]byte {
	var frames [][]byte
	for chunk := range slices.Chunk(names, topicsAtOnce) {
		c := command{Op: op, Args: make([]arg, 0, len(chunk))}
		for _, name := range chunk {
			channel, inst, _ := strings.Cut(name, ":")
			c.Args = append(c.Args, arg{channel, inst})
		}
		frame, err := json.Marshal(c)
		if err != nil {
			continue // cannot happen: names are text
		}
		frames = append(frames, frame)
	}
	return frames
}

// refusedTopic finds the stream in the words of a refusal, "…channel:X,
// instId:Y doesn't exist…"; "" when they name none.
func refusedTopic(message string) string {
	_, rest, found := strings.Cut(message, "channel:")
	channel, rest, comma := strings.Cut(rest, ",")
	_, rest, named := strings.Cut(rest, "instId:")
	inst, _, ended := strings.Cut(rest, " ")
	if !found || !comma || !named || !ended {
		return ""
	}
	return TopicName(strings.TrimSpace(channel), strings.TrimSpace(inst))
}
