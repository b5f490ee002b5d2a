package decode

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// gzipMagic is how every gzip member begins: two bytes of identity and the only
// method there is. Written in base64 or in hexadecimal digits it is the same
// few characters every time.
var (
	gzipMagic    = []byte{0x1f, 0x8b, 0x08}
	gzipInBase64 = []byte("H4sI")
	gzipInHex    = []byte("1f8b08")
)

// unwrap returns the frames that lie in a frame of the input, which is itself
// unless it is packed: BingX sends binary frames, which a recording can only
// hold as text. A line may be one member of gzip in base64 or hexadecimal
// digits, or JSON that holds such texts and words about them. Each has the
// number of the line it begins on.
func unwrap(f numberedFrame) []numberedFrame {
	if f.fault != nil || !mentionsGzip(f.bytes) {
		return []numberedFrame{f}
	}
	if member, ok := packedText(f.bytes); ok {
		return []numberedFrame{unpack(f.number, member)}
	}
	if packed := packedWithin(f); len(packed) > 0 {
		return packed
	}
	return []numberedFrame{f}
}

// mentionsGzip tells quickly of nearly every frame that nothing is packed in it.
func mentionsGzip(b []byte) bool {
	return bytes.Contains(b, gzipInBase64) || bytes.Contains(b, gzipInHex) || bytes.Contains(b, bytes.ToUpper(gzipInHex))
}

// packedWithin returns the packed texts that JSON holds, wherever they are in
// it, and nothing if it is no JSON.
func packedWithin(f numberedFrame) (list []numberedFrame) {
	d := json.NewDecoder(bytes.NewReader(f.bytes))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			return nil
		}
		text, _ := token.(string) // anything else is not packed
		if member, ok := packedText([]byte(text)); ok {
			before := bytes.Count(f.bytes[:d.InputOffset()], []byte("\n"))
			list = append(list, unpack(f.number+before, member))
		}
	}
}

// packedText returns the member of gzip that a text stands for.
func packedText(text []byte) (member []byte, ok bool) {
	switch {
	case bytes.HasPrefix(text, gzipInBase64):
		member, ok = fromBase64(string(text))
	case bytes.HasPrefix(bytes.ToLower(text[:min(len(text), len(gzipInHex))]), gzipInHex):
		var err error
		member, err = hex.DecodeString(string(text))
		ok = err == nil
	}
	return member, ok && bytes.HasPrefix(member, gzipMagic)
}

// fromBase64 reads base64 of either alphabet, with and without padding.
func fromBase64(text string) ([]byte, bool) {
	for _, as := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		if b, err := as.DecodeString(text); err == nil {
			return b, true
		}
	}
	return nil, false
}

// unpack returns the frame of a member of gzip, up to the limit of any other.
func unpack(number int, member []byte) numberedFrame {
	text, err := inflate(member)
	if err != nil {
		return numberedFrame{number: number, fault: fmt.Errorf("unpack: %w", err)}
	}
	return numberedFrame{number: number, bytes: slices.Clip(bytes.TrimSpace(text))}
}

func inflate(member []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(member))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(z, maxDocument+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxDocument {
		return nil, fmt.Errorf("longer than %d MiB", maxDocument>>20)
	}
	return text, nil
}
