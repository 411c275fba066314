package render

import (
	"html"
	"strings"

	markup "golang.org/x/net/html"
)

// place says what a value meets.
type place int

const (
	literal    place = iota
	inText           // plain text
	inTextLink       // an address in plain text
	inSubject        // one line of plain text
	inTitle          // the subject as HTML's title
	inHTML           // text of HTML
	inLinkText       // text of HTML that is a link already
	inLabel          // alt or title
	inHref           // a link, with its attribute
	asLink           // text that becomes a link
	mark             // what a link says that has no address
)

// piece is literal output, or a place for a value.
type piece struct {
	place place
	text  string // of literal
	name  string // of a placeholder
	link  link   // of inHref, asLink, mark and, whether it is mailto, inTextLink
}

// compiler writes a clean tree as pieces: everything that does not depend on values is
// escaped once, here.
type compiler struct {
	known   words
	pieces  []piece
	pending strings.Builder
	used    map[string]bool
	uses    int
	unknown func(name string)
	told    bool // of what is read now, by the filter
}

func (c *compiler) write(text string) { c.pending.WriteString(text) }

func (c *compiler) put(p piece) {
	c.flush()
	c.pieces = append(c.pieces, p)
}

func (c *compiler) flush() {
	if c.pending.Len() > 0 {
		c.pieces = append(c.pieces, piece{place: literal, text: c.pending.String()})
		c.pending.Reset()
	}
}

// use notes a placeholder.
func (c *compiler) use(name string) {
	c.used[name] = true
	c.uses++
}

// run writes text with placeholders for a place.
func (c *compiler) run(text string, at place, escape func(string) string) {
	for _, s := range scan(text) {
		p, ok := c.known[s.name]
		switch {
		case s.name == "":
			c.write(escape(s.literal))
		case !ok:
			if !c.told {
				c.unknown(s.name)
			}
			c.write(escape("%" + s.name + "%"))
		case at == inLinkText && p.Type == Link:
			c.use(s.name)
			c.put(piece{place: inLabel, name: s.name}) // a link cannot hold another
		case at == inLinkText:
			c.use(s.name)
			c.put(piece{place: inHTML, name: s.name})
		case at == inHTML && p.Type == Link:
			c.use(s.name)
			c.put(piece{place: asLink, name: s.name, link: link{segments: []segment{{name: s.name}}, whole: s.name}})
		default:
			c.use(s.name)
			c.put(piece{place: at, name: s.name})
		}
	}
}

// element writes an element and what is in it. inLink keeps a link out of a link.
func (c *compiler) element(n *markup.Node, inLink bool) {
	name := n.Data
	c.write("<" + name)
	var href *link
	for _, a := range n.Attr {
		switch {
		case a.Key == "href":
			if parsed, flaw := parseLink(a.Val, c.known); flaw == nil {
				href = &parsed
				c.href(parsed)
			}
		case a.Key == "alt", a.Key == "title":
			c.write(" " + a.Key + `="`)
			c.told = true
			c.run(a.Val, inLabel, html.EscapeString)
			c.told = false
			c.write(`"`)
		default:
			c.write(" " + a.Key + `="` + html.EscapeString(a.Val) + `"`)
		}
	}
	c.write(">")
	if isVoid(name) {
		return
	}
	if first := n.FirstChild; name == "pre" && first != nil && strings.HasPrefix(first.Data, "\n") {
		c.write("\n") // a parser swallows the first one
	}
	c.children(n, inLink || name == "a")
	if href != nil && len(href.segments) > 0 && !href.fixed() {
		c.put(piece{place: mark, link: *href})
	}
	c.write("</" + name + ">")
}

func (c *compiler) children(n *markup.Node, inLink bool) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		switch child.Type {
		case markup.ElementNode:
			c.element(child, inLink)
		case markup.TextNode:
			at := inHTML
			if inLink {
				at = inLinkText
			}
			c.run(child.Data, at, html.EscapeString)
		}
	}
}

// href writes a link's attribute: at once if no value changes it.
func (c *compiler) href(l link) {
	if l.fixed() {
		address, _ := l.address(nil)
		c.write(` href="` + html.EscapeString(address) + `"`)
		return
	}
	for _, s := range l.segments {
		if s.name != "" {
			c.use(s.name)
		}
	}
	c.put(piece{place: inHref, link: l})
}

func (l link) fixed() bool {
	for _, s := range l.segments {
		if s.name != "" {
			return false
		}
	}
	return true
}

// plain writes plain text. A placeholder that stands in an address there, behind the
// host, is encoded: a reader's program ends a link at the first space.
func (c *compiler) plain(text string) {
	address := "" // what has been read of one, if it leads on
	for _, s := range scan(text) {
		p, ok := c.known[s.name]
		switch {
		case s.name == "":
			c.write(cleanText(s.literal))
			if at := strings.LastIndexAny(s.literal, " \t\r\n()<>\"'"); at >= 0 {
				address = ""
				s.literal = s.literal[at+1:]
			}
			if address != "" || hostIsComplete(s.literal) {
				address += s.literal
			}
		case ok && p.Type == Text && address != "":
			c.use(s.name)
			c.put(piece{place: inTextLink, name: s.name, link: link{mail: isMailto(address)}})
		default:
			c.run("%"+s.name+"%", inText, cleanText)
		}
	}
}
