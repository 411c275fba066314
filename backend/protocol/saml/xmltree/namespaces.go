package xmltree

import "github.com/beevik/etree"

// Namespaces that no document may bind anew (Namespaces in XML 1.0 §3).
const (
	xmlNamespace   = "http://www.w3.org/XML/1998/namespace"
	xmlnsNamespace = "http://www.w3.org/2000/xmlns/"
)

// checkNamespaces refuses what libraries resolve differently: reserved names
// that are bound anew, prefixes that are not bound or bound to nothing, and two
// attributes that only their prefixes tell apart.
func checkNamespaces(el *etree.Element) error {
	for i := range el.Attr {
		if err := checkDeclaration(el.Attr[i]); err != nil {
			return err
		}
	}
	if !isBound(el, el.Space) {
		return &Error{Reason: BadNamespace, Detail: "prefix " + name(el.Space) + " is not declared"}
	}
	for i := range el.Attr {
		if err := checkPrefix(el, i); err != nil {
			return err
		}
	}
	for _, child := range el.ChildElements() {
		if err := checkNamespaces(child); err != nil {
			return err
		}
	}
	return nil
}

func checkDeclaration(a etree.Attr) error {
	prefixed := a.Space == "xmlns"
	if !prefixed && (a.Space != "" || a.Key != "xmlns") {
		return nil
	}
	switch {
	case prefixed && a.Value == "",
		prefixed && a.Key == "xmlns",
		(a.Value == xmlNamespace) != (prefixed && a.Key == "xml"),
		a.Value == xmlnsNamespace:
		return &Error{Reason: BadNamespace, Detail: "a forbidden declaration of " + name(a.FullKey())}
	}
	return nil
}

func checkPrefix(el *etree.Element, i int) error {
	a := el.Attr[i]
	if a.Space == "" || a.Space == "xmlns" {
		return nil
	}
	if !isBound(el, a.Space) {
		return &Error{Reason: BadNamespace, Detail: "prefix " + name(a.Space) + " is not declared"}
	}
	for _, b := range el.Attr[:i] {
		if a.Key == b.Key && b.Space != "" && b.Space != "xmlns" && resolve(el, a.Space) == resolve(el, b.Space) {
			return &Error{Reason: DuplicateAttribute, Detail: name(a.Key)}
		}
	}
	return nil
}

func isBound(el *etree.Element, prefix string) bool {
	return prefix == "" || prefix != "xmlns" && resolve(el, prefix) != ""
}

// resolve returns the namespace of a prefix at an element, or "".
func resolve(el *etree.Element, prefix string) string {
	if prefix == "xml" {
		return xmlNamespace
	}
	for ; el != nil; el = el.Parent() {
		for _, a := range el.Attr {
			if a.Space == "xmlns" && a.Key == prefix || prefix == "" && a.Space == "" && a.Key == "xmlns" {
				return a.Value
			}
		}
	}
	return ""
}
