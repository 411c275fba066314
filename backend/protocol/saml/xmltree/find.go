package xmltree

import (
	"strings"

	"github.com/beevik/etree"
)

// Is reports whether an element has a name in a namespace.
func Is(el *etree.Element, namespace, local string) bool {
	return el != nil && el.Tag == local && resolve(el, el.Space) == namespace
}

// Children returns the direct children with a name, in order. Elements of the
// same name in other namespaces are not among them.
func Children(el *etree.Element, namespace, local string) []*etree.Element {
	if el == nil {
		return nil
	}
	var found []*etree.Element
	for _, token := range el.Child {
		if child, ok := token.(*etree.Element); ok && Is(child, namespace, local) {
			found = append(found, child)
		}
	}
	return found
}

// Child returns the first direct child with a name, or nil.
func Child(el *etree.Element, namespace, local string) *etree.Element {
	if found := Children(el, namespace, local); len(found) > 0 {
		return found[0]
	}
	return nil
}

// Descendants returns all elements with a name below an element, in order, and
// the element itself where it has it.
func Descendants(el *etree.Element, namespace, local string) []*etree.Element {
	var found []*etree.Element
	Walk(el, func(e *etree.Element) {
		if Is(e, namespace, local) {
			found = append(found, e)
		}
	})
	return found
}

// Walk visits an element and all below it, in the order of the document.
func Walk(el *etree.Element, visit func(*etree.Element)) {
	if el == nil {
		return
	}
	visit(el)
	for _, token := range el.Child {
		if child, ok := token.(*etree.Element); ok {
			Walk(child, visit)
		}
	}
}

// Attribute returns the value of an attribute that has no prefix, and whether it
// is there. etree's own SelectAttr also takes one of any other namespace.
func Attribute(el *etree.Element, local string) (string, bool) {
	if el == nil {
		return "", false
	}
	for _, a := range el.Attr {
		if a.Space == "" && a.Key == local {
			return a.Value, true
		}
	}
	return "", false
}

// Value is [Attribute] for those to whom a missing one is as good as an empty
// one.
func Value(el *etree.Element, local string) string {
	value, _ := Attribute(el, local)
	return value
}

// AttributeIn returns the value of an attribute in a namespace, and whether it
// is there.
func AttributeIn(el *etree.Element, namespace, local string) (string, bool) {
	if el == nil {
		return "", false
	}
	for _, a := range el.Attr {
		if a.Space != "" && a.Key == local && resolve(el, a.Space) == namespace {
			return a.Value, true
		}
	}
	return "", false
}

// Text returns the text of an element without the white space around it. Parts
// that comments keep apart are joined. It is plain where nothing but text was
// there.
func Text(el *etree.Element) (text string, plain bool) {
	if el == nil {
		return "", true
	}
	var out strings.Builder
	plain = true
	for _, token := range el.Child {
		if data, ok := token.(*etree.CharData); ok {
			out.WriteString(data.Data)
			continue
		}
		plain = false
	}
	return strings.TrimSpace(out.String()), plain
}

// Detach returns a copy of an element that stands alone: the namespaces that
// hold where it was are declared on it.
func Detach(el *etree.Element) *etree.Element {
	detached := el.Copy()
	for parent := el.Parent(); parent != nil; parent = parent.Parent() {
		for _, a := range parent.Attr {
			declares := a.Space == "xmlns" || a.Space == "" && a.Key == "xmlns"
			if declares && !has(detached, a.Space, a.Key) {
				detached.CreateAttr(a.FullKey(), a.Value)
			}
		}
	}
	return detached
}

func has(el *etree.Element, space, key string) bool {
	for _, a := range el.Attr {
		if a.Space == space && a.Key == key {
			return true
		}
	}
	return false
}
