package render

import (
	"strings"

	"golang.org/x/net/html"
)

// Sanitise returns what is left of HTML as a template holds it: the content of the
// body, styles inlined, behind a style element for those that depend on the reader.
// Dropped says what is gone. HTML over the limits becomes "".
func Sanitise(markup string) (clean string, dropped []string) {
	doc, refused := reading{known: everything(), limit: MaxHTML}.load(markup)
	if refused != "" {
		return "", []string{refused}
	}
	doc.embed()
	for _, p := range doc.problems {
		if strings.HasPrefix(p.Code, "template.unsafe_") {
			dropped = append(dropped, p.Message)
		}
	}
	var out strings.Builder
	if doc.styles != "" {
		out.WriteString("<style>\n" + doc.styles + "</style>")
	}
	if len(doc.body.Attr) > 0 {
		_ = html.Render(&out, doc.body) // a strings.Builder takes everything
		return out.String(), dropped
	}
	for c := doc.body.FirstChild; c != nil; c = c.NextSibling {
		_ = html.Render(&out, c)
	}
	return strings.Trim(out.String(), " \t\r\n\f"), dropped
}
