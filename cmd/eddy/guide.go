package main

import (
	"context"
	"errors"
	"os"
	"slices"

	"eddy/cmd/internal/config"
	"eddy/model"
	"eddy/strategy/playbook"
	"eddy/tui"
	"eddy/tui/guide"
	"eddy/tui/theme"
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
	chosen, left, err := g.ask(ctx, offer(path, config.Default()), prefs.Choice())
	if left || err != nil {
		return left, err
	}
	g.hold(path, chosen)
	return false, nil
}

// hold keeps settings. What cannot be written holds for this run, which the desk
// says: nobody who has just answered is sent away.
func (g *globals) hold(path string, chosen config.Chosen) {
	g.held, g.told = nil, ""
	err := config.Change(path, chosen)
	if err == nil {
		return
	}
	g.told = "settings not kept: " + briefly(err, path).Error()
	c, err := config.With(path, chosen)
	if err != nil {
		g.held = g.good
		return
	}
	g.held = &c
}

// ask has the guide ask. left says that nothing is to be kept.
func (g *globals) ask(ctx context.Context, o guide.Offer, look theme.Choice) (chosen config.Chosen, left bool, err error) {
	ans, err := guide.Run(ctx, o, look, g.io.in, g.io.out)
	if err != nil || ans.Left {
		return config.Chosen{}, ans.Left, err
	}
	chosen = config.Chosen{Start: config.StartLive, Playbook: ans.Playbook, Profile: ans.Profile, Venues: ans.Venues}
	if ans.Demo {
		chosen.Start = config.StartDemo
	}
	return chosen, false, nil
}

// withSettings opens a desk, and opens it anew each time its reader has changed
// the settings.
func withSettings(o *deskOptions, open func() error) error {
	o.settings = true
	for {
		if err := open(); !errors.Is(err, tui.ErrSettings) {
			return err
		}
	}
}

// changeSettings asks what the first start asked and writes it into the
// configuration. A file that has become unreadable is left alone: the desk goes
// on with what it read last.
func (g *globals) changeSettings(ctx context.Context, o *deskOptions) (changed bool, err error) {
	path := g.configPath()
	c, err := g.load()
	if err != nil { // it was broken while the desk was open
		g.held, g.told = g.good, "settings: "+briefly(err, path).Error()
		return false, nil
	}
	prefs, err := g.deskPreferences(o)
	if err != nil {
		return false, err
	}
	of := offer(path, c)
	of.Again = true
	chosen, left, err := g.ask(ctx, of, prefs.Choice())
	if left || err != nil {
		return false, err
	}
	g.hold(path, chosen)
	return true, nil
}

// offer lists what there is to choose from, and what of it holds now.
func offer(path string, now config.Config) guide.Offer {
	o := guide.Offer{Path: path, Demo: now.Start == config.StartDemo, Profiles: []guide.Choice{
		{Value: "beginner", Text: "at most a tenth of the money as margin, in every phase"},
		{Value: "standard", Text: "as the rules say for each phase"},
	}}
	for i := range o.Profiles {
		o.Profiles[i].On = o.Profiles[i].Value == now.Profile
	}
	on := now.Enabled()
	for _, v := range model.AllVenues {
		o.Venues = append(o.Venues, guide.Choice{Value: string(v), On: slices.Contains(on, v)})
	}
	names := playbook.Names()
	if !slices.Contains(names, now.Playbook) {
		names = append(slices.Clone(names), now.Playbook) // a file of the reader's own
	}
	for _, name := range names {
		c := guide.Choice{Value: name, On: name == now.Playbook}
		if p, err := playbook.Load(name); err == nil { // they ship with eddy and are tested to load
			c.Text = p.Title
		}
		o.Playbooks = append(o.Playbooks, c)
	}
	return o
}
