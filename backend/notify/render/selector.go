package render

import (
	"strings"

	"golang.org/x/net/html"
)

// selector is a chain of compounds, each a descendant or a child of the one before.
// These are the selectors that can be inlined without knowing a reader's state; what
// else there is in CSS (pseudo-classes, attributes, siblings) is refused.
type selector struct {
	chain []compound
}

// compound is what one element must be: tag, ID and classes.
type compound struct {
	tag     string // "" or "*": any
	id      string
	classes []string
	child   bool // a direct child of the compound before
}

const maxChain = 8

// parseSelector reads one selector without commas.
func parseSelector(text string) (selector, bool) {
	var s selector
	child := false
	for word := range strings.FieldsSeq(strings.ReplaceAll(text, ">", " > ")) {
		if word == ">" {
			if child || len(s.chain) == 0 {
				return selector{}, false
			}
			child = true
			continue
		}
		c, ok := parseCompound(word)
		if !ok || len(s.chain) == maxChain {
			return selector{}, false
		}
		c.child, child = child, false
		s.chain = append(s.chain, c)
	}
	return s, len(s.chain) > 0 && !child
}

func parseCompound(word string) (compound, bool) {
	end := strings.IndexAny(word, ".#")
	if end < 0 {
		end = len(word)
	}
	c := compound{tag: strings.ToLower(word[:end])}
	if c.tag != "" && c.tag != "*" && !plainName(c.tag) {
		return compound{}, false
	}
	for rest := word[end:]; rest != ""; {
		sign := rest[0]
		rest = rest[1:]
		end := strings.IndexAny(rest, ".#")
		if end < 0 {
			end = len(rest)
		}
		name := rest[:end]
		rest = rest[end:]
		if !plainName(name) {
			return compound{}, false
		}
		if sign == '.' {
			c.classes = append(c.classes, name)
		} else {
			c.id = name
		}
	}
	return c, word != ""
}

// plainName reports whether s can be a class, an ID or a tag without being escaped.
func plainName(s string) bool {
	if s == "" || len(s) > 64 || s[0] >= '0' && s[0] <= '9' {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

func (s selector) String() string {
	var out strings.Builder
	for i, c := range s.chain {
		if i > 0 {
			out.WriteByte(' ')
			if c.child {
				out.WriteString("> ")
			}
		}
		out.WriteString(c.String())
	}
	return out.String()
}

func (c compound) String() string {
	name := c.tag
	if c.id != "" {
		name += "#" + c.id
	}
	for _, class := range c.classes {
		name += "." + class
	}
	return name
}

// specificity orders rules (Selectors 3 §9): IDs before classes before tags.
func (s selector) specificity() int {
	n := 0
	for _, c := range s.chain {
		if c.id != "" {
			n += 10_000
		}
		n += 100 * len(c.classes)
		if c.tag != "" && c.tag != "*" {
			n++
		}
	}
	return n
}

// member is an element with its classes, which are taken apart once: a hostile sheet
// asks a long list of them as often as it has selectors.
type member struct {
	*html.Node
	classes map[string]bool
}

func newMember(n *html.Node) member {
	m := member{Node: n}
	for class := range strings.FieldsSeq(attribute(n, "class")) {
		if m.classes == nil {
			m.classes = map[string]bool{}
		}
		m.classes[class] = true
	}
	return m
}

// matches reports whether the selector means the last element of path, which runs from
// the root. It keeps the set of elements that each compound can be at, so that its time
// is the product of both lengths and no selector makes it go back.
func (s selector) matches(path []member, spent *int) bool {
	last := len(path) - 1
	*spent += s.chain[len(s.chain)-1].cost()
	if !s.chain[len(s.chain)-1].fits(path[last]) {
		return false
	}
	if len(s.chain) == 1 {
		return true
	}
	reached := make([]bool, len(path)) // where the compound before can be
	for i, c := range s.chain {
		*spent += len(path) * c.cost()
		next, above := make([]bool, len(path)), false
		for at, n := range path {
			from := i == 0 || above && !c.child || at > 0 && c.child && reached[at-1]
			next[at] = from && c.fits(n)
			above = above || reached[at]
		}
		reached = next
	}
	return reached[last]
}

// cost is what asking one element costs.
func (c compound) cost() int { return 1 + len(c.classes)/8 }

func (c compound) fits(n member) bool {
	if c.tag != "" && c.tag != "*" && c.tag != n.Data {
		return false
	}
	if c.id != "" && attribute(n.Node, "id") != c.id {
		return false
	}
	for _, class := range c.classes {
		if !n.classes[class] {
			return false
		}
	}
	return true
}

// attribute returns the value of an element's attribute, or "".
func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}
