package decode_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/decode"
	"eddy/model"
	"eddy/model/modeltest"
)

// pack returns a text as one member of gzip.
func pack(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const bingxMark = `{"code":0,"dataType":"ETH-USDT@markPrice","data":{"e":"markPriceUpdate","E":1794000001000,"s":"ETH-USDT","p":"2931.51"}}`

const (
	markOut = `{"venue":"bingx","kind":"mark","symbol":"ETH-USDT","asset":"ETH","multiplier":1,"event_time":"2026-11-06T21:20:01.000Z","mark":2931.51,"frame":`
	pingOut = `{"venue":"bingx","kind":"pong","text":"the venue asks for a pong","frame":`
)

func TestPackedFrames(t *testing.T) {
	ping, mark := pack(t, "Ping"), pack(t, bingxMark)
	base := base64.StdEncoding.EncodeToString
	for _, tc := range []struct {
		name, in string
		want     []string
		bad      int
	}{
		{"base64, one a line", base(ping) + "\n" + base(mark) + "\n", []string{pingOut + "1}", markOut + "2}"}, 0},
		{"base64 without padding", base64.RawURLEncoding.EncodeToString(mark), []string{markOut + "1}"}, 0},
		{"hexadecimal digits", hex.EncodeToString(ping) + "\n" + strings.ToUpper(hex.EncodeToString(mark)), []string{pingOut + "1}", markOut + "2}"}, 0},
		{"between frames of text", "Ping\n" + base(mark) + "\n" + bingxMark, []string{pingOut + "1}", markOut + "2}", markOut + "3}"}, 0},
		{"a line of JSON text", `"` + base(ping) + `"`, []string{pingOut + "1}"}, 0},
		{"a line with words about it", `{"at":1794000001000,"payload":"` + base(mark) + `"}`, []string{markOut + "1}"}, 0},
		{"a pretty-printed list", "{\n \"encoding\": \"base64\",\n \"frames\": [\n  \"" + base(ping) + "\",\n  \"" + hex.EncodeToString(mark) + "\"\n ],\n \"decoded\": [\"Ping\"]\n}\n",
			[]string{pingOut + "4}", markOut + "5}"}, 0},
		{"a cut member", base(mark[:len(mark)-9]) + "\n" + base(ping), []string{`{"venue":"bingx","frame":1,"error":"unpack: unexpected EOF"}`, pingOut + "2}"}, 1},
		{"a spoilt member", base(append(bytes.Clone(mark[:len(mark)-8]), make([]byte, 8)...)), []string{`{"venue":"bingx","frame":1,"error":"unpack: gzip: invalid checksum"}`}, 1},
		{"only like one", "H4sI\n1f8b08zz", []string{`{"venue":"bingx","frame":1,"error":"unpack: unexpected EOF"}`, `{"venue":"bingx","frame":2,"error":"bingx: no end of frame at byte 1"}`}, 2},
		{"nothing packed", `{"code":0,"id":"xH4sI","msg":"","data":null}`, []string{`{"venue":"bingx","kind":"ack","text":"request accepted","frame":1}`}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out bytes.Buffer
			bad, err := decode.Run(model.BingX, nil, strings.NewReader(tc.in), &out)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Split(strings.TrimSpace(out.String()), "\n")
			if d := cmp.Diff(tc.want, got); d != "" || bad != tc.bad {
				t.Errorf("%d bad, want %d (-want +got):\n%s", bad, tc.bad, d)
			}
		})
	}
}

// TestPackedCapture decodes the packed pair that was made for the venue's page.
func TestPackedCapture(t *testing.T) {
	in, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "bingx", "ws_gzip_pair.json"))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	bad, err := decode.Run(model.BingX, nil, bytes.NewReader(in), &out)
	if err != nil || bad != 0 {
		t.Fatalf("%d bad, %v", bad, err)
	}
	want := pingOut + `4}
{"venue":"bingx","kind":"quote","symbol":"ETH-USDT","asset":"ETH","multiplier":1,"event_time":"2024-05-02T11:50:56.745Z","last":2986.23,"bid":2986.15,"ask":2986.17,"volume_24h_usd":1789842510.53,"change_24h_pct":3.36,"frame":5}
`
	if d := cmp.Diff(want, out.String()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
