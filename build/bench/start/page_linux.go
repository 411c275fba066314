package start

import (
	"context"
	"fmt"
	"time"
)

// page is what a finished page shows: colours, and how many pixels of each
// [screen.count] finds at the least.
type page []struct {
	colour colour
	pixels int
}

// blankPage is the colour of blank/window.c.
var blankPage = page{{0x13b56b, width * height / 10}}

// lockScreen has these colours from frontend/src/ui/tokens.css, in the light
// theme that a display without settings has: the sheet, the letters of its
// heading, and the ring around the password that has the focus. The ring comes
// last, from a script, when one could begin to type.
var lockScreen = page{
	{0xffffff, 20_000}, // --surface
	{0x191e26, 75},     // --text
	{0x2f55cf, 450},    // --accent: the ring and the product's mark
}

// wait waits until the display shows the page.
func (p page) wait(ctx context.Context, s *screen, ended <-chan struct{}) error {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	colours := make([]colour, len(p))
	for i, part := range p {
		colours[i] = part.colour
	}
	for {
		found := s.count(colours)
		if p.shownBy(found) {
			return nil
		}
		select {
		case <-tick.C:
		case <-ended:
			return errEnded
		case <-ctx.Done():
			return fmt.Errorf("wait for %v pixels of %06x: %w; there are %v", p, colours, context.Cause(ctx), found)
		}
	}
}

func (p page) shownBy(found []int) bool {
	for i, part := range p {
		if found[i] < part.pixels {
			return false
		}
	}
	return true
}
