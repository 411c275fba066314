package smtp

import (
	"slices"
	"strings"
)

// capabilities are the extensions of an EHLO reply (RFC 5321 §4.1.1.1), by
// upper-case keyword.
type capabilities struct {
	params map[string][]string
	shown  []string // as the server wrote them
}

// parseCapabilities reads the lines after the greeting. The form AUTH=LOGIN is
// from a draft of 1997 that servers still repeat.
func parseCapabilities(lines []string) capabilities {
	c := capabilities{params: map[string][]string{}}
	for _, line := range lines[min(1, len(lines)):] {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		c.shown = append(c.shown, strings.Join(fields, " "))
		keyword := strings.ToUpper(fields[0])
		if first, ok := strings.CutPrefix(keyword, "AUTH="); ok {
			keyword, fields = "AUTH", append([]string{"AUTH", first}, fields[1:]...)
		}
		for _, param := range fields[1:] {
			if !slices.Contains(c.params[keyword], param) {
				c.params[keyword] = append(c.params[keyword], param)
			}
		}
		if c.params[keyword] == nil {
			c.params[keyword] = []string{}
		}
	}
	return c
}

func (c capabilities) has(keyword string) bool {
	_, ok := c.params[keyword]
	return ok
}

// mechanisms returns what AUTH offers.
func (c capabilities) mechanisms() []string { return c.params["AUTH"] }

// String lists the extensions for people, cut where a server names too many.
func (c capabilities) String() string {
	const most, longest = 32, 1024
	shown := c.shown
	if len(shown) > most {
		shown = append(slices.Clone(shown[:most]), "…")
	}
	text := strings.Join(shown, ", ")
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	if text == "" {
		return "no extensions"
	}
	return text
}
