package render

import (
	"strings"

	"golang.org/x/net/html"
)

// filter is the first gate: it takes from a parsed document what is not on the lists,
// and tells of it.
type filter struct {
	known  words // nil: what is read is no template, and a percent sign is one
	images *images
	sheet  *sheet
	source *source
	report func(at int, found Problem)
	full   func() bool // no more is told
}

// drop tells of something unsafe.
func (f *filter) drop(at int, code, message string, severity Severity) {
	f.report(at, Problem{Code: code, Message: message, Severity: severity})
}

// children cleans everything below an element. Depth is bounded by the parser.
func (f *filter) children(parent *html.Node) {
	for n := parent.FirstChild; n != nil; {
		next := n.NextSibling
		switch n.Type {
		case html.TextNode:
		case html.ElementNode:
			if inner := f.element(n); inner != nil {
				next = inner
			}
		default:
			// Of a mail that came in it says nothing: every mail program passes over comments.
			if f.known != nil && n.Type == html.CommentNode && strings.HasPrefix(strings.TrimSpace(n.Data), "[if") {
				f.drop(f.source.last, CodeUnsafeMarkup, "a conditional comment is not sent", Warning)
			}
			parent.RemoveChild(n)
		}
		n = next
	}
}

// element decides over one element. What it returns is where to go on, if it put the
// element's content in its place.
func (f *filter) element(n *html.Node) *html.Node {
	at := f.source.take("<" + n.Data)
	switch elementFate(n) {
	case kept:
		f.attributes(n, at)
		f.children(n)
		return nil
	case unwrapped:
		f.tellElement(n, at, "its content stays")
		first, next := n.FirstChild, n.NextSibling
		for c := n.FirstChild; c != nil; c = n.FirstChild {
			n.RemoveChild(c)
			n.Parent.InsertBefore(c, n)
		}
		n.Parent.RemoveChild(n)
		if first == nil {
			return next
		}
		return first
	case removed:
		f.tellElement(n, at, "it is removed with its content")
	}
	f.skip(n)
	n.Parent.RemoveChild(n)
	return nil
}

func (f *filter) tellElement(n *html.Node, at int, rest string) {
	severity := Warning
	if harmful(n) {
		severity = Error
	}
	f.drop(at, CodeUnsafeMarkup, "<"+shorten(n.Data)+"> is not allowed in a mail; "+rest, severity)
}

// skip passes over the places of what is removed.
func (f *filter) skip(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			f.source.take("<" + c.Data)
			f.skip(c)
		}
	}
}
