package render

import (
	"html"
	"strings"

	markup "golang.org/x/net/html"
)

// Mode is how a preview looks at a mail.
type Mode = string

// The closed set of modes.
const (
	Light  Mode = "light"
	Dark   Mode = "dark"
	Narrow Mode = "narrow"
)

// Widths in pixels that a preview decides width conditions for.
const (
	previewWidth = 640
	narrowWidth  = 360
)

// contentPolicy lets a preview show its own styles and the images that it contains.
const contentPolicy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'`

// Shown is how a preview shows a mail.
type Shown struct {
	// Document is whole, for the srcdoc of an iframe with sandbox="". It is "" if the
	// mail cannot be shown like this.
	Document string
	Refused  string // why there is no document: which limit the HTML exceeds
	Withheld Withheld
}

// Show reads a mail through all gates again, whoever rendered it, and says what they
// kept out. Links do not lead anywhere: a sandbox does not keep a frame from going to
// another address itself. Their address is shown when they are pointed at. Conditions on
// colour scheme and width are decided here, so that the three modes look the same on
// every machine. Any other mode is light.
func Show(m Mail, mode string) Shown {
	if strings.TrimSpace(m.HTML) == "" {
		return Shown{Document: page(mode, "", "<body><pre style=\"white-space: pre-wrap\">"+html.EscapeString(cut(m.Text, maxMail))+"</pre></body>")}
	}
	doc, refused := reading{received: m.Inline, limit: maxSource}.load(m.HTML)
	if refused != "" {
		return Shown{Refused: refused}
	}
	doc.embed()
	unlink(doc.body)
	doc.body.Data = "body" // for which the div stands
	var body strings.Builder
	_ = markup.Render(&body, doc.body) // a strings.Builder takes everything
	return Shown{Document: page(mode, decided(doc.rules, mode), body.String()), Withheld: doc.withheld()}
}

// Preview is the document that [Show] makes of a mail, or one that says why there is
// none.
func Preview(m Mail, mode string) string {
	shown := Show(m, mode)
	if shown.Refused != "" {
		return page(mode, "", "<body><p>"+html.EscapeString("This mail cannot be shown: "+shown.Refused+".")+"</p></body>")
	}
	return shown.Document
}

// page is a whole document around a body. A mail that says nothing of its margin gets
// that of a mail program. The background is the body's, like a mail's own one: what is
// left of the frame then takes it from there (CSS Backgrounds §2.11.2).
func page(mode, styles, body string) string {
	base := "html { color-scheme: light; color: #1b1b1f } body { background: #ffffff }"
	if mode == Dark {
		base = "html { color-scheme: dark; color: #f2f2f4 } body { background: #1c1c1e }"
	}
	if mode == Narrow {
		base += " html { max-width: 360px; margin: 0 auto }"
	}
	return `<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="` + contentPolicy + `">` +
		"<style>" + base + " body { margin: 8px } img { max-width: 100% }\n" + styles + "</style></head>" + body + "</html>"
}

// decided prints the rules whose conditions hold.
func decided(rules []rule, mode string) string {
	var out strings.Builder
	for _, r := range rules {
		if r.media != (media{}) && r.media.holds(mode) {
			out.WriteString(r.String() + "\n")
		}
	}
	return out.String()
}

func (m media) holds(mode string) bool {
	width, scheme := previewWidth, Light
	switch mode {
	case Dark:
		scheme = Dark
	case Narrow:
		width = narrowWidth
	}
	return (m.scheme == "" || m.scheme == scheme) && width >= m.minWidth && (m.maxWidth == 0 || width <= m.maxWidth)
}

// embed turns references to images back into data: addresses.
func (d *document) embed() {
	var visit func(n *markup.Node)
	visit = func(n *markup.Node) {
		for i, a := range n.Attr {
			if a.Key == "src" {
				n.Attr[i].Val = d.images.embedded(strings.TrimPrefix(a.Val, "cid:"))
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c)
		}
	}
	visit(d.body)
}

// unlink takes addresses from links and leaves them to be read.
func unlink(n *markup.Node) {
	for i, a := range n.Attr {
		if a.Key != "href" {
			continue
		}
		n.Attr = append(n.Attr[:i:i], n.Attr[i+1:]...)
		setAttribute(n, "title", a.Val)
		style := attribute(n, "style")
		if !strings.Contains(style, "text-decoration") {
			setAttribute(n, "style", strings.TrimPrefix(style+"; text-decoration: underline", "; "))
		}
		break
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		unlink(c)
	}
}
