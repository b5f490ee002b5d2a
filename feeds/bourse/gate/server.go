package gate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"eddy/feeds/bourse/fault"
	"eddy/model"
)

// Protocol is what a venue says. Its methods are called from many goroutines.
type Protocol interface {
	// ServeREST answers a request that is not a websocket's.
	ServeREST(w http.ResponseWriter, r *http.Request)
	// Open is asked when a websocket has opened; the session it returns hears
	// what the client says. nil refuses the path.
	Open(c *Conn, r *http.Request) Session
	// TooMany answers a REST request that goes beyond the venue's limit.
	TooMany(w http.ResponseWriter)
}

// Session is the venue's side of one websocket.
type Session interface {
	// Hear takes a message of the client. The bytes are its own to keep.
	Hear(message []byte)
	// Gone is called once, after the last Hear.
	Gone()
}

// Rules are the venue's rules for websockets; zero means no such rule.
type Rules struct {
	PingEvery         time.Duration // control frame ping to the client
	PongWithin        time.Duration // silence after which a client is cut
	MessagesPerSecond int           // of the client, its pings and pongs included
	Lifetime          time.Duration // of a socket
}

// Server is one venue's door.
type Server struct {
	venue    model.Venue
	protocol Protocol
	rules    Rules
	listener net.Listener

	faults   atomic.Pointer[fault.Plan] // a plan is never changed, only replaced
	ordering sync.Mutex                 // held while it is, and while a tick reads what begins

	frames atomic.Uint64 // queued for clients so far

	since atomic.Int64 // wall time since the start, a time.Duration

	mu    sync.Mutex
	conns []*Conn
	gone  bool
	crew  sync.WaitGroup
}

// Listen opens a venue's door at an address. Nothing is answered until Run.
func Listen(address string, venue model.Venue, faults fault.Plan) (*Server, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("embedded exchange: %s: %w", venue, err)
	}
	s := &Server{venue: venue}
	own := faults.Of(venue)
	s.faults.Store(&own)
	s.listener = &door{Listener: l, server: s}
	return s, nil
}

// Address returns host and port.
func (s *Server) Address() string { return s.listener.Addr().String() }

// Close gives the address up when Run was never called.
func (s *Server) Close() error { return s.listener.Close() }

// Run answers by the protocol until ctx ends. It returns when every
// connection's goroutine has.
func (s *Server) Run(ctx context.Context, protocol Protocol, rules Rules) error {
	s.protocol, s.rules = protocol, rules
	web := &http.Server{
		Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: 10 * time.Second,
		ErrorLog: log.New(io.Discard, "", 0), // a client's broken request must not write over the screen
	}
	s.crew.Go(func() {
		<-ctx.Done()
		s.leave()
		_ = web.Close() // nothing more to be said to anyone
	})
	err := web.Serve(s.listener)
	s.leave()
	s.crew.Wait()
	if ctx.Err() != nil || errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("embedded exchange: %s: %w", s.venue, err)
}

// leave cuts every socket and lets no new one in.
func (s *Server) leave() {
	s.mu.Lock()
	s.gone = true
	s.mu.Unlock()
	s.cutAll()
}

// Tick tells the time since the start and stages what faults begin.
func (s *Server) Tick(since time.Duration) fault.Plan {
	starting := s.starting(since)
	for _, f := range starting {
		switch f.Kind {
		case fault.Cut, fault.Down:
			s.cutAll()
		case fault.Garbage:
			for _, c := range s.open() {
				c.Send(junkOf(f.Form))
			}
		}
	}
	return starting
}

// starting moves the time since the start on and returns the faults that begin
// meanwhile.
func (s *Server) starting(since time.Duration) fault.Plan {
	s.ordering.Lock()
	defer s.ordering.Unlock()
	from := time.Duration(s.since.Swap(int64(since)))
	return s.faults.Load().Starting(from, since)
}

// cutAll cuts every open socket.
func (s *Server) cutAll() {
	for _, c := range s.open() {
		c.Cut()
	}
}

func (s *Server) open() []*Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*Conn(nil), s.conns...)
}

// Frames returns how many frames websockets were sent so far.
func (s *Server) Frames() uint64 { return s.frames.Load() }

// Sockets returns how many websockets are open.
func (s *Server) Sockets() int { return len(s.open()) }

// fault returns the fault of a kind that lasts now.
func (s *Server) fault(kind fault.Kind) (fault.Fault, bool) {
	plan := *s.faults.Load()
	if len(plan) == 0 {
		return fault.Fault{}, false
	}
	return plan.Active(kind, s.sinceStart())
}

// sinceStart returns the time since the start as of the last tick.
func (s *Server) sinceStart() time.Duration { return time.Duration(s.since.Load()) }

// serve takes one HTTP request.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if _, down := s.fault(fault.Down); down {
		hangUp(w)
		return
	}
	if websocket.IsWebSocketUpgrade(r) {
		s.upgrade(w, r)
		return
	}
	if _, on := s.fault(fault.HTTP429); on {
		s.protocol.TooMany(w)
		return
	}
	if f, on := s.fault(fault.Slow); on {
		select {
		case <-time.After(f.Delay):
		case <-r.Context().Done():
			return
		}
	}
	s.protocol.ServeREST(w, r)
}

// hangUp ends a request that came over a connection kept from before the venue
// went down.
func hangUp(w http.ResponseWriter) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if c, _, err := hijacker.Hijack(); err == nil {
		_ = c.Close() // there is nobody to tell
	}
}

// door turns callers away while the venue is down.
type door struct {
	net.Listener
	server *Server
}

func (d *door) Accept() (net.Conn, error) {
	for {
		c, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if _, down := d.server.fault(fault.Down); !down {
			return &burst{Conn: c}, nil
		}
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // a reset is what a dead host gives
		}
		_ = c.Close() // turned away
	}
}
