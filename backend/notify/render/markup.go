package render

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// clipped is where Gmail is said to cut a mail off (unverified).
const clipped = 102_000

// document is HTML that has passed the gates.
type document struct {
	body     *html.Node // a div that stands for the body
	styles   string     // rules with a condition, for a style element
	rules    []rule
	images   *images
	problems []Problem      // in the order of their places
	counted  map[string]int // how often something was found, by the code of its problem
	source   *source        // to tell further places
}

// reading says how HTML is read.
type reading struct {
	known    words    // nil for a mail, in which nothing is a placeholder
	received []Inline // images that a mail refers to
	limit    int      // bytes without embedded images
}

// load reads HTML through all gates. The message that comes back instead of a document
// says which limit it exceeds.
func (r reading) load(text string) (*document, string) {
	if len(text) > maxSource {
		return nil, fmt.Sprintf("the HTML may have %d KiB and its embedded images %d KiB; these are %d KiB", MaxHTML>>10, MaxImages>>10, len(text)>>10)
	}
	text = strings.ToValidUTF8(strings.TrimPrefix(text, "\uFEFF"), "\uFFFD")
	src := readSource(text)
	switch {
	case src.elements > maxElements:
		return nil, fmt.Sprintf("the HTML may have %d elements", maxElements)
	case src.unclosed > maxUnclosed:
		return nil, fmt.Sprintf("more than %d elements such as <b> or <a> are not closed", maxUnclosed)
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil || deeper(root, maxDepth) {
		return nil, fmt.Sprintf("the HTML is nested more than %d elements deep", maxDepth)
	}
	doc := &document{source: src, images: &images{received: r.received}}
	body, refused := doc.clean(root, src, r.known)
	if refused != "" {
		return nil, refused
	}
	if len(text)-doc.images.written > r.limit {
		return nil, fmt.Sprintf("the HTML may have %d KiB without its images; these are %d KiB", r.limit>>10, (len(text)-doc.images.written+1023)>>10)
	}
	if doc.body, err = settle(body); err != nil {
		return nil, "the HTML is too broken to be mended"
	}
	return doc, ""
}

// clean is the first gate with everything around it: styles are read before their
// elements go, and inlined when the tree holds nothing that must not be there.
func (d *document) clean(root *html.Node, src *source, known words) (body *html.Node, refused string) {
	type placed struct {
		at      int
		problem Problem
	}
	var found []placed
	d.counted = map[string]int{}
	report := func(at int, p Problem) {
		d.counted[p.Code]++
		if len(found) < maxProblems {
			p.Field = FieldHTML
			p.Line, p.Column = src.position(at)
			found = append(found, placed{at, p})
		}
	}
	f := &filter{known: known, images: d.images, source: src, report: report}
	f.full = func() bool { return len(found) >= maxProblems }
	f.sheet = &sheet{drop: func(s flaw) { f.style(firstStyle(src), s) }}
	collectStyles(root, f.sheet)
	body = f.run(root)
	for _, b := range src.broken {
		report(b.at, Problem{Code: CodeBrokenMarkup, Message: b.message, Severity: Warning})
	}
	if body == nil {
		body = &html.Node{Type: html.ElementNode, Data: "body"}
		root.AppendChild(body)
	}
	if !newInliner(f.sheet).run([]*html.Node{body.Parent, body}) {
		return nil, "the styles apply to more elements than a mail has"
	}
	d.rules, d.styles = f.sheet.rules, f.sheet.conditional()
	if d.styles == "" {
		forget(body, "class", "id")
	}
	slices.SortStableFunc(found, func(a, b placed) int { return a.at - b.at })
	for _, p := range found {
		d.problems = append(d.problems, p.problem)
	}
	body.Parent.RemoveChild(body)
	body.Data, body.DataAtom = "div", 0
	return body, ""
}

func firstStyle(src *source) int {
	if places := src.places["<style"]; len(places) > 0 {
		return places[0]
	}
	return 0
}

// run cleans head and body, and returns the body.
func (f *filter) run(root *html.Node) (body *html.Node) {
	for n := root.FirstChild; n != nil; n = n.NextSibling {
		if n.Type != html.ElementNode {
			continue
		}
		for part := n.FirstChild; part != nil; part = part.NextSibling {
			switch {
			case part.Type != html.ElementNode:
			case part.Data == "body":
				f.attributes(part, f.source.take("<body"))
				f.children(part)
				body = part
			case part.Data == "head":
				f.children(part)
			default:
				f.tellElement(part, f.source.take("<"+part.Data), "it is removed with its content")
			}
		}
	}
	return body
}

// deeper looks whether anything is nested deeper than a limit.
func deeper(n *html.Node, limit int) bool {
	if limit < 0 {
		return true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if deeper(c, limit-1) {
			return true
		}
	}
	return false
}

func forget(n *html.Node, names ...string) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return slices.Contains(names, a.Key) })
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		forget(c, names...)
	}
}
