package render

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Budgets of inlining: 500 rules on 10,000 elements that all match would be a mail of
// many megabytes.
const (
	maxSteps   = 20_000_000
	maxInlined = 1 << 20
)

// inliner writes the rules of style elements into style attributes, because several
// mail clients drop style elements. It knows few selectors on purpose: a general
// matcher goes back and forth over a selector, and a hostile one makes that last.
type inliner struct {
	rules  []rule // those without a condition
	spent  int
	length int
	// matched is used for one element after the other.
	matched []weighed
}

func newInliner(s *sheet) *inliner {
	i := &inliner{}
	for _, r := range s.rules {
		if r.media == (media{}) {
			i.rules = append(i.rules, r)
		}
	}
	return i
}

// run visits the element at the end of path and all below it. It reports false when a
// budget is used up.
func (i *inliner) run(path []*html.Node) bool {
	members := make([]member, len(path))
	for at, n := range path {
		members[at] = newMember(n)
	}
	return i.visit(members)
}

func (i *inliner) visit(path []member) bool {
	n := path[len(path)-1].Node
	if n.Type == html.ElementNode && !i.element(n, path) {
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && !i.visit(append(path, newMember(c))) {
			return false
		}
	}
	return true
}

// weighed is a declaration with what decides between two of them.
type weighed struct {
	declaration
	weight int
}

func (i *inliner) element(n *html.Node, path []member) bool {
	matched := i.matched[:0]
	for _, r := range i.rules {
		best := -1
		for _, s := range r.selectors {
			if s.matches(path, &i.spent) {
				best = max(best, s.specificity())
			}
		}
		if best < 0 {
			continue
		}
		for _, d := range r.declarations {
			matched = append(matched, weighed{d, weight(best, d)})
		}
	}
	if len(matched) == 0 {
		return i.spent <= maxSteps
	}
	for _, d := range parseDeclarations(attribute(n, "style"), func(flaw) {}) {
		matched = append(matched, weighed{d, weight(1_000_000, d)})
	}
	i.matched = matched
	i.spent += len(matched)
	style := writeDeclarations(cascade(matched), false)
	i.length += len(style)
	setAttribute(n, "style", style)
	return i.spent <= maxSteps && i.length <= maxInlined
}

func weight(specificity int, d declaration) int {
	if d.important {
		return specificity + 10_000_000
	}
	return specificity
}

// cascade keeps the last of the heaviest for each property, in the order of weight, so
// that a longhand still stands behind the shorthand it refines.
func cascade(matched []weighed) []declaration {
	slices.SortStableFunc(matched, func(a, b weighed) int { return a.weight - b.weight })
	last := map[string]int{}
	for at, m := range matched {
		last[m.property] = at
	}
	var kept []declaration
	for at, m := range matched {
		if last[m.property] == at {
			m.important = false // there is nothing left to win against
			kept = append(kept, m.declaration)
		}
	}
	return kept
}

func setAttribute(n *html.Node, name, value string) {
	for at := range n.Attr {
		if n.Attr[at].Key == name {
			n.Attr[at].Val = value
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: name, Val: value})
}

// collectStyles reads every style element of a document.
func collectStyles(n *html.Node, s *sheet) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.Namespace == "" && c.Data == "style" {
			if kind := strings.ToLower(attribute(c, "type")); c.FirstChild != nil && (kind == "" || kind == "text/css") {
				s.read(c.FirstChild.Data)
			}
			continue
		}
		collectStyles(c, s)
	}
}
