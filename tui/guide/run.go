package guide

import (
	"context"
	"errors"
	"fmt"
	"io"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/tui/theme"
)

// Run asks. An error says that the terminal cannot be used; a reader who leaves,
// or a ctx that ends, is Answers.Left.
func Run(ctx context.Context, o Offer, c theme.Choice, in io.Reader, out io.Writer) (Answers, error) {
	th, err := theme.New(c)
	if err != nil {
		return Answers{}, err
	}
	g := newGuide(o, th)
	p := tea.NewProgram(g, tea.WithContext(ctx), tea.WithAltScreen(), tea.WithoutSignalHandler(), tea.WithInput(in), tea.WithOutput(out))
	if _, err := p.Run(); err != nil && (ctx.Err() == nil || errors.Is(err, tea.ErrProgramPanic)) {
		return Answers{}, fmt.Errorf("terminal: %w", err)
	}
	return g.answers(), nil
}
