package scan

// Names are the keys of the objects that a decoder reads most. They remember
// which key came after which, for a venue writes its objects in one order: the
// next key is then compared with the one expected instead of being read and
// looked up. Any other order is understood as well, only slower. They are not
// safe for concurrent use.
type Names struct {
	tokens []string // the keys in quotes, with the colon
	places map[string]int
	after  []int // the place that came after each place, after the beginning and after an unknown key
	at     int
}

// NewNames returns the Names of keys, which have the places they have here.
// There has to be one at least. Keys that a frame carries and nobody wants are
// worth naming too.
func NewNames(keys ...string) *Names {
	n := &Names{places: make(map[string]int, len(keys)), after: make([]int, len(keys)+2)}
	for place, key := range keys {
		n.tokens = append(n.tokens, `"`+key+`":`)
		n.places[key] = place
		n.after[place] = min(place+1, len(keys)-1)
	}
	return n
}

// begun and unknown are the places of what is no key of the list.
func (n *Names) begun() int   { return len(n.tokens) }
func (n *Names) unknown() int { return len(n.tokens) + 1 }

// MemberOf is Member for an object whose keys are named: it returns the place
// of the key instead of leaving it to Key, or a place behind all others for a
// key that is not named, which Key returns.
func (r *Reader) MemberOf(n *Names) (place int, more bool) {
	i := r.pos
	switch {
	case r.first:
		n.at = n.begun()
	case i < len(r.buf) && r.buf[i] == ',':
		i++
	default:
		return r.memberSought(n)
	}
	place = n.after[n.at]
	token := n.tokens[place]
	if end := i + len(token); end <= len(r.buf) && string(r.buf[i:end]) == token {
		r.pos, r.first, n.at = end, false, place
		return place, true
	}
	return r.memberSought(n)
}

// memberSought is MemberOf for a key that is not the expected one.
func (r *Reader) memberSought(n *Names) (place int, more bool) {
	if !r.Member() {
		return n.unknown(), false
	}
	place, known := n.places[string(r.key)]
	if !known {
		place = n.unknown()
	} else {
		n.after[n.at] = place
	}
	n.at = place
	return place, true
}
