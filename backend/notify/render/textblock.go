package render

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

func (w *textWriter) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			w.text(c.Data)
		case html.ElementNode:
			if !strings.Contains(attribute(c, "style"), "display: none") {
				w.element(c)
			}
		}
	}
}

func (w *textWriter) element(n *html.Node) {
	switch n.Data {
	case "br":
		if w.begun || w.gap == 0 {
			w.end(1)
		} else {
			w.end(2)
		}
	case "a":
		w.link(n)
	case "img":
		if alt := strings.TrimSpace(attribute(n, "alt")); alt != "" {
			w.text("[" + alt + "]")
		}
	case "hr":
		w.alone("----------")
	case "h1", "h2":
		w.heading(n)
	case "h3", "h4", "h5", "h6", "p", "dl", "figure", "caption":
		w.block(n, 2)
	case "ul", "ol":
		w.list(n)
	case "blockquote":
		w.indent(n, "> ", "> ", 2)
	case "dd":
		w.indent(n, "  ", "  ", 1)
	case "pre":
		w.pre(n)
	case "table":
		w.table(n)
	case "div", "center", "section", "article", "header", "footer", "main", "address", "dt", "li", "figcaption",
		"tr", "td", "th", "tbody", "thead", "tfoot":
		w.block(n, 1)
	default:
		w.children(n)
	}
}

func (w *textWriter) block(n *html.Node, lines int) {
	w.end(lines)
	w.children(n)
	w.end(lines)
}

func (w *textWriter) alone(line string) {
	w.end(2)
	w.word(line)
	w.end(2)
}

// inside writes what an element holds on its own.
func inside(n *html.Node) string {
	inner := &textWriter{}
	inner.children(n)
	return strings.TrimSuffix(inner.finish(), "\n")
}

func (w *textWriter) heading(n *html.Node) {
	text := strings.Join(strings.Fields(inside(n)), " ")
	if text == "" {
		return
	}
	line := "-"
	if n.Data == "h1" {
		line = "="
	}
	w.end(2)
	w.word(text)
	w.end(1)
	w.word(strings.Repeat(line, min(60, len([]rune(text)))))
	w.end(2)
}

// link writes "text (address)", or the address alone where the text says the same.
// What it holds is written once: links stand in links where a table is between them,
// and to write each twice would take twice as long with every further one.
func (w *textWriter) link(n *html.Node) {
	address := hrefText(attribute(n, "href"))
	bare := strings.TrimPrefix(address, "mailto:")
	begin, gap, space, begun := w.out.Len(), w.gap, w.space, w.begun
	w.children(n)
	switch shown := strings.Trim(w.out.String()[begin:], " \n"); {
	case address == "" || shown == address || shown == bare:
	case shown == "":
		w.gap, w.space, w.begun = gap, space, begun
		w.word(bare)
	default:
		w.space = true
		w.word("(" + bare + ")")
	}
}

// hrefText writes an address in the language of text, where %20 would be half a name.
func hrefText(href string) string {
	var out strings.Builder
	for _, s := range scanURL(strings.TrimSpace(href), everything()) {
		if s.name != "" {
			out.WriteString("%" + s.name + "%")
			continue
		}
		out.WriteString(escapePercent(s.literal))
	}
	return out.String()
}

// indent takes an element over line by line, with something before each.
func (w *textWriter) indent(n *html.Node, first, rest string, lines int) {
	text := inside(n)
	if text == "" {
		return
	}
	w.end(lines)
	before := first
	for line := range strings.SplitSeq(text, "\n") {
		w.word(strings.TrimRight(before+line, " "))
		w.end(1)
		before = rest
	}
	w.end(lines)
}

func (w *textWriter) list(n *html.Node) {
	lines := 2
	if n.Parent != nil && n.Parent.Data == "li" {
		lines = 1
	}
	w.end(lines)
	number := 1
	if start, err := strconv.Atoi(attribute(n, "start")); err == nil {
		number = start
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			w.text(c.Data)
		case c.Type != html.ElementNode:
		case c.Data != "li":
			w.element(c)
		case n.Data == "ol":
			sign := strconv.Itoa(number) + ". "
			w.indent(c, sign, strings.Repeat(" ", len(sign)), 1)
			number++
		default:
			w.indent(c, "- ", "  ", 1)
		}
	}
	w.end(lines)
}

func (w *textWriter) pre(n *html.Node) {
	var raw strings.Builder
	collect(n, &raw)
	w.end(2)
	for line := range strings.SplitSeq(strings.Trim(raw.String(), "\n"), "\n") {
		if line = strings.TrimRight(line, " \t\r"); line == "" {
			w.gap++
			continue
		}
		w.word(line)
		w.end(1)
	}
	w.end(2)
}

func collect(n *html.Node, out *strings.Builder) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			out.WriteString(c.Data)
		case c.Data == "br":
			out.WriteByte('\n')
		default:
			collect(c, out)
		}
	}
}

// table writes rows of cells if there is a header cell; other tables of a mail only lay
// out what is in them.
func (w *textWriter) table(n *html.Node) {
	if attribute(n, "role") == "presentation" || !has(n, "th") {
		w.block(n, 1)
		return
	}
	w.end(2)
	w.rows(n)
	w.end(2)
}

func (w *textWriter) rows(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type != html.ElementNode:
		case c.Data == "tr":
			var cells []string
			for cell := c.FirstChild; cell != nil; cell = cell.NextSibling {
				if cell.Type == html.ElementNode {
					cells = append(cells, strings.Join(strings.Fields(inside(cell)), " "))
				}
			}
			w.word(strings.TrimRight(strings.Join(cells, " | "), " "))
			w.end(1)
		case c.Data == "caption":
			w.block(c, 1)
		default:
			w.rows(c)
		}
	}
}

func has(n *html.Node, name string) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (c.Data == name || has(c, name)) {
			return true
		}
	}
	return false
}
