package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"eddy/cmd/internal/alertlog"
	"eddy/cmd/internal/config"
	"eddy/feeds/diary"
	"eddy/model"
	"eddy/model/margin/tier"
	"eddy/strategy/playbook"
)

// finding is one line of the self check.
type finding struct {
	good         bool
	what, detail string
}

func newDoctor(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "check configuration, terminal and the way to the venues",
		Args:  noArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return g.doctor(c.Context()) },
	}
}

// doctor prints a line for each thing it looked at and exits with 1 when
// something is wrong.
func (g *globals) doctor(ctx context.Context) error {
	findings := []finding{{true, "version", versionText()}, terminal()}
	c, err := g.load()
	findings = append(findings, found("configuration", g.configPath(), err))
	if err == nil {
		findings = append(findings, knowledge(c)...)
		findings = append(findings, reach(ctx, append(c.Addresses(), macroAddresses(c.Macro)...))...)
		findings = append(findings, g.events(), g.alerts())
	}
	tw := tabwriter.NewWriter(g.io.out, 0, 0, 2, ' ', 0)
	wrong := false
	for _, f := range findings {
		word := map[bool]string{true: "ok", false: "WRONG"}[f.good]
		wrong = wrong || !f.good
		if _, err := fmt.Fprintf(tw, "%s\t%s\t%s\n", word, f.what, model.CleanText(f.detail)); err != nil {
			return err
		}
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	if wrong {
		return errFoundWrong
	}
	return nil
}

// found turns an error, or none, into a finding.
func found(what, detail string, err error) finding {
	if err != nil {
		return finding{false, what, err.Error()}
	}
	return finding{true, what, detail}
}

func terminal() finding {
	width, height, err := term.GetSize(os.Stdout.Fd())
	if err != nil {
		return finding{true, "terminal", "standard output is no terminal; `eddy watch` prints without one"}
	}
	detail := fmt.Sprintf("%s, %d x %d", os.Getenv("TERM"), width, height)
	if os.Getenv("NO_COLOR") != "" {
		detail += ", NO_COLOR is set"
	}
	return finding{width >= 40 && height >= 10, "terminal", detail}
}

// knowledge checks what is read from files: taxonomy, playbook, margin tiers.
func knowledge(c config.Config) []finding {
	uni, err := loadUniverse(c)
	list := []finding{found("taxonomy", orEmbedded(c.Universe.File), err)}
	if err == nil {
		_, err = playbook.LoadFor(c.Playbook, uni)
		list = append(list, found("playbook", c.Playbook, err))
	}
	tiers, err := tier.Embedded()
	detail := ""
	if err == nil {
		detail = plural(tiers.Len(), "embedded table")
	}
	return append(list, found("margin tiers", detail, err))
}

// events checks the file of the user's events.
func (g *globals) events() finding {
	path := g.eventsPath()
	book, err := diary.Load(path)
	detail := path + ", " + plural(len(book.Entries), "event")
	if err == nil && (book.Torn || book.Damaged > 0) {
		err = fmt.Errorf("%s: %s cannot be read, last line cut off: %t; they are passed over", path, plural(book.Damaged, "line"), book.Torn)
	}
	return found("events", detail, err)
}

// alerts checks the file alerts are kept in.
func (g *globals) alerts() finding {
	path := g.alertsPath()
	n, damaged, err := alertlog.Check(path)
	if err == nil && damaged > 0 {
		err = fmt.Errorf("%s: %s cannot be read; they are passed over", path, plural(damaged, "line"))
	}
	return found("alerts", path+", "+plural(n, "alert"), err)
}

func orEmbedded(file string) string {
	if file == "" {
		return "embedded"
	}
	return file
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// reach tries to connect to every enabled venue and slow source, all at once.
func reach(ctx context.Context, addresses []config.Address) []finding {
	list := make([]finding, len(addresses))
	var wait sync.WaitGroup
	for i, a := range addresses {
		wait.Go(func() { list[i] = dial(ctx, a) })
	}
	wait.Wait()
	return list
}

// dialPatience is how long a connection may take.
const dialPatience = 5 * time.Second

func dial(ctx context.Context, a config.Address) finding {
	what := strings.TrimSpace(string(a.Venue) + " " + a.Key)
	host, err := hostPort(a.URL)
	if err != nil {
		return finding{false, what, err.Error()}
	}
	ctx, cancel := context.WithTimeout(ctx, dialPatience)
	defer cancel()
	began := time.Now()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", host)
	if err != nil {
		return finding{false, what, err.Error()}
	}
	_ = conn.Close() // nothing was sent
	return finding{true, what, fmt.Sprintf("%s in %d ms", host, time.Since(began).Milliseconds())}
}

func hostPort(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	if u.Port() != "" {
		return u.Host, nil
	}
	port := map[string]string{"http": "80", "ws": "80", "https": "443", "wss": "443"}[u.Scheme]
	return net.JoinHostPort(u.Hostname(), port), nil
}
