package context

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"eddy/model"
)

// world tells the figures of the market's present and past.
type world interface {
	// now is the present moment of the market.
	now() model.Millis
	// daily returns a series, one value a day, oldest first, today's last; nil
	// where there is no such series.
	daily(name string) []point
	// reply answers a path that is no daily series, nil where there is nothing.
	reply(path string) any
	// gas returns what tells the base fee in gwei at a moment, and false where it
	// is not known.
	gas() func(at model.Millis) (float64, bool)
}

// point is a value of a day.
type point struct {
	day   model.Millis
	value float64
}

// The sources and where they are served.
const (
	llamaPath  = "/llama"
	stablePath = "/stablecoins"
	yieldsPath = "/yields"
	geckoPath  = "/gecko"
	fearPath   = "/fear"
	nodePath   = "/ethereum"
)

// Server serves the slow sources of a world.
type Server struct {
	listener net.Listener
	world    world
	keys     []string // of the configuration that are served
}

// Endpoint is the address of a source and its key under [macro].
type Endpoint struct{ Key, URL string }

var paths = map[string]string{
	"defillama": llamaPath, "stablecoins": stablePath, "yields": yieldsPath,
	"coingecko": geckoPath, "fear_greed": fearPath, "ethereum": nodePath,
}

// listen takes an address. Nothing is answered until Run.
func listen(address string, w world, keys []string) (*Server, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("embedded exchange: slow sources: %w", err)
	}
	return &Server{listener: l, world: w, keys: keys}, nil
}

// Endpoints returns the addresses of the sources that are served.
func (s *Server) Endpoints() []Endpoint {
	var list []Endpoint
	for _, key := range s.keys {
		list = append(list, Endpoint{key, "http://" + s.listener.Addr().String() + paths[key]})
	}
	return list
}

// Close gives the address up when Run is never called.
func (s *Server) Close() error { return s.listener.Close() }

// Run answers until ctx ends.
func (s *Server) Run(ctx context.Context) error {
	web := &http.Server{
		Handler: s.routes(), ReadHeaderTimeout: 10 * time.Second,
		ErrorLog: log.New(io.Discard, "", 0), // a client's broken request must not write over the screen
	}
	stopped := context.AfterFunc(ctx, func() { _ = web.Close() }) // nothing more to be said to anyone
	defer stopped()
	if err := web.Serve(s.listener); ctx.Err() == nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("embedded exchange: slow sources: %w", err)
	}
	return nil
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+llamaPath+"/v2/historicalChainTvl", func(w http.ResponseWriter, _ *http.Request) { s.tvl(w, "tvl.total") })
	mux.HandleFunc("GET "+llamaPath+"/v2/historicalChainTvl/{chain}", func(w http.ResponseWriter, r *http.Request) {
		s.tvl(w, "tvl.chain."+r.PathValue("chain"))
	})
	mux.HandleFunc("GET "+llamaPath+"/overview/fees", func(w http.ResponseWriter, _ *http.Request) {
		s.series(w, "fees.total", func(days []point) any {
			chart := make([][2]float64, len(days))
			for i, p := range days {
				chart[i] = [2]float64{unix(p.day), p.value}
			}
			return map[string]any{"totalDataChart": chart}
		})
	})
	mux.HandleFunc("GET "+stablePath+"/stablecoincharts/all", func(w http.ResponseWriter, _ *http.Request) {
		s.series(w, "stablecoins.total", func(days []point) any {
			rows := make([]map[string]any, len(days))
			for i, p := range days {
				rows[i] = map[string]any{"date": fmt.Sprintf("%.0f", unix(p.day)), "totalCirculatingUSD": map[string]float64{"peggedUSD": p.value}}
			}
			return rows
		})
	})
	mux.HandleFunc("GET "+fearPath+"/fng/", func(w http.ResponseWriter, _ *http.Request) { s.series(w, "fear_greed", fearReply) })
	mux.HandleFunc("POST "+nodePath, s.node)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if reply := s.world.reply(r.URL.Path); reply != nil {
			write(w, reply)
			return
		}
		http.Error(w, "not part of this market", http.StatusNotFound)
	})
	return mux
}

// tvl answers with daily values locked.
func (s *Server) tvl(w http.ResponseWriter, name string) {
	s.series(w, name, func(days []point) any {
		rows := make([]map[string]any, len(days))
		for i, p := range days {
			rows[i] = map[string]any{"date": unix(p.day), "tvl": p.value}
		}
		return rows
	})
}

// series answers with a daily series in a source's own form.
func (s *Server) series(w http.ResponseWriter, name string, render func([]point) any) {
	days := s.world.daily(name)
	if days == nil {
		http.Error(w, "not part of this market", http.StatusNotFound)
		return
	}
	write(w, render(days))
}

// fearReply renders the index as its source does: words, the newest first.
func fearReply(days []point) any {
	rows := make([]map[string]string, 0, len(days))
	for i := len(days) - 1; i >= 0; i-- {
		rows = append(rows, map[string]string{
			"value": fmt.Sprintf("%.0f", days[i].value), "value_classification": mood(days[i].value), "timestamp": fmt.Sprintf("%.0f", unix(days[i].day)),
		})
	}
	return map[string]any{"name": "Fear and Greed Index", "data": rows, "metadata": map[string]any{"error": nil}}
}

func mood(v float64) string {
	for _, m := range []struct {
		below float64
		word  string
	}{{25, "Extreme Fear"}, {46, "Fear"}, {55, "Neutral"}, {76, "Greed"}} {
		if v < m.below {
			return m.word
		}
	}
	return "Extreme Greed"
}

func unix(m model.Millis) float64 { return float64(m / 1000) }

func write(w http.ResponseWriter, reply any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(reply) // a client that has gone needs no answer
}
