// Package scan reads the JSON of hot frames in one pass, without allocating and
// without guessing.
//
// encoding/json folds the case of keys, so on a venue that sends both "p" and
// "P" a struct naming one of them silently takes the other's value; it also
// costs about ten times as much. A Reader walks a frame the way a decoder
// thinks of it, as a table of keys:
//
//	r := scan.Over(frame)
//	if r.Object() {
//		for r.Member() {
//			switch string(r.Key()) {
//			case "p":
//				mark, ok = r.Float()
//			case "E":
//				stamp, ok = r.Int()
//			default:
//				r.Skip()
//			}
//		}
//	}
//	if err := r.End(); err != nil { … }
//
// The whole frame is checked on the way, what is skipped as well: End accepts
// exactly what json.Valid accepts (down to MaxDepth levels), so a frame that
// was cut off anywhere, or has something behind it, is refused. Any bytes give
// values or an error, never a panic.
//
// A structural fault sticks: from then on every method says no and End returns
// it, so a decoder checks once, at the end. A value of an unexpected sort (text
// where a number belongs, a number too large for its type) is stepped over,
// counted in Refused and reported as not there.
package scan
