package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"eddy/cmd/internal/config"
	"eddy/model"
	"eddy/strategy/playbook"
	"eddy/tui/guide"
)

// isFirstStart tells whether somebody sits at a terminal and there is no
// configuration yet. Whoever names a file knows what they want.
func (g *globals) isFirstStart() bool {
	return g.config == "" && isTerminal(g.io.in) && isTerminal(g.io.out) && !config.Exists(config.DefaultPath())
}

// isTerminal tells whether something is a terminal for sure.
func isTerminal(x any) bool {
	_, isFile := x.(*os.File)
	return isFile && mayBeTerminal(x)
}

// guide asks what a first start needs to know and keeps the answers. left says
// that the reader wants nothing.
func (g *globals) guide(ctx context.Context, o *deskOptions) (left bool, err error) {
	prefs, err := g.deskPreferences(o)
	if err != nil {
		return false, err
	}
	path := config.DefaultPath()
	ans, err := guide.Run(ctx, offer(path), prefs.Choice(), g.io.in, g.io.out)
	if err != nil || ans.Left {
		return ans.Left, err
	}
	chosen := config.Chosen{Start: config.StartLive, Playbook: ans.Playbook, Profile: ans.Profile, Venues: ans.Venues}
	if ans.Demo {
		chosen.Start = config.StartDemo
	}
	if err := config.Write(path, chosen); err != nil {
		return false, unreachable(fmt.Errorf("configuration: %w; eddy --config FILE keeps it elsewhere", err))
	}
	return false, nil
}

// offer lists what there is to choose from.
func offer(path string) guide.Offer {
	o := guide.Offer{Path: path, Profiles: []guide.Choice{
		{Value: "beginner", Text: "at most a tenth of the money as margin, in every phase"},
		{Value: "standard", Text: "as the rules say for each phase", On: true},
	}}
	on := config.Default().Enabled()
	for _, v := range model.AllVenues {
		o.Venues = append(o.Venues, guide.Choice{Value: string(v), On: slices.Contains(on, v)})
	}
	for _, name := range playbook.Names() {
		c := guide.Choice{Value: name, On: name == config.Default().Playbook}
		if p, err := playbook.Load(name); err == nil { // they ship with eddy and are tested to load
			c.Text = p.Title
		}
		o.Playbooks = append(o.Playbooks, c)
	}
	return o
}
