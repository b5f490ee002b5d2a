package wire_test

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"net"
	"strings"
	"testing"
	"time"

	"eddy/feeds/wire"
)

// acceptKey answers a websocket handshake (RFC 6455 §4.2.2).
func acceptKey(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// firehose is a connection that shakes hands and then delivers the same frames
// for ever, at no cost but copying them.
type firehose struct {
	net.Conn // nil: only the methods below are used
	pending  []byte
	frames   []byte
	at       int
	closed   chan struct{}
}

// newFirehose repeats payload, times to the buffer.
func newFirehose(payload []byte, times int) *firehose {
	frame := []byte{0x81, byte(len(payload))}
	if len(payload) > 125 {
		frame = binary.BigEndian.AppendUint16([]byte{0x81, 126}, uint16(len(payload)))
	}
	frame = append(frame, payload...)
	return &firehose{frames: bytes.Repeat(frame, times), closed: make(chan struct{})}
}

func (f *firehose) Write(b []byte) (int, error) {
	if bytes.HasPrefix(b, []byte("GET ")) {
		_, key, _ := strings.Cut(string(b), "Sec-WebSocket-Key: ")
		key, _, _ = strings.Cut(key, "\r\n")
		f.pending = []byte("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
			acceptKey(key) + "\r\n\r\n")
	}
	return len(b), nil
}

func (f *firehose) Read(b []byte) (int, error) {
	select {
	case <-f.closed:
		return 0, net.ErrClosed
	default:
	}
	if len(f.pending) > 0 {
		n := copy(b, f.pending)
		f.pending = f.pending[n:]
		return n, nil
	}
	n := copy(b, f.frames[f.at:])
	f.at = (f.at + n) % len(f.frames)
	return n, nil
}

func (f *firehose) Close() error {
	select {
	case <-f.closed:
	default:
		close(f.closed)
	}
	return nil
}

func (f *firehose) SetDeadline(time.Time) error      { return nil }
func (f *firehose) SetReadDeadline(time.Time) error  { return nil }
func (f *firehose) SetWriteDeadline(time.Time) error { return nil }

// BenchmarkReadLoop is everything between the socket and the decoder: framing,
// one clock reading, the call, the topic's bookkeeping. One allocation a frame
// is gorilla's own.
func BenchmarkReadLoop(b *testing.B) {
	for _, size := range []struct {
		name  string
		bytes int
	}{{"200B", 200}, {"40KB", 40_000}} {
		b.Run(size.name, func(b *testing.B) {
			topics := make([]wire.Topic, 200)
			for i := range topics {
				topics[i] = wire.Topic{Name: "btcusdt@bookTicker" + string(rune('A'+i)), Group: "book", MaxSilence: time.Minute}
			}
			left, done := b.N, make(chan struct{})
			payload := bytes.Repeat([]byte{'x'}, size.bytes)
			s, err := wire.New(wire.Config{
				Name: "bench", URL: "ws://bench.test",
				DialContext: func(context.Context, string, string) (net.Conn, error) {
					return newFirehose(payload, 256_000/size.bytes), nil
				},
				Handle: func(*wire.Session, []byte, time.Time) (string, error) {
					if left--; left == 0 {
						close(done)
					}
					return topics[uint(left)%200].Name, nil
				},
			})
			if err != nil {
				b.Fatal(err)
			}
			s.SetTopics(topics)
			ctx, cancel := context.WithCancel(context.Background())
			ended := make(chan error, 1)
			b.SetBytes(int64(size.bytes))
			b.ReportAllocs()
			b.ResetTimer()
			go func() { ended <- s.Run(ctx) }()
			<-done
			b.StopTimer()
			cancel()
			<-ended
		})
	}
}

// The firehose must look like a venue to the rest of the tests as well.
func TestFirehoseShakesHands(t *testing.T) {
	if got, want := acceptKey("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="; got != want {
		t.Errorf("got %q, want the example of RFC 6455 §1.3, %q", got, want)
	}
}
