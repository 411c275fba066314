package response

import (
	"strings"

	"github.com/beevik/etree"

	"patchbay/backend/protocol/saml/xmltree"
)

// checkShape holds a signature against the one form that cannot be taken for
// something else: one Signature directly in the element, with one Reference, to
// the ID of that element, which nothing else in the document has (SAML Core
// §5.4.2). Whatever is more than that is how signatures are wrapped.
func (s *signature) checkShape(el *etree.Element, found []*etree.Element) {
	if len(found) > 1 {
		s.misshape("several_signatures", "The "+s.of+" holds several signatures.")
	}
	signed := found[0]
	if !only(signed, "SignedInfo", "SignatureValue", "KeyInfo") ||
		count(signed, "SignedInfo") != 1 || count(signed, "SignatureValue") != 1 || count(signed, "KeyInfo") > 1 {
		s.misshape("signature_content", "The signature holds something else than one SignedInfo, one SignatureValue and one KeyInfo.")
	}
	info := xmltree.Child(signed, nsSignature, "SignedInfo")
	if !only(info, "CanonicalizationMethod", "SignatureMethod", "Reference") ||
		count(info, "CanonicalizationMethod") != 1 || count(info, "SignatureMethod") != 1 {
		s.misshape("signed_info_content", "SignedInfo holds something else than its two methods and one Reference.")
	}
	if n := count(info, "Reference"); n != 1 {
		s.misshape("several_references", "SignedInfo holds several references, or none: the one that counts is not the one that is read.")
	}
	s.checkReference(xmltree.Child(info, nsSignature, "Reference"))
	s.checkID(el)
	if strays := straySignatures(el); strays > 0 {
		s.misshape("stray_signature", "A signature stands where none belongs: it may have been moved there.")
	}
}

func (s *signature) misshape(reason, cause string) {
	s.misshapen = append(s.misshapen, defect{reason, cause})
}

func (s *signature) checkReference(reference *etree.Element) {
	if reference == nil {
		return
	}
	if !only(reference, "Transforms", "DigestMethod", "DigestValue") ||
		count(reference, "Transforms") != 1 || count(reference, "DigestMethod") != 1 || count(reference, "DigestValue") != 1 {
		s.misshape("reference_content", "The Reference holds something else than its transforms and one digest.")
	}
	if _, plain := xmltree.Text(xmltree.Child(reference, nsSignature, "DigestValue")); !plain {
		s.misshape("digest_content", "The digest value is split.")
	}
	switch uri, there := xmltree.Attribute(reference, "URI"); {
	case !there || uri == "":
		s.misshape("reference_uri", "The Reference names no element: what it covers is left to the reader.")
	case uri != "#"+s.id:
		s.misshape("reference_uri", "The Reference names another element than the one the signature is in.")
	}
}

// checkID makes sure that the ID names one element only, whatever attribute a
// reader takes for an ID.
func (s *signature) checkID(el *etree.Element) {
	if !isID(s.id) {
		s.misshape("id", "The "+s.of+" has no ID that a signature could name.")
		return
	}
	if countID(top(el), s.id) != 1 || severalIDs(el) {
		s.misshape("duplicate_id", "The ID of the "+s.of+" is there more than once: it does not say which element is signed.")
	}
}

// countID counts the attributes of a value that a reader may take for an ID.
func countID(root *etree.Element, id string) int {
	n := 0
	xmltree.Walk(root, func(e *etree.Element) {
		for _, a := range e.Attr {
			if mayBeID(a) && a.Value == id {
				n++
			}
		}
	})
	return n
}

// severalIDs reports whether an element has another attribute that may be taken
// for its ID: the library, for one, takes the first of any namespace.
func severalIDs(el *etree.Element) bool {
	n := 0
	for _, a := range el.Attr {
		if mayBeID(a) {
			n++
		}
	}
	return n > 1
}

func mayBeID(a etree.Attr) bool { return a.Space != "xmlns" && strings.EqualFold(a.Key, "ID") }

// isID reports whether a text is an ID such as the library takes: xs:ID without
// the letters that nobody uses.
func isID(text string) bool {
	for i, r := range text {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
		further := r >= '0' && r <= '9' || r == '-' || r == '.'
		if !letter && (i == 0 || !further) {
			return false
		}
	}
	return text != ""
}

// straySignatures counts the signatures of a document that are neither in its
// root nor in an assertion directly below.
func straySignatures(el *etree.Element) int {
	root, n := top(el), 0
	for _, s := range xmltree.Descendants(root, nsSignature, "Signature") {
		parent := s.Parent()
		if parent != root && (parent.Parent() != root || !xmltree.Is(parent, nsAssertion, "Assertion")) {
			n++
		}
	}
	return n
}

// top is the root of the document that an element is in.
func top(el *etree.Element) *etree.Element {
	for el.Parent() != nil && el.Parent().Tag != "" {
		el = el.Parent()
	}
	return el
}

// only reports whether an element holds no other elements than those of XML
// Signature with these names.
func only(el *etree.Element, names ...string) bool {
	if el == nil {
		return false
	}
	known := 0
	for _, name := range names {
		known += count(el, name)
	}
	return known == len(el.ChildElements())
}

func count(el *etree.Element, name string) int {
	return len(xmltree.Children(el, nsSignature, name))
}
