// Package attack knows the attacks on mails that the renderer is tested with, and
// makes the documents of them that a person would be shown: for real browsers to
// say whether anything in them runs or loads.
package attack

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"patchbay/backend/notify/render"
)

// Entry is one attack. In it hit() is what would run, and evil.example what would
// load.
type Entry struct {
	Family string `json:"family"`
	Attack string `json:"attack"`
}

// Read reads a corpus: one attack a line, a Go string in quotes where a line
// cannot hold it, below lines that begin with "# " and name a family.
func Read(r io.Reader) ([]Entry, error) {
	var found []Entry
	family := ""
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if name, heading := strings.CutPrefix(line, "#"); heading {
			family = strings.TrimSpace(name)
			continue
		}
		if line == "" {
			continue
		}
		if strings.HasPrefix(line, `"`) {
			text, err := strconv.Unquote(line)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			line = text
		}
		found = append(found, Entry{Family: family, Attack: line})
	}
	return found, lines.Err()
}

// Documents are what the preview shows of an attack, by where it stood: in a
// template, in every value of one, and in a mail that came past the renderer.
func (e Entry) Documents() map[string]string {
	all := map[string]string{
		"mail": render.Preview(render.Mail{HTML: e.Attack}, render.Light),
		"text": render.Preview(render.Mail{Text: e.Attack}, render.Narrow),
	}
	if tree, _ := render.Parse(render.Notification, render.Template{Subject: "s", HTML: e.Attack}); tree != nil {
		m, _ := tree.Render(render.Samples()[0].Values)
		all["template"] = render.Preview(m, render.Light)
	}
	values := render.Values{}
	for _, p := range render.Placeholders(render.Notification) {
		values[p.Name] = e.Attack
	}
	if tree, _ := render.Parse(render.Notification, everywhere()); tree != nil {
		m, _ := tree.Render(values)
		all["values"] = render.Preview(m, render.Dark)
	}
	return all
}

// everywhere has every placeholder in every kind of place that is open to it.
func everywhere() render.Template {
	var html strings.Builder
	html.WriteString(`<h1 title="%person-name%">%action-name%</h1>
<p><a href="%action-link%" title="for %person-name%">Open</a> <a href="%store-link%">%store-link%</a></p>
<p><a href="https://portal.example.com/u/%person-user-name%?t=%tenant-id%">you</a> <a href="mailto:%person-email%">write</a></p>`)
	for _, p := range render.Placeholders(render.Notification) {
		html.WriteString("<p>%" + p.Name + "%</p>")
	}
	return render.Template{Subject: "%action-message%", HTML: html.String()}
}

// Sample takes so many entries of a corpus, some of every family, evenly spread.
func Sample(all []Entry, atLeast int) []Entry {
	families, sizes := []string{}, map[string]int{}
	for _, e := range all {
		if sizes[e.Family]++; sizes[e.Family] == 1 {
			families = append(families, e.Family)
		}
	}
	if len(families) == 0 {
		return nil
	}
	each := (atLeast + len(families) - 1) / len(families)
	var taken []Entry
	seen := map[string]int{}
	for _, e := range all {
		step := max(1, sizes[e.Family]/each)
		if seen[e.Family]%step == 0 && seen[e.Family]/step < each {
			taken = append(taken, e)
		}
		seen[e.Family]++
	}
	return taken
}
