package gate

import (
	"slices"
	"sync"
)

// Hub knows who has subscribed to what. T is a venue's topic, S its session.
type Hub[T comparable, S comparable] struct {
	mu     sync.RWMutex
	topics map[T][]S
	of     map[S][]T
}

// NewHub returns a Hub without subscriptions.
func NewHub[T comparable, S comparable]() *Hub[T, S] {
	return &Hub[T, S]{topics: make(map[T][]S), of: make(map[S][]T)}
}

// Add subscribes a session and tells whether that is new.
func (h *Hub[T, S]) Add(topic T, session S) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if slices.Contains(h.topics[topic], session) {
		return false
	}
	h.topics[topic] = append(slices.Clone(h.topics[topic]), session)
	h.of[session] = append(h.of[session], topic)
	return true
}

// Remove ends a subscription and tells whether there was one.
func (h *Hub[T, S]) Remove(topic T, session S) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !slices.Contains(h.topics[topic], session) {
		return false
	}
	h.drop(topic, session)
	h.of[session] = slices.DeleteFunc(slices.Clone(h.of[session]), func(t T) bool { return t == topic })
	return true
}

// Forget ends every subscription of a session.
func (h *Hub[T, S]) Forget(session S) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range h.of[session] {
		h.drop(t, session)
	}
	delete(h.of, session)
}

// drop takes a session off a topic's list without touching the old list,
// which may be in a reader's hands.
func (h *Hub[T, S]) drop(topic T, session S) {
	rest := slices.DeleteFunc(slices.Clone(h.topics[topic]), func(s S) bool { return s == session })
	if len(rest) == 0 {
		delete(h.topics, topic)
		return
	}
	h.topics[topic] = rest
}

// Sessions returns who has subscribed to a topic, in the order they came. The
// list must not be changed.
func (h *Hub[T, S]) Sessions(topic T) []S {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.topics[topic]
}

// Topics returns what a session has subscribed to, in order. The list must not
// be changed.
func (h *Hub[T, S]) Topics(session S) []T {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return slices.Clone(h.of[session])
}

// Any tells whether there is a subscription that a test accepts.
func (h *Hub[T, S]) Any(accept func(T) bool) bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for t := range h.topics {
		if accept(t) {
			return true
		}
	}
	return false
}
